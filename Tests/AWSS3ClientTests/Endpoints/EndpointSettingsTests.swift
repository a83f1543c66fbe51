import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

/// Settings of environment and profile that decide where requests to Amazon S3 go.
@Suite struct EndpointSettingsTests {
  private func client(
    _ variables: [String: String] = [:], _ config: String = "", endpoint: String? = nil,
    addressing: S3Addressing = .automatic, _ options: S3EndpointOptions = S3EndpointOptions()
  ) async throws -> S3Client {
    let path = "/home/config"
    let files = InMemoryFileSystem([path: config])
    var environment = ["AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": "/none", "AWS_REGION": "us-east-1"]
    environment.merge(["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"]) { $1 }
    environment.merge(variables) { $1 }
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(environment), fileSystem: files, transport: ScriptedTransport())
    return try await S3Client(
      endpoint: try endpoint.map { try Endpoint($0) }, addressing: addressing, endpointOptions: options, in: context)
  }

  private func host(_ s3: S3Client, _ bucket: String = "photos") async throws -> String {
    let url = try await s3.presignGet(bucket: bucket, key: "k", expiresIn: .seconds(60)).url
    return String(url.split(separator: "?")[0].dropFirst("https://".count))
  }

  private static let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/front"

  @Test func aSectionOfTheProfileIsObeyed() async throws {
    func section(_ text: String) -> String { "[default]\ns3 =\n  \(text)\n" }
    #expect(
      try await host(client([:], section("use_accelerate_endpoint = true"))) == "photos.s3-accelerate.amazonaws.com/k")
    #expect(
      try await host(client([:], section("addressing_style = path"))) == "s3.us-east-1.amazonaws.com/photos/k")
    #expect(
      try await host(client([:], section("addressing_style = virtual"), endpoint: "https://example.com"))
        == "photos.example.com/k")
    #expect(
      try await host(client([:], section("use_dualstack_endpoint = true")))
        == "photos.s3.dualstack.us-east-1.amazonaws.com/k")
    #expect(
      try await host(client([:], section("us_east_1_regional_endpoint = legacy"))) == "photos.s3.amazonaws.com/k")
  }

  @Test func theProgramComesFirst() async throws {
    let path = "[default]\ns3 =\n  addressing_style = path\n  use_accelerate_endpoint = true\n"
    let options = S3EndpointOptions(useAccelerateEndpoint: false)
    #expect(
      try await host(client([:], path, addressing: .virtualHosted, options)) == "photos.s3.us-east-1.amazonaws.com/k")
    let variables = ["AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_USE_FIPS_ENDPOINT": "true"]
    #expect(try await host(client(variables)) == "photos.s3-fips.dualstack.us-east-1.amazonaws.com/k")
    #expect(
      try await host(client(variables, S3EndpointOptions(useDualStackEndpoint: false, useFIPSEndpoint: false)))
        == "photos.s3.us-east-1.amazonaws.com/k")
    let arnRegion = ["AWS_S3_USE_ARN_REGION": "false"]
    let error = await S3Error.of { try await host(client(arnRegion), Self.arn) }
    #expect(error?.code == .invalidBucketName && error?.message.contains("AWS_S3_USE_ARN_REGION") == true)
    #expect(
      try await host(client(arnRegion, S3EndpointOptions(useARNRegion: true)), Self.arn)
        == "front-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/k")
  }

  private func client(_ variables: [String: String], _ options: S3EndpointOptions) async throws -> S3Client {
    try await client(variables, "", options)
  }

  @Test(
    "A setting that is no truth value is named",
    arguments: ["AWS_S3_USE_ARN_REGION", "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"])
  func wrong(variable: String) async throws {
    let error = await S3Error.of { try await host(client([variable: "maybe"])) }
    #expect(error?.code == .invalidEndpoint && error?.message.contains(variable) == true, "\(error as Any)")
  }

  @Test func aConfiguredEndpointIsUsedForAllBuckets() async throws {
    let variables = ["AWS_ENDPOINT_URL_S3": "https://store.example.com/base"]
    #expect(try await host(client(variables)) == "store.example.com/base/photos/k")
    #expect(
      try await host(client(variables), Self.arn) == "front-123456789012.store.example.com/base/k")
    let error = await S3Error.of { try await host(client(variables.merging(["AWS_USE_FIPS_ENDPOINT": "true"]) { $1 })) }
    #expect(error?.code == .invalidEndpoint && error?.message.contains("AWS_USE_FIPS_ENDPOINT") == true)
  }
}
