import AWSCredentials

/// Credentials in the JSON form that a `credential_process` prints, version 1 (AWS SDKs and Tools reference guide,
/// "Process credential provider").
struct ProcessDocument {
  enum Secrets { case shown, hidden }

  private struct Fields: Encodable {
    var version = 1
    var accessKeyId: String
    var secretAccessKey: String
    var sessionToken: String?
    var expiration: String?
    var accountId: String?

    enum CodingKeys: String, CodingKey {
      case version = "Version"
      case accessKeyId = "AccessKeyId"
      case secretAccessKey = "SecretAccessKey"
      case sessionToken = "SessionToken"
      case expiration = "Expiration"
      case accountId = "AccountId"
    }
  }

  private let fields: Fields

  init(_ credentials: Credentials, secrets: Secrets) {
    fields = Fields(
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: secrets == .shown ? credentials.secretAccessKey : Redacted.mark,
      sessionToken: credentials.sessionToken.map { secrets == .shown ? $0 : Redacted.mark },
      expiration: credentials.expiration.map(ISO8601.string(from:)),
      accountId: credentials.accountId)
  }

  var json: String {
    get throws {
      try JSONText.pretty(fields)
    }
  }
}
