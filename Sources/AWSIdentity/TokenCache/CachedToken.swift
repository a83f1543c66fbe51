import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A token in a file that this program shares with the official tools.
protocol CachedToken: Sendable {
  /// When the token stops working.
  var expiresAt: Date { get }
  /// What tells this token from the next, and may be refused by a service.
  var identity: String { get }

  /// Reads the content of the file.
  static func parse(_ bytes: [UInt8]) throws(TokenFileProblem) -> Self
  /// The content of the file with this token in it, members this program does not know included.
  func encoded() -> [UInt8]
  /// This token in a file that another program has changed meanwhile.
  func placed(in other: Self) -> Self
  /// Why the token cannot be refreshed; `nil` if it can.
  func obstacle(at now: Date) -> String?
}

/// What is wrong with the content of a token file, without any value from it.
enum TokenFileProblem: Error, Sendable, Hashable {
  /// The file's content is not a JSON object: perhaps another program is writing the file at this moment.
  case malformed
  /// The named member is missing or has the wrong type.
  case member(String)
  /// The named member is not a timestamp. `problem` says what is wrong, as the end of a sentence.
  case timestamp(String, problem: String)
}

/// Why a token was not refreshed.
struct TokenRefreshFailure: Error, Sendable {
  /// What to tell the caller.
  let error: CredentialError
  /// Whether the service refused the token itself. A refresh token often works once only, so that another process may
  /// have used it up a moment ago.
  let isRefusal: Bool

  init(_ error: CredentialError, isRefusal: Bool = false) {
    self.error = error
    self.isRefusal = isRefusal
  }
}
