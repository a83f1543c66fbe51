import AWSCore
package import Logging

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The clock of a service that issues credentials, as the `Date` of its response shows it.
///
/// An expiration is a time of the service's clock. A machine whose own clock is two hours ahead takes each session of an
/// hour for expired when it arrives, although it has just been issued. Then the difference between expiration and `Date`,
/// two times of one clock, says how long the credentials last.
package struct IssuerClock: Sendable {
  private let date: Date
  private let received: Date

  /// No temporary credentials last longer: `GetSessionToken` takes up to 129,600 s.
  private static let longestLife = 129_600.0

  /// Reads the clock.
  ///
  /// - Parameters:
  ///   - date: The response's `Date` field (RFC 9110, 6.6.1).
  ///   - age: Its `Age` field: what comes out of a cache does not tell the time.
  ///   - received: When the response arrived, by this machine's clock.
  /// - Returns: `nil` if the response does not tell.
  package init?(date: String?, age: String?, received: Date) {
    guard age == nil, let date = date.flatMap({ HTTPDate.date(from: $0, relativeTo: received) }) else { return nil }
    self.date = date
    self.received = received
  }

  /// Credentials with their expiration by this machine's clock.
  ///
  /// They are left as they are unless they have expired by this machine's clock, but not by the service's: a wrong `Date`
  /// does not change what works without it.
  ///
  /// - Parameters:
  ///   - credentials: The credentials out of the response.
  ///   - logger: Gets a warning that the clocks are apart.
  package func translated(_ credentials: Credentials, logger: Logger) -> Credentials {
    guard let expiration = credentials.expiration, expiration <= received else { return credentials }
    let life = min(expiration.timeIntervalSince(date), Self.longestLife)
    guard life > 0 else { return credentials }
    let end = received.addingTimeInterval(life)
    logger.warning(
      """
      This machine's clock is \(Int(received.timeIntervalSince(date).rounded())) s ahead of the clock of the service that \
      handed out credentials: synchronise it, for example by NTP. By it they would have expired on arrival; they are used \
      for \(Int(life)) s.
      """, metadata: ["aws.credentials.provider": "\(credentials.provider)"])
    return Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken, expiration: end, accountId: credentials.accountId,
      provider: credentials.provider)
  }
}
