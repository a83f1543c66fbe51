import AWSCore
import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The content of a file in `~/.aws/login/cache`, as `aws login` writes it.
struct LoginToken: CachedToken {
  /// The credentials of the console session.
  let credentials: Credentials
  let expiresAt: Date
  let clientId: String
  let refreshToken: String
  let key: P256.Signing.PrivateKey
  private var document: JSONMembers

  var identity: String { credentials.accessKeyId }

  static func parse(_ bytes: [UInt8]) throws(TokenFileProblem) -> LoginToken {
    guard let document = JSONMembers(bytes) else { throw .malformed }
    return try LoginToken(document)
  }

  private init(_ document: JSONMembers) throws(TokenFileProblem) {
    guard let access = document.object("accessToken") else { throw .member("accessToken") }
    func text(_ members: JSONMembers, _ name: String, in parent: String = "") throws(TokenFileProblem) -> String {
      guard let value = members.text(name), parent.isEmpty || !value.holdsControlCharacter else {
        throw .member(parent + name)
      }
      return value
    }
    let parent = "accessToken."
    let expiration = try text(access, "expiresAt", in: parent)
    guard let expiresAt = ISO8601.date(from: expiration) else {
      throw .timestamp(parent + "expiresAt", problem: ISO8601.problem(in: expiration) ?? "")
    }
    credentials = Credentials(
      accessKeyId: try text(access, "accessKeyId", in: parent),
      secretAccessKey: try text(access, "secretAccessKey", in: parent),
      sessionToken: try text(access, "sessionToken", in: parent), expiration: expiresAt,
      accountId: try text(access, "accountId", in: parent))
    self.expiresAt = expiresAt
    clientId = try text(document, "clientId")
    refreshToken = try text(document, "refreshToken")
    guard let key = try? P256.Signing.PrivateKey(pemRepresentation: try text(document, "dpopKey")) else {
      throw .member("dpopKey")
    }
    self.key = key
    self.document = document
  }

  func encoded() -> [UInt8] { document.encoded() }

  func placed(in other: LoginToken) -> LoginToken {
    // A refresh token works with the key and the client it was made for only, so these go together.
    var moved = other.document
    for name in ["clientId", "refreshToken", "idToken", "dpopKey"] {
      if let text = document.text(name) { moved.set(name, text) }
    }
    if let access = document.object("accessToken") {
      var others = moved.object("accessToken") ?? access
      for name in ["accessKeyId", "secretAccessKey", "sessionToken", "accountId", "expiresAt"] {
        if let text = access.text(name) { others.set(name, text) }
      }
      moved.set("accessToken", others)
    }
    return (try? LoginToken(moved)) ?? self
  }

  /// This file with new credentials in it.
  func replacing(
    accessKeyId: String, secretAccessKey: String, sessionToken: String, expiresAt: Date, refreshToken: String,
    idToken: String?
  ) throws(TokenFileProblem) -> LoginToken {
    var document = document
    guard var access = document.object("accessToken") else { throw .member("accessToken") }
    access.set("accessKeyId", accessKeyId)
    access.set("secretAccessKey", secretAccessKey)
    access.set("sessionToken", sessionToken)
    access.set("expiresAt", ISO8601.string(from: expiresAt))
    document.set("accessToken", access)
    document.set("refreshToken", refreshToken)
    if let idToken { document.set("idToken", idToken) }
    return try LoginToken(document)
  }

  // Everything a refresh needs is required of the file.
  func obstacle(at now: Date) -> String? { nil }

  /// Every value that must not appear in a message.
  var secrets: [String] {
    let pem = document.text("dpopKey") ?? ""
    let lines = pem.split(whereSeparator: \.isNewline).map(String.init).filter { $0.count >= 16 && !$0.hasPrefix("-") }
    return [
      credentials.secretAccessKey, credentials.sessionToken, refreshToken, document.text("idToken"), clientId, pem,
    ]
    .compactMap { $0 } + lines
  }
}

extension LoginToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// When it expires.
  var description: String { "LoginToken(\(Redacted.mark), expires \(ISO8601.string(from: expiresAt)))" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt], displayStyle: .struct) }
}
