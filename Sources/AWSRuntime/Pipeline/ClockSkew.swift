import AWSCredentials
import Synchronization

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// How far a service's clock is ahead of this machine's, learned from the `Date` of every answer.
///
/// A signature is refused when its time is more than a few minutes off, so signing uses the service's time. Successful
/// answers teach as well: an offset learned once heals when the clock is set right.
package final class ClockSkew: Sendable {
  /// From this offset on a refusal may be the clock's fault.
  private static let suspicious = 4.0 * 60
  /// The middle of a round trip longer than this says nothing about when the service answered.
  private static let longestRoundTrip = 15.0 * 60
  private static let relevantCodes: Set<String> = [
    "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestTimeTooSkewed",
    "AccessDeniedException",
  ]

  // Milliseconds.
  private let offset = Atomic<Int64>(0)

  package init() {}

  /// The service's clock minus this machine's, in seconds.
  package var seconds: Double { Double(offset.load(ordering: .relaxed)) / 1000 }

  /// Learns from an answer.
  ///
  /// - Parameters:
  ///   - date: The value of its `Date` field.
  ///   - age: The value of its `Age` field: an answer from a cache is older than it looks.
  ///   - sent: When the request was sent, by this machine's clock.
  ///   - received: When the answer's head arrived.
  package func learn(date: String?, age: String?, sent: Date, received: Date) {
    guard age == nil, let date, let serverTime = HTTPDate.date(from: date) else { return }
    let roundTrip = received.timeIntervalSince(sent)
    guard roundTrip >= 0, roundTrip <= Self.longestRoundTrip else { return }
    let middle = sent.addingTimeInterval(roundTrip / 2)
    var skew = serverTime.timeIntervalSince(middle)
    guard skew.magnitude < 1e12 else { return }
    // A long upload is answered at its end, not in its middle. All that is certain is that the service's clock showed the
    // date, which is cut to seconds, at some moment between sending and receiving.
    let possible = serverTime.timeIntervalSince(received)...(serverTime.timeIntervalSince(sent) + 1)
    if possible.contains(seconds) { return }
    if possible.contains(0) { skew = 0 }
    offset.store(Int64((skew * 1000).rounded()), ordering: .relaxed)
  }

  /// Whether an error may be due to the clocks being apart.
  package func explains(code: String) -> Bool {
    Self.relevantCodes.contains(code) && seconds.magnitude > Self.suspicious
  }
}

/// The date format of HTTP: `Mon, 23 Nov 2026 21:37:00 GMT` (RFC 9110, 5.6.7).
package enum HTTPDate {
  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads a date; `nil` if it is none.
  package static func date(from text: String) -> Date? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 6, parts[5] == "GMT" || parts[5] == "UTC", let day = Int(parts[1]),
      let month = months.firstIndex(of: parts[2]), let year = Int(parts[3]), (1...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2]),
      (1...CivilDate.daysIn(month: month + 1, year: year)).contains(day)
    else { return nil }
    let days = CivilDate.days(year: year, month: month + 1, day: day)
    return Date(timeIntervalSince1970: Double(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]))
  }
}
