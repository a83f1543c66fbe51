import AWSCore
import AWSCredentials

/// How many times and how soon a failed request is retried. The defaults are those of the AWS SDKs' `standard` retry
/// mode.
///
/// The pauses grow exponentially with full jitter. Retries are paid from a quota, so that a client does not make an
/// outage worse. Each attempt is signed again, with the current credentials and time.
public struct RetryPolicy: Sendable, Hashable {
  /// The maximum number of attempts, including the first. The default is 3; 1 turns retries off.
  public var maxAttempts: Int
  /// The longest possible pause before the first retry after a transient failure. It doubles with each further retry.
  public var baseDelay: Duration
  /// The longest possible pause before the first retry after a throttling response. It doubles with each further retry.
  public var throttlingBaseDelay: Duration
  /// The upper limit for every pause.
  public var maxDelay: Duration
  /// The size of the retry quota, which all requests of a client share. A retry costs 5, or 10 after a timeout. If the
  /// retry succeeds, its cost is returned; a success at the first attempt returns 1. If the quota is used up, failed
  /// requests are not retried.
  public var quota: Int

  /// Makes a retry policy. The defaults are those of the `standard` retry mode.
  public init(
    maxAttempts: Int = 3, baseDelay: Duration = .milliseconds(100), throttlingBaseDelay: Duration = .seconds(1),
    maxDelay: Duration = .seconds(20), quota: Int = 500
  ) {
    self.maxAttempts = max(1, maxAttempts)
    self.baseDelay = baseDelay
    self.throttlingBaseDelay = throttlingBaseDelay
    self.maxDelay = maxDelay
    self.quota = quota
  }

  /// The pause before the next attempt.
  ///
  /// - Parameters:
  ///   - failures: How many attempts have failed, 1 or more.
  ///   - isThrottled: Whether the service asked to slow down.
  ///   - random: A number from 0 up to 1.
  package func delay(afterFailures failures: Int, isThrottled: Bool, random: Double) -> Duration {
    let base = (isThrottled ? throttlingBaseDelay : baseDelay).seconds
    var bound = base
    for _ in 1..<max(1, min(failures, 30)) { bound *= 2 }
    return .clamped(seconds: min(bound, maxDelay.seconds) * random)
  }
}

/// What is left of a client's retries.
package final class RetryQuota: Sendable {
  private let capacity: Int
  private let available: Locked<Int>

  package init(capacity: Int) {
    self.capacity = max(0, capacity)
    available = Locked(max(0, capacity))
  }

  /// Pays for a retry.
  ///
  /// - Returns: Whether the quota sufficed.
  package func pay(_ price: Int) -> Bool {
    available.withLock { available in
      guard available >= price else { return false }
      available -= price
      return true
    }
  }

  /// Puts something back.
  package func refund(_ amount: Int) {
    available.withLock { $0 = min(capacity, $0 + amount) }
  }
}
