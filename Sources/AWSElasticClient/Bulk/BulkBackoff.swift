import AWSRuntime

/// The pauses of the actions of one request that the engine rejects because it is busy.
struct BulkBackoff {
  private let rule: BulkOptions.BusyRetry
  private var rejections = 0
  /// When the first rejection came, by the monotonic clock.
  private var start: Duration?
  /// The time that the pauses take at least on average. It ends the retries also if no time seems to pass.
  private var expected = Duration.zero

  init(_ rule: BulkOptions.BusyRetry) { self.rule = rule }

  /// Whether there is time for another attempt.
  ///
  /// - Parameter now: The time by the monotonic clock.
  mutating func hasTime(at now: Duration) -> Bool {
    let start = start ?? now
    self.start = start
    return max(now - start, expected) < rule.timeLimit
  }

  /// The next pause.
  ///
  /// - Parameter random: A number from 0 up to 1.
  mutating func next(random: Double) -> Duration {
    rejections += 1
    let policy = RetryPolicy(throttlingBaseDelay: rule.baseDelay, maxDelay: rule.maxDelay)
    func delay(_ random: Double) -> Duration {
      policy.delay(afterFailures: rejections, isThrottled: true, random: random)
    }
    expected += max(delay(0.5), .milliseconds(1))
    return delay(random)
  }
}
