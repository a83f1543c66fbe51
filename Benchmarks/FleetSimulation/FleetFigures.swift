/// What a run has shown.
struct FleetFigures {
  let policy: FleetPolicy
  /// Requests to the service in each second.
  var requests: [Int]
  var throttled = 0
  var unavailable = 0
  /// Successful fetches after an instance's first: each brings a new key.
  var rotations = 0
  /// The longest time from an instance's start to its first credentials.
  var longestStart = 0.0
  /// Instances that have had credentials and then, for a time, only expired ones or none.
  var lapsed = 0
  /// For how long, summed over all of them.
  var lapsedSeconds = 0.0
  /// The longest such time of one instance.
  var longestLapse = 0.0
  /// From the end of the outage until no instance is without valid credentials; `nil` if none was without.
  var recovery: Double?

  var mean: Double { Double(requests.reduce(0, +)) / Double(max(1, requests.count)) }

  /// The busiest second from a time up to another.
  func peak(_ seconds: Range<Double>) -> Int {
    let range = Int(seconds.lowerBound)..<min(requests.count, Int(seconds.upperBound))
    return range.isEmpty ? 0 : requests[range].max() ?? 0
  }
}
