public import AWSCredentials
import AWSRuntime

extension STSClient {
  /// A client that reaches STS as environment and profile say: region, endpoint (`AWS_ENDPOINT_URL_STS` and its like),
  /// FIPS, dual stack and `sts_regional_endpoints`. Without a region it is us-east-1, as in the AWS CLI.
  ///
  /// - Parameters:
  ///   - profile: The profile whose settings apply; by default the one the environment chooses.
  ///   - region: The region, if the program knows it; it beats environment and profile.
  ///   - credentials: What to sign with; by default a cache of its own over the standard chain for the same profile.
  ///   - context: Environment, files, transport, clock and logger.
  /// - Throws: `CredentialError` that names the setting that is wrong.
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
