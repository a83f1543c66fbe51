import ArgumentParser

/// A number of seconds on the command line, such as `30` or `0.5`.
struct SecondsOption: ExpressibleByArgument, Sendable {
  let duration: Duration

  init?(argument: String) {
    guard let seconds = Double(argument), seconds >= 0, seconds <= 1e9 else { return nil }
    duration = .seconds(seconds)
  }
}
