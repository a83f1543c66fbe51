import AWSCredentials

/// A way to refresh, with its name and its line in the picture.
struct FleetPolicy {
  let name: String
  let policy: RefreshPolicy
  let staleness: StalenessPolicy
  let stroke: Stroke

  struct Stroke {
    let light: String
    let dark: String
    let dash: String
  }

  static let all: [FleetPolicy] = [
    // The common recipe: "if it has expired, get a new one", and the error to whoever asked.
    FleetPolicy(
      name: "at expiry, retry every second",
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.zero), mandatoryWindow: .zero, failureBackoff: .milliseconds(1) ... .milliseconds(1)),
      staleness: .strict, stroke: Stroke(light: "#b42318", dark: "#ff7b72", dash: "")),
    FleetPolicy(
      name: "windows, retry every 30 s",
      policy: RefreshPolicy(failureBackoff: .seconds(30) ... .seconds(30)),
      staleness: .mayServeStale, stroke: Stroke(light: "#b7791f", dark: "#e3b341", dash: "2 3")),
    FleetPolicy(
      name: "windows and back-off (default)", policy: RefreshPolicy(),
      staleness: .mayServeStale, stroke: Stroke(light: "#1f5fbf", dark: "#79b8ff", dash: "")),
    FleetPolicy(
      name: "default, jitter 0.2", policy: RefreshPolicy(advisoryJitter: 0.2),
      staleness: .mayServeStale, stroke: Stroke(light: "#5b3fb5", dark: "#c4a7ff", dash: "7 3")),
    FleetPolicy(
      name: "default, jitter 0.5", policy: RefreshPolicy(advisoryJitter: 0.5),
      staleness: .mayServeStale, stroke: Stroke(light: "#1a7f37", dark: "#56d364", dash: "")),
    FleetPolicy(
      name: "40-minute window, pause at start",
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.seconds(40 * 60)), advisoryJitter: 0.1, firstFailureMemory: .seconds(5) ... .seconds(15)
      ),
      staleness: .mayServeStale, stroke: Stroke(light: "#0b7285", dark: "#66d9e8", dash: "3 2")),
  ]
}
