public import AWSCredentials
import AWSRuntime

/// The credentials of a role, taken on with other credentials.
public struct AssumeRoleSource: CredentialSource {
  /// `assume role`, and the role's ARN.
  public let name: String
  /// An outage of STS must not take running clients down.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  private let role: STSClient.AssumeRole

  // What asking again cannot mend.
  private static let permanentCodes: Set<String> = [
    "AccessDenied", "MalformedPolicyDocument", "PackedPolicyTooLarge", "RegionDisabled", "RegionDisabledException",
  ]

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - role: Which role to take on, and how.
  ///   - client: The client to do it with; its credentials must be allowed to.
  public init(role: STSClient.AssumeRole, client: STSClient) {
    self.role = role
    self.client = client
    name = "assume role \(role.roleArn)"
  }

  /// Takes on the role anew.
  ///
  /// - Throws: `CredentialError`, with the code `rejected` if the role may not be assumed.
  public func credentials() async throws(CredentialError) -> Credentials {
    do throws(ServiceError) {
      return try await client.assumeRole(role, source: name)
    } catch {
      if let cause = error.cause as? CredentialError {
        // The base credentials are the trouble; "not configured" there must not let a chain pass over this role.
        let code = cause.code == .notConfigured || cause.code == .exhausted ? .invalidConfiguration : cause.code
        throw CredentialError(
          code, source: name, message: "no credentials to assume the role with: \(cause.message)", cause: cause)
      }
      let code: CredentialError.Code =
        switch error.kind {
        case .cancelled: .cancelled
        case .transport: .unreachable
        case .invalidResponse: .invalidResponse
        case .invalidRequest: .invalidConfiguration
        default: Self.permanentCodes.contains(error.code) ? .rejected : .failed
        }
      throw CredentialError(code, source: name, message: "\(error.code): \(error.message)", cause: error)
    }
  }
}
