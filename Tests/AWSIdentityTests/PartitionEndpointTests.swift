import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// The hosts of STS, the access portal and its token service, in every region.
@Suite struct PartitionEndpointTests {
  private static let variants: [EndpointVariant] = [[], .fips, .dualStack, [.fips, .dualStack]]

  @Test func stsInEveryRegion() async throws {
    let key = Credentials(
      accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    for (partition, region) in Partition.all.flatMap({ partition in partition.regions.map { (partition, $0) } }) {
      for variant in Self.variants {
        let transport = ScriptedTransport([.status(403)])
        var configuration = ClientConfiguration(
          credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: region, transport: transport)
        configuration.endpoints.variant = variant
        _ = try? await STSClient(configuration: configuration).getCallerIdentity()
        let head = try #require(transport.requests.first).head
        let isOrdinary = !variant.contains(.fips) || (partition.id == "aws-us-gov" && variant == .fips)
        let domain = partition.domain(variant.contains(.dualStack) ? .dualStack : .ordinary)
        #expect(head.authority == "sts\(isOrdinary ? "" : "-fips").\(region).\(domain)")
        #expect(head.headerFields[.authorization]?.contains("/\(region)/sts/aws4_request") == true)
      }
    }
  }

  @Test func theAccessPortalInEveryRegion() async throws {
    for (partition, region) in Partition.all.flatMap({ partition in partition.regions.map { (partition, $0) } }) {
      for variant in Self.variants {
        let isOrdinary = !variant.contains(.fips) || (partition.id == "aws-us-gov" && variant == .fips)
        let domain = partition.domain(variant.contains(.dualStack) ? .dualStack : .ordinary)
        let home = Self.home(variant)
        let portal = ScriptedTransport([.status(404)])
        _ = try? await Self.provider(home, portal, tokenLife: 3600, region: region).credentials()
        #expect(
          portal.requests.first?.head.authority == "portal.sso\(isOrdinary ? "" : "-fips").\(region).\(domain)")
        let tokens = ScriptedTransport([.status(400)])
        _ = try? await Self.provider(home, tokens, tokenLife: -1, region: region).credentials()
        #expect(tokens.requests.first?.head.authority == "oidc\(isOrdinary ? "" : "-fips").\(region).\(domain)")
      }
    }
  }

  @Test(arguments: [
    (["AWS_REGION": "a b"], "AWS_REGION is 'a b', which is not the name of a region"),
    (["AWS_DEFAULT_REGION": "evil.example/"], "AWS_DEFAULT_REGION is 'evil.example/', which"),
  ])
  func aRegionThatIsNoneIsToldWithItsSetting(environment: [String: String], message: String) async throws {
    var home = SSOHome()
    home.environment.merge(environment) { $1 }
    home.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r"
    home.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/t"
    home.files.write("/t", "token")
    let provider = WebIdentityCredentialProvider(context: home.context(ScriptedTransport()))
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.message.contains(message) == true, "\(error as Any)")
  }

  /// The global endpoint of STS is used for who asks for it, in regions that are old enough.
  @Test(
    arguments: [
      ([:], "us-west-2", "sts.us-west-2.amazonaws.com"),
      (["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "us-west-2", "sts.amazonaws.com"),
      (["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "eu-south-1", "sts.eu-south-1.amazonaws.com"),
      (["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
      (
        ["AWS_STS_REGIONAL_ENDPOINTS": "legacy", "AWS_USE_FIPS_ENDPOINT": "true"], "us-west-2",
        "sts-fips.us-west-2.amazonaws.com"
      ),
      ([:], "aws-global", "sts.amazonaws.com"),
    ] as [([String: String], String, String)])
  func theGlobalEndpointOfSTS(environment: [String: String], region: String, host: String) async throws {
    var home = SSOHome()
    home.environment.merge(environment) { $1 }
    home.environment["AWS_REGION"] = region
    home.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r"
    home.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/t"
    home.files.write("/t", "token")
    let transport = ScriptedTransport([.status(400)])
    _ = try? await WebIdentityCredentialProvider(context: home.context(transport)).credentials()
    #expect(transport.requests.first?.head.authority == host)
  }

  @Test func anAccountIsCheckedBeforeItIsAskedFor() async throws {
    let transport = ScriptedTransport()
    let provider = Self.provider(Self.home(), transport, tokenLife: 3600, region: "us-east-1", account: "12345")
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.code == .invalidConfiguration && error?.message.contains("sso_account_id is '12345'") == true)
    #expect(transport.requests.isEmpty)
  }

  private static func home(_ variant: EndpointVariant = []) -> SSOHome {
    var home = SSOHome()
    home.environment["AWS_USE_FIPS_ENDPOINT"] = "\(variant.contains(.fips))"
    home.environment["AWS_USE_DUALSTACK_ENDPOINT"] = "\(variant.contains(.dualStack))"
    return home
  }

  private static func provider(
    _ home: SSOHome, _ transport: ScriptedTransport, tokenLife: Double, region: String, account: String = "123456789012"
  ) -> SSOCredentialProvider {
    // sha1("my-sso")
    home.files.write(
      "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json", home.token(life: tokenLife))
    let settings = ProfileChain.SingleSignOn(
      sessionName: "my-sso", region: region, startURL: "https://example.awsapps.com/start", accountId: account,
      roleName: "Reader")
    return SSOCredentialProvider(settings, context: home.context(transport))
  }
}
