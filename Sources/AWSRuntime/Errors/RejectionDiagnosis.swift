import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A likely explanation of why a service has refused the signature of a request. It is found from what the client knows
/// about the credentials that signed the request.
public struct RejectionDiagnosis: Sendable {
  /// The explanation, in a few sentences that contain no secrets; `nil` if nothing about the credentials explains the
  /// refusal.
  public let text: String?

  /// Finds a likely explanation of why the service refused the signature.
  ///
  /// - Parameters:
  ///   - credentials: The credentials that signed the request.
  ///   - isRejection: Whether the service said that the access key or session token is expired or invalid.
  ///   - code: The service's error code.
  ///   - skew: The service's clock minus this machine's clock, in seconds; positive if this machine's clock is behind.
  ///   - now: The time by this machine's clock.
  public init(credentials: Credentials, isRejection: Bool, code: String, skew: Double, now: Date) {
    var findings: [String] = []
    if credentials.accessKeyId.hasPrefix("ASIA"), credentials.sessionToken == nil {
      findings.append(
        """
        The key \(credentials.accessKeyId.printable()) is a temporary one (it begins with ASIA), but the request was signed without a \
        session token: pass the token along with key and secret.
        """)
    }
    if let expiration = credentials.expiration, credentials.isExpired(at: now.addingTimeInterval(skew)) {
      findings.append(
        "The credentials expired at \(ISO8601.string(from: expiration)) and their provider has delivered no newer ones."
      )
    }
    if skew.magnitude > 4 * 60 {
      let direction = skew > 0 ? "behind" : "ahead of"
      findings.append(
        "This machine's clock is \(Int(skew.magnitude)) s \(direction) the service's: synchronise it, for example by NTP."
      )
    }
    if code == "InvalidAccessKeyId" || code == "InvalidClientTokenId" {
      findings.append("The service does not know the key \(credentials.accessKeyId.printable()).")
    }
    if isRejection, findings.isEmpty {
      findings.append(
        """
        The service does not accept this key and token together: the role may have been deleted or its sessions revoked, or \
        the token belongs to another key or another partition.
        """)
    }
    guard !findings.isEmpty else {
      text = nil
      return
    }
    findings.append(
      """
      Signed with \(credentials.accessKeyId.printable()) from \(credentials.provider.printable()), \
      \(credentials.sessionToken == nil ? "without" : "with") a session token.
      """)
    text = findings.joined(separator: " ")
  }
}
