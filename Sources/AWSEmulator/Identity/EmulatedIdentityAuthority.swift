import Crypto
import NIOConcurrencyHelpers

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Issues identities that are exchanged for credentials, and knows those it has issued: web identity tokens, SAML
/// assertions, logins. The credentials themselves come from the ``EmulatedCredentialAuthority``.
final class EmulatedIdentityAuthority: Sendable {
  struct SAMLAssertion: Sendable {
    let roleArn: String
    let principalArn: String
    let subject: String
    let expiration: Date
  }

  struct SSOSession: Sendable {
    let userName: String
    let clientId: String
    let clientSecret: String
    let registrationExpiration: Date
    let sessionExpiration: Date
    let tokenLifetime: Double
    let roles: [EmulatedSSORoleAssignment]
    var accessTokens: [ByteKey: Date] = [:]
    var refreshTokens = EmulatedRefreshTokens()
    var isEnded = false
  }

  struct ConsoleSession: Sendable {
    let session: String
    let userName: String
    let clientId: String
    let proofKey: P256.Signing.PublicKey
    let expiration: Date
    let credentialLifetime: Double
    var refreshTokens = EmulatedRefreshTokens()
    var proofs: Set<ByteKey> = []
    var ending: EmulatedConsoleLogin.Ending?
  }

  private struct State {
    var webIdentityKey = SymmetricKey(size: .bits256)
    var assertions: [ByteKey: SAMLAssertion] = [:]
    var ssoSessions: [ByteKey: SSOSession] = [:]
    var consoleSessions: [ByteKey: ConsoleSession] = [:]
    var trusts: [String: EmulatedRoleTrust] = [:]
    var devices: [String: String] = [:]
  }

  /// Who has issued web identity tokens and assertions.
  static let issuer = "https://oidc.emulator.invalid/id/EVERGREENEXAMPLE"

  private let state = NIOLockedValueBox(State())

  var webIdentityKey: SymmetricKey { state.withLockedValue { $0.webIdentityKey } }

  func replaceWebIdentityKey() { state.withLockedValue { $0.webIdentityKey = SymmetricKey(size: .bits256) } }

  func assertion(_ text: String) -> SAMLAssertion? { state.withLockedValue { $0.assertions[ByteKey(text)] } }

  func register(_ assertion: SAMLAssertion, text: String) {
    state.withLockedValue { $0.assertions[ByteKey(text)] = assertion }
  }

  func revokeAssertions() { state.withLockedValue { $0.assertions.removeAll() } }

  func trust(_ roleArn: String) -> EmulatedRoleTrust? { state.withLockedValue { $0.trusts[roleArn] } }

  func setTrust(_ trust: EmulatedRoleTrust?, of roleArn: String) {
    state.withLockedValue { $0.trusts[roleArn] = trust }
  }

  /// Whether a code is the one that a device shows.
  func accepts(tokenCode: String?, of serialNumber: String) -> Bool {
    state.withLockedValue { $0.devices[serialNumber] }.map { $0 == tokenCode } ?? false
  }

  func setDevice(_ serialNumber: String, tokenCode: String) {
    state.withLockedValue { $0.devices[serialNumber] = tokenCode }
  }

  /// Looks at, and changes, the login of a registered client.
  func withSSOSession<Result>(clientId: String, _ body: (inout SSOSession) -> Result) -> Result? {
    state.withLockedValue { state in
      guard var session = state.ssoSessions[ByteKey(clientId)] else { return nil }
      defer { state.ssoSessions[ByteKey(clientId)] = session }
      return body(&session)
    }
  }

  func register(_ session: SSOSession) { state.withLockedValue { $0.ssoSessions[ByteKey(session.clientId)] = session } }

  /// The login that a token for the access portal belongs to, and the token's expiration.
  func ssoSession(accessToken: String) -> (SSOSession, Date)? {
    state.withLockedValue { state in
      for session in state.ssoSessions.values {
        if let expiration = session.accessTokens[ByteKey(accessToken)] { return (session, expiration) }
      }
      return nil
    }
  }

  func register(_ session: ConsoleSession) {
    state.withLockedValue { $0.consoleSessions[ByteKey(session.session)] = session }
  }

  func endConsoleSession(_ session: String, as ending: EmulatedConsoleLogin.Ending) {
    state.withLockedValue { $0.consoleSessions[ByteKey(session)]?.ending = ending }
  }

  /// Looks at, and changes, the console session that a refresh token belongs to.
  func withConsoleSession<Result>(refreshToken: String, _ body: (inout ConsoleSession) -> Result) -> Result? {
    state.withLockedValue { state in
      for (name, known) in state.consoleSessions where known.refreshTokens.accepts(refreshToken) {
        var session = known
        defer { state.consoleSessions[name] = session }
        return body(&session)
      }
      return nil
    }
  }
}
