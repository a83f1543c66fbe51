import AWSCore
import AWSCredentials

/// Credentials as the environment variables that AWS's SDKs read.
///
/// A variable for which there is no value has to be removed: the session token of other credentials would make these useless.
struct CredentialVariables {
  let list: [(name: String, value: String?)]

  init(_ credentials: Credentials) {
    list = [
      ("AWS_ACCESS_KEY_ID", credentials.accessKeyId), ("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey),
      ("AWS_SESSION_TOKEN", credentials.sessionToken), ("AWS_SECURITY_TOKEN", nil),
      ("AWS_CREDENTIAL_EXPIRATION", credentials.expiration.map(ISO8601.string(from:))),
      ("AWS_ACCOUNT_ID", credentials.accountId),
    ]
  }
}
