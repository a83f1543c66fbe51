public import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Makes a client with the settings that environment and profile contain: the region, the endpoint (such as
  /// `AWS_ENDPOINT_URL_STS`), FIPS, dual-stack and `sts_regional_endpoints`. Without a region, us-east-1 is used, as in
  /// the AWS CLI.
  ///
  /// - Parameters:
  ///   - profile: The profile whose settings apply; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - region: The region; `nil` to use that of environment or profile. A region given here takes precedence over
  ///     theirs.
  ///   - credentials: The credentials to sign with; by default a new cache over the default chain for the same profile.
  ///   - context: The environment, files, transport, clock and logger to use; by default those of this process.
  /// - Throws: `CredentialError` if a setting is not valid. The message names the setting.
  public static func standard(
    profile: String? = nil, region: String? = nil, credentials: CredentialCache? = nil,
    in context: CredentialProviderContext = .process
  ) throws(CredentialError) -> STSClient {
    let context = context.using(profile: profile)
    try context.requireProfile()
    let access = try STSAccess(region: region, provider: "STS", context: context)
    let credentials =
      credentials
      ?? CredentialCache(
        provider: CredentialChain.standard(in: context),
        policy: RefreshPolicy(providerTimeout: context.providerTimeout), clock: context.clock, random: context.random,
        logger: context.logger)
    return try access.client(credentials: credentials)
  }
}
