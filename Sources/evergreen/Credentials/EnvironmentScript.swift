import AWSCore
import AWSCredentials

/// Credentials as commands of a POSIX shell that set the environment variables which AWS's SDKs read, for
/// `eval "$(evergreen credentials --format env --show-secret)"`.
///
/// A variable for which there is no value is unset: the session token of other credentials would make these useless.
struct EnvironmentScript {
  let text: String

  init(_ credentials: Credentials) {
    let variables: [(name: String, value: String?)] = [
      ("AWS_ACCESS_KEY_ID", credentials.accessKeyId), ("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey),
      ("AWS_SESSION_TOKEN", credentials.sessionToken), ("AWS_SECURITY_TOKEN", nil),
      ("AWS_CREDENTIAL_EXPIRATION", credentials.expiration.map(ISO8601.string(from:))),
      ("AWS_ACCOUNT_ID", credentials.accountId),
    ]
    text = variables.map { name, value in
      value.map { "export \(name)=\(Self.quoted($0))\n" } ?? "unset \(name)\n"
    }.joined()
  }

  /// A text as one word of a shell, whatever it holds (Shell Command Language, 2.2.2): between single quotes everything
  /// stands for itself, and a single quote is written outside of them.
  ///
  /// A shell reads bytes: to it a quote is one, though the character that a string sees has a combining mark as well.
  static func quoted(_ text: String) -> String {
    let inner = text.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
    return "'" + String(decoding: inner, as: UTF8.self) + "'"
  }
}
