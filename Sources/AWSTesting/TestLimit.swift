public import AWSCore
import AWSCredentials

/// The longest time that a wait of this module lasts.
///
/// A test that works waits for events, not for time, and never comes near this limit: it ends a test whose event never
/// happens. The environment variable `EVERGREEN_TEST_LIMIT` sets it in seconds; the default is 300.
public enum TestLimit {
  /// The environment variable that sets the limit.
  public static let variable = "EVERGREEN_TEST_LIMIT"

  /// The limit: the value of the variable, or 300 s.
  public static let duration: Duration = {
    guard let text = ProcessEnvironment.current[variable], let seconds = Double(text), seconds > 0 else {
      return .seconds(300)
    }
    return .clamped(seconds: seconds)
  }()
}

/// The error of a wait whose event did not happen within the limit.
public struct TestLimitError: Error, Hashable, CustomStringConvertible, PrintableError {
  /// What the test waited for.
  public let what: String
  /// The limit that was reached.
  public let limit: Duration

  package init(what: String, limit: Duration) {
    self.what = what
    self.limit = limit
  }

  /// What did not happen, the limit, and the variable that sets it.
  public var description: String {
    ErrorDescription(
      message:
        "Waited \(limit.seconds) s for \(what), which did not happen. \(TestLimit.variable) sets the limit in seconds."
    ).description
  }
}
