import AWSRuntime
import HTTPTypes

/// When a request is sent again, as curl's options say.
struct CurlRetry: Sendable {
  /// How often it is sent again at most.
  var count = 0
  /// How long to wait; `nil` for 1 s, doubled each time up to ten minutes.
  var delay: Duration?
  /// How long after the first request at the latest.
  var maximumTime: Duration?
  var onRefusedConnections = false
  var onAllErrors = false

  private static let statuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  /// Whether a failure may pass.
  func isTransient(_ error: any Error) -> Bool {
    guard let failure = error as? CurlFailure else { return false }
    if onAllErrors { return true }
    switch failure.exitCode {
    case .timeout, .resolution, .proxyResolution: return true
    case .connection: return onRefusedConnections
    case .status: return failure.status.map(Self.statuses.contains) ?? false
    default: return false
    }
  }

  /// Whether a response may be another one later.
  func isTransient(_ status: Int) -> Bool { Self.statuses.contains(status) }

  /// How long to wait before an attempt.
  ///
  /// - Parameters:
  ///   - number: Which of the attempts that are sent again it is, from 1.
  ///   - head: The response that is not good enough, with what it says in `Retry-After`.
  func pause(before number: Int, after head: HTTPResponse?) -> Duration {
    let own = delay ?? .seconds(min(600, 1 << min(number - 1, 10)))
    guard let wish = head?.retryAfter else { return own }
    return max(own, min(wish, .seconds(86_400)))
  }
}
