import AWSCore
import AWSCredentials

/// Credentials in JSON.
///
/// With their secrets it is what a `credential_process` prints, version 1 (AWS SDKs and Tools reference guide, "Process
/// credential provider"). Without them it must not pass for that: whoever reads it would sign with a text that is no key. So
/// it has neither `Version` nor `SecretAccessKey`, and says why.
struct ProcessDocument {
  enum Secrets { case shown, hidden }

  private struct Fields: Encodable {
    var version: Int?
    var accessKeyId: String
    var secretAccessKey: String?
    var sessionToken: String?
    var expiration: String?
    var accountId: String?
    var note: String?

    enum CodingKeys: String, CodingKey {
      case version = "Version"
      case accessKeyId = "AccessKeyId"
      case secretAccessKey = "SecretAccessKey"
      case sessionToken = "SessionToken"
      case expiration = "Expiration"
      case accountId = "AccountId"
      case note = "Note"
    }
  }

  private static let note =
    "The secret access key and the session token are not shown, so this is no document for credential_process; "
    + "--show-secret shows them."

  private var fields: Fields

  init(_ credentials: Credentials, secrets: Secrets) {
    fields = Fields(
      accessKeyId: credentials.accessKeyId, expiration: credentials.expiration.map(ISO8601.string(from:)),
      accountId: credentials.accountId)
    switch secrets {
    case .hidden: fields.note = Self.note
    case .shown:
      fields.version = 1
      fields.secretAccessKey = credentials.secretAccessKey
      fields.sessionToken = credentials.sessionToken
    }
  }

  var json: String {
    get throws {
      try JSONText.pretty(fields)
    }
  }
}
