import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `aws-global` is the name of an endpoint, not of a region that signatures know.
@Suite struct GlobalRegionTests {
  private static func configuration(_ transport: ScriptedTransport, region: String) -> ClientConfiguration {
    let key = Credentials(
      accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    return ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: region, transport: transport)
  }

  private static func scope(_ transport: ScriptedTransport) -> String {
    let text = transport.requests.first?.head.headerFields[.authorization] ?? ""
    return text.split(separator: ",").first?.split(separator: "/").dropFirst(2).joined(separator: "/") ?? ""
  }

  @Test("STS is called at its global endpoint and signed for us-east-1")
  func sts() async throws {
    let transport = ScriptedTransport([.status(403)])
    let client = try STSClient(configuration: Self.configuration(transport, region: "aws-global"))
    _ = try? await client.getCallerIdentity()
    #expect(transport.requests.first?.head.authority == "sts.amazonaws.com")
    #expect(Self.scope(transport) == "us-east-1/sts/aws4_request")
  }

  @Test("So is Elasticsearch, by whichever of two ways the region comes")
  func elastic() async throws {
    for (given, configured) in [("aws-global", "eu-west-1"), (nil, "aws-global")] {
      let transport = ScriptedTransport([.status(403)])
      let client = ElasticClient(
        configuration: Self.configuration(transport, region: configured),
        endpoint: try ElasticEndpoint("https://search.example", region: given))
      _ = try? await client.info()
      #expect(Self.scope(transport) == "us-east-1/es/aws4_request")
    }
  }

  @Test(
    "The signer itself, and tokens made with it",
    arguments: [
      ("aws-global", "us-east-1"), ("aws-cn-global", "cn-northwest-1"), ("aws-us-gov-global", "us-gov-west-1"),
      ("us-east-1", "us-east-1"), ("eu-central-1", "eu-central-1"),
    ])
  func signer(region: String, signed: String) throws {
    #expect(SigV4Signer(service: "s3", region: region).region == signed)
    let credentials = Credentials(
      accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    let token = try IAMAuthToken.rds(
      host: "db.example", port: 5432, user: "app", region: region, credentials: credentials,
      date: Date(timeIntervalSince1970: 1_440_938_160))
    #expect(token.value.contains("%2F\(signed)%2Frds-db%2Faws4_request"))
  }
}
