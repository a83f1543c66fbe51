import AWSCore
import AWSCredentials

/// How many times and how soon a failed request is retried. The defaults are those of the AWS SDKs' `standard` retry
/// mode.
///
/// Each pause is a random time between zero and a limit that doubles with each retry. Retries use up a quota
/// (``quota``), so that a client does not make an outage worse by many retries. Each attempt is signed again, with the
/// current credentials and time.
public struct RetryPolicy: Sendable, Hashable {
  /// The maximum number of attempts, including the first. The default is 3; 1 turns retries off.
  public var maxAttempts: Int
  /// The longest possible pause before the first retry after a temporary failure, such as a lost connection. The limit
  /// doubles with each further retry. The default is 100 ms.
  public var baseDelay: Duration
  /// The longest possible pause before the first retry after the service has throttled the request. The limit doubles
  /// with each further retry. The default is 1 s.
  public var throttlingBaseDelay: Duration
  /// The upper limit for every pause, however many retries there have been. The default is 20 s.
  public var maxDelay: Duration
  /// The size of the retry quota, a number of points that all requests of a client share. A retry uses up 5 points, or
  /// 10 after a timeout. If the retry succeeds, its points are returned; a success at the first attempt returns 1
  /// point. When the quota is used up, failed requests are not retried. The default is 500.
  public var quota: Int

  /// Makes a retry policy. The defaults are those of the `standard` retry mode of the AWS SDKs. A `maxAttempts` below 1
  /// counts as 1.
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
