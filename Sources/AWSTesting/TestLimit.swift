import AWSCredentials

/// For how long the waits of this module last at most.
///
/// Tests that work never come near it: they wait for events, not for time. It ends a test whose event never comes. The
/// environment variable `EVERGREEN_TEST_LIMIT` sets it in seconds; the default is 300.
public enum TestLimit {
  /// The environment variable that sets the limit.
  public static let variable = "EVERGREEN_TEST_LIMIT"

  /// The limit.
  public static let duration: Duration = {
    guard let text = ProcessEnvironment.current[variable], let seconds = Double(text), seconds > 0 else {
      return .seconds(300)
    }
    return .clamped(seconds: seconds)
  }()
}

/// What a test waited for did not happen in time.
public struct TestLimitError: Error, Hashable, CustomStringConvertible {
  /// What was waited for.
  public let what: String
  /// The limit that was reached.
  public let limit: Duration

  init(what: String, limit: Duration) {
    self.what = what
    self.limit = limit
  }

  /// What did not happen, the limit, and what sets it.
  public var description: String {
    "Waited \(limit.seconds) s for \(what), which did not happen. \(TestLimit.variable) sets the limit in seconds."
  }
}
