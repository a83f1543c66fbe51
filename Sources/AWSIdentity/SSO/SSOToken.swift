import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The content of a file in `~/.aws/sso/cache`, as the AWS CLI and the SDKs write it.
struct SSOToken: CachedToken {
  /// What the portal takes in place of a signature.
  let accessToken: String
  let expiresAt: Date
  private var document: JSONMembers

  var identity: String { accessToken }

  /// What a refresh needs; older files have none of it.
  struct Registration: Sendable {
    let clientId: String
    let clientSecret: String
    let refreshToken: String
  }

  static func parse(_ bytes: [UInt8]) throws(TokenFileProblem) -> SSOToken {
    guard let document = JSONMembers(bytes) else { throw .malformed }
    guard let token = document.text("accessToken"), !token.holdsControlCharacter else { throw .member("accessToken") }
    guard let expiresAt = date("expiresAt", in: document) else {
      guard let problem = problem("expiresAt", in: document) else { throw .member("expiresAt") }
      throw .timestamp("expiresAt", problem: problem)
    }
    return SSOToken(accessToken: token, expiresAt: expiresAt, document: document)
  }

  func encoded() -> [UInt8] { document.encoded() }

  func placed(in other: SSOToken) -> SSOToken {
    other.replacing(accessToken: accessToken, expiresAt: expiresAt, refreshToken: document.text("refreshToken"))
  }

  /// This file with a new token in it.
  func replacing(accessToken: String, expiresAt: Date, refreshToken: String?) -> SSOToken {
    var document = document
    document.set("accessToken", accessToken)
    document.set("expiresAt", ISO8601.string(from: expiresAt))
    if let refreshToken { document.set("refreshToken", refreshToken) }
    return SSOToken(accessToken: accessToken, expiresAt: expiresAt, document: document)
  }

  var registration: Registration? {
    guard let id = document.text("clientId"), let secret = document.text("clientSecret"),
      let token = document.text("refreshToken")
    else { return nil }
    return Registration(clientId: id, clientSecret: secret, refreshToken: token)
  }

  func obstacle(at now: Date) -> String? {
    for name in ["refreshToken", "clientId", "clientSecret"] where document.text(name) == nil {
      return "it has no \(name)"
    }
    let name = "registrationExpiresAt"
    guard let end = Self.date(name, in: document) else {
      return Self.problem(name, in: document).map { "its \(name) \($0)" } ?? "it has no \(name)"
    }
    return end > now ? nil : "the registration of the client has expired"
  }

  /// Every value that must not appear in a message.
  var secrets: [String] {
    [accessToken] + ["clientSecret", "refreshToken", "clientId"].compactMap { document.text($0) }
  }

  /// A time in either way in which the tools write it: with `Z`, and formerly with `UTC`.
  private static func date(_ name: String, in document: JSONMembers) -> Date? {
    document.text(name).flatMap { ISO8601.date(from: timestamp($0)) }
  }

  private static func problem(_ name: String, in document: JSONMembers) -> String? {
    document.text(name).flatMap { ISO8601.problem(in: timestamp($0)) }
  }

  private static func timestamp(_ text: String) -> String {
    text.hasSuffix("UTC") ? String(text.dropLast(3)).trimmingASCIIWhitespace() + "Z" : text
  }
}

extension SSOToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// When it expires.
  var description: String { "SSOToken(\(Redacted.mark), expires \(ISO8601.string(from: expiresAt)))" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt], displayStyle: .struct) }
}

extension SSOToken.Registration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing: all of it is secret.
  var description: String { "Registration(\(Redacted.mark))" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
