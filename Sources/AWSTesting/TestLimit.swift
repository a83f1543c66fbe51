public import AWSCore
import AWSCredentials

/// The longest time that a wait function of this module, such as ``ManualClock/waitForSleepers(_:)``, waits.
///
/// A test that passes waits only until its events happen, which takes much less time. The limit ends a test whose event
/// never happens. The environment variable `EVERGREEN_TEST_LIMIT` sets it in seconds; the default is 300.
public enum TestLimit {
  /// The name of the environment variable that sets the limit in seconds.
  public static let variable = "EVERGREEN_TEST_LIMIT"

  /// The longest time that a wait lasts: the value of the environment variable ``variable`` in seconds, or 300 s if it
  /// is not set to a number above 0.
  public static let duration: Duration = {
    guard let text = ProcessEnvironment.current[variable], let seconds = Double(text), seconds > 0 else {
      return .seconds(300)
    }
    return .clamped(seconds: seconds)
  }()
}

/// The error that a wait throws if the event that it waits for did not happen within the limit.
public struct TestLimitError: Error, Hashable, CustomStringConvertible, PrintableError {
  /// What the test waited for, as a text.
  public let what: String
  /// How long the test waited: the limit that was in force.
  public let limit: Duration

  package init(what: String, limit: Duration) {
    self.what = what
    self.limit = limit
  }

  /// What did not happen, the limit, and the name of the environment variable that sets the limit.
  public var description: String {
    ErrorDescription(
      message:
        "Waited \(limit.seconds) s for \(what), which did not happen. \(TestLimit.variable) sets the limit in seconds."
    ).description
  }
}
