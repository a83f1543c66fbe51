import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ErrorClassifier {
  /// For STS, which says `InvalidIdentityToken` also of a token that it could not check, because the identity provider did not
  /// hand out its keys.
  static let sts = ErrorClassifier(
    transientSentences: [
      "InvalidIdentityToken": "Couldn't retrieve verification key",
      "InvalidIdentityTokenException": "Couldn't retrieve verification key",
    ],
    transientCodes: ["IDPCommunicationError"])
}

/// Turns what STS says into the error of a credential provider.
enum STSFailure {
  /// What asking again cannot mend, whatever the operation.
  static let permanentCodes: Set<String> = [
    "AccessDenied", "MalformedPolicyDocument", "MalformedPolicyDocumentException", "PackedPolicyTooLarge",
    "PackedPolicyTooLargeException", "RegionDisabled", "RegionDisabledException", "IDPRejectedClaim",
    "IDPRejectedClaimException", "InvalidIdentityToken", "InvalidIdentityTokenException",
  ]

  /// The error of a provider.
  ///
  /// - Parameters:
  ///   - error: What the call failed with.
  ///   - provider: The name of the provider.
  ///   - secrets: What the request carried besides a signature; a service may repeat it.
  static func error(_ error: any Error, provider: String, secrets: [String] = []) -> CredentialError {
    guard let error = error as? ServiceError else {
      // A call throws nothing else but `CancellationError`.
      return CredentialError(.cancelled, provider: provider, message: "The fetch was cancelled.", cause: error)
    }
    if let cause = error.cause as? CredentialError {
      // The base credentials are the trouble; "not configured" there must not let a chain pass over this role.
      let code = cause.code == .notConfigured || cause.code == .exhausted ? .invalidConfiguration : cause.code
      return CredentialError(
        code, provider: provider,
        message: ["There are no credentials to call STS with (provider \(cause.provider)).", cause.message].sentences,
        cause: cause.cause)
    }
    let code: CredentialError.Code =
      switch error.kind {
      case .cancelled: .cancelled
      case .transport: .unreachable
      case .invalidResponse: .invalidResponse
      case .invalidRequest: .invalidConfiguration
      default: permanentCodes.contains(error.code) && !isPassing(error) ? .rejected : .failed
      }
    let message = TokenServiceClient.line(error, secrets: secrets, limit: 600)
    // An error that holds the body of a response stays out where the response may repeat a token.
    return CredentialError(
      code, provider: provider, message: [message, error.explanation ?? ""].sentences,
      cause: secrets.isEmpty ? error : nil)
  }

  /// Whether STS says of an identity it could not check that the failure passes: its provider did not hand out the keys.
  private static func isPassing(_ error: ServiceError) -> Bool {
    let parsed = ParsedServiceError(code: error.code, message: error.message)
    return ErrorClassifier.sts.verdict(status: error.statusCode ?? 400, error: parsed) == .transient
  }

  /// A name for a session that nobody named.
  static func sessionName(_ context: CredentialProviderContext) -> String {
    "evergreen-\(Int64(context.clock.now().timeIntervalSince1970))"
  }
}
