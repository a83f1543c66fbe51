import AWSCore
import AWSCredentials
import Synchronization

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// How far a service's clock is ahead of this machine's, learned from the `Date` of its responses.
///
/// A signature is refused when its time is more than 15 minutes off, so signing uses the service's time. The offset belongs
/// to the requests of one service. It is for signing only, and gets nowhere else: what others share, such as the cache of
/// credentials, goes by this machine's own clocks.
///
/// A `Date` may be wrong, too: a proxy's clock, a cached response. Therefore:
///
/// - A response that shows that the service took the signing time, such as any success, teaches no offset by which that
///   time would have been more than 15 minutes off. Smaller offsets are learned from successes as well, so that one which
///   was learned once heals when the clock is set right.
/// - Only a refusal that may be the clock's fault teaches a greater one.
/// - If a request that was signed by such an offset is refused as well, signing goes back to this machine's clock.
package final class ClockSkew: Sendable {
  /// From this offset on a refusal may be the clock's fault.
  static let suspicious = 4.0 * 60
  /// The middle of a round trip longer than this says nothing about when the service responded.
  private static let longestRoundTrip = 15.0 * 60
  /// How far a signing time may be off that a service takes.
  private static let tolerance = 15.0 * 60

  // Milliseconds, shifted left by one. The lowest bit says that a request signed by this offset was taken.
  private let offset = Atomic<Int64>(0)

  package init() {}

  /// The service's clock minus this machine's, in seconds.
  package var seconds: Double { Double(offset.load(ordering: .relaxed) >> 1) / 1000 }

  /// The same, if the service has taken a request that was signed by it; else zero.
  package var provenSeconds: Double {
    let value = offset.load(ordering: .relaxed)
    return value & 1 == 1 ? Double(value >> 1) / 1000 : 0
  }

  /// What a response says about the time by which its request was signed.
  package enum Verdict: Sendable, Hashable {
    /// The service accepted the signing time.
    case taken
    /// The service refused the request, possibly because of the signing time.
    case suspected
    /// The service said that the signing time was too far off.
    case tooFarOff
    /// The response says nothing about the signing time.
    case unknown
  }

  /// An attempt and the time of its response.
  package struct Exchange: Sendable {
    /// The value of the response's `Date` field.
    package var date: String?
    /// The value of its `Age` field: a response from a cache is older than it looks.
    package var age: String?
    /// When the request was sent, by this machine's clock.
    package var sent: Date
    /// When the response's head arrived.
    package var received: Date
    /// The offset by which the request was signed, in seconds.
    package var offset: Double

    package init(date: String?, age: String?, sent: Date, received: Date, offset: Double) {
      self.date = date
      self.age = age
      self.sent = sent
      self.received = received
      self.offset = offset
    }
  }

  /// Learns from a response.
  ///
  /// - Returns: Whether a correction was refused, so that signing is back to this machine's clock.
  @discardableResult
  package func learn(from exchange: Exchange, _ verdict: Verdict) -> Bool {
    guard exchange.age == nil,
      let serverTime = exchange.date.flatMap({ HTTPDate.date(from: $0, relativeTo: exchange.received) })
    else { return false }
    let roundTrip = exchange.received.timeIntervalSince(exchange.sent)
    guard roundTrip >= 0, roundTrip <= Self.longestRoundTrip else { return false }
    let middle = exchange.sent.addingTimeInterval(roundTrip / 2)
    var skew = serverTime.timeIntervalSince(middle)
    guard skew.magnitude < 1e12 else { return false }
    // The response to a long upload comes at its end, not in its middle. All that is certain is that the service's clock showed the
    // date, which is cut to seconds, at some moment between sending and receiving.
    let possible =
      serverTime.timeIntervalSince(exchange.received)...(serverTime.timeIntervalSince(exchange.sent) + 1)
    if possible.contains(exchange.offset) { skew = exchange.offset } else if possible.contains(0) { skew = 0 }
    switch verdict {
    case .taken, .unknown:
      guard (skew - exchange.offset).magnitude <= Self.tolerance else { return false }
      store(skew, isProven: verdict == .taken)
    case .suspected, .tooFarOff:
      guard skew == exchange.offset else {
        store(skew, isProven: false)
        return false
      }
      return withdraw(skew)
    }
    return false
  }

  private func store(_ skew: Double, isProven: Bool) {
    let value = Self.encoded(skew)
    // What was proven once stays proven while it does not change.
    let current = offset.load(ordering: .relaxed)
    let isSame = current >> 1 == value >> 1
    offset.store(isProven || (isSame && current & 1 == 1) ? value | 1 : value, ordering: .relaxed)
  }

  /// Goes back to this machine's clock, if a request was signed by an offset that no service has taken yet.
  private func withdraw(_ skew: Double) -> Bool {
    let value = Self.encoded(skew)
    guard value != 0 else { return false }
    return offset.compareExchange(expected: value, desired: 0, ordering: .relaxed).exchanged
  }

  private static func encoded(_ skew: Double) -> Int64 { Int64((skew * 1000).rounded()) << 1 }
}
