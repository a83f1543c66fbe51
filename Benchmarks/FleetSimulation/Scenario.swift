/// What happens to the fleet, whatever its policy. Times are in seconds since the deployment.
struct Scenario {
  let instances: Int
  /// How many requests a second the service grants; as many may come at once after a quiet second.
  let rate: Double
  let seed: UInt64

  /// The instances start within this time.
  let deployment = 60.0
  let lifetime = 3600.0
  let duration = 6 * 3600.0
  /// 180 minutes are a refresh time of fleets that refresh every 60 minutes and of those that do every 45, so neither is
  /// spared.
  let outage = (175 * 60.0)..<(205 * 60.0)
  /// How often each instance's application asks for credentials.
  let tick = 1.0
  /// How long the service takes to respond, whatever the response.
  let latency = 0.05
  /// Requests before this belong to the start of the fleet, those after it to refreshes.
  let startEnds = 10 * 60.0
}
