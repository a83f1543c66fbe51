import AWSCore
import AWSCredentials
package import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension HTTPResponse {
  /// How long the service asks to be left alone (`Retry-After`; RFC 9110, 10.2.3): seconds, or a date, which is counted from the
  /// response's own `Date`, because this machine's clock may be wrong.
  package var retryAfter: Duration? {
    guard let value = headerFields[.retryAfter] else { return nil }
    if let seconds = DecimalDigits.number(value) { return .seconds(seconds) }
    guard let end = HTTPDate.date(from: value), let now = headerFields[.date].flatMap({ HTTPDate.date(from: $0) })
    else {
      return nil
    }
    return .clamped(seconds: max(0, end.timeIntervalSince(now)))
  }
}
