import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client

/// Ceph's gateway, and what a trial does with it besides the transfer.
struct TrialServer: Sendable {
  /// How long anything may take that is not to hang for ever.
  static let limit = Duration.seconds(3600)
  static let region = "us-east-1"

  let endpoint: Endpoint
  let key: Credentials
  /// A role that the key may assume.
  let role: String
  /// A bucket of this trial's own.
  let bucket: String
  /// The script that kills the gateway and starts it again.
  private let gateway: String

  init(_ arguments: Arguments) throws {
    let suffix = String(UInt64.random(in: 0 ... .max), radix: 36)
    try self.init(bucket: "evergreen-trial-\(suffix)", gateway: arguments.gateway)
  }

  init(bucket: String, gateway: String = "") throws {
    self.bucket = bucket
    self.gateway = gateway
    endpoint = try Endpoint(Self.value("ENDPOINT"))
    key = Credentials(
      accessKeyId: try Self.value("ACCESS_KEY_ID"), secretAccessKey: try Self.value("SECRET_ACCESS_KEY"))
    role = try Self.value("ROLE_ARN")
  }

  private static func value(_ name: String) throws -> String {
    guard let value = ProcessEnvironment.current["EVERGREEN_RGW_\(name)"] else {
      throw TrialFailure(
        """
        EVERGREEN_RGW_\(name) is not set: start Ceph's gateway with Tests/Servers/servers start ceph-rgw, then run \
        eval "$(Tests/Servers/servers env)".
        """)
    }
    return value
  }

  /// The configuration of a client with the permanent key.
  var configuration: ClientConfiguration {
    ClientConfiguration(credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: Self.region)
  }

  func client(
    _ credentials: CredentialCache? = nil, transport: any HTTPTransport = AsyncHTTPClientTransport.shared
  ) -> S3Client {
    S3Client(
      configuration: ClientConfiguration(
        credentials: credentials ?? configuration.credentials, region: Self.region, transport: transport),
      endpoint: endpoint, addressing: .pathStyle, server: .ceph)
  }

  // MARK: - Objects

  /// Reads an object as a stream, and compares it with what it should be.
  func demandObject(_ key: String, is content: TrialContent) async throws {
    let object = try await client().getObject(S3.GetObjectInput(bucket: bucket, key: key))
    var found = TrialDigest()
    for try await chunk in object.body { found.add(chunk) }
    let expected = try await content.digest()
    try demand(found.count == expected.count, "\(key) has \(found.count) bytes, not \(expected.count)")
    try demand(found.text == expected.text, "\(key) has the SHA-256 \(found.text), not \(expected.text)")
    print("  downloaded: \(found.count) bytes, SHA-256 \(found.text), as uploaded")
  }

  /// The numbers of the parts that the server has of an upload.
  func parts(of token: S3.UploadToken) async throws -> Set<Int> {
    let input = S3.ListPartsInput(bucket: token.bucket, key: token.key, uploadId: token.uploadId)
    var numbers: Set<Int> = []
    for try await page in client().listPartsPages(input) { numbers.formUnion(page.parts.map(\.partNumber)) }
    return numbers
  }

  func removeBucket() async throws {
    let client = client()
    for try await upload in client.uploads(in: bucket) {
      try await client.abortMultipartUpload(
        S3.AbortMultipartUploadInput(bucket: bucket, key: upload.key, uploadId: upload.uploadId))
    }
    for try await object in client.objects(in: bucket) { try await client.delete(bucket: bucket, key: object.key) }
    try await client.deleteBucket(bucket)
  }

  // MARK: - The gateway

  /// Kills the gateway with SIGKILL.
  func kill() async throws { try await tell("kill-gateway") }

  /// Starts the gateway again, and waits until it responds.
  func restart() async throws { try await tell("start-gateway") }

  private func tell(_ command: String) async throws {
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(program: gateway, arguments: [command], timeout: Self.limit))
    guard outcome.status == .exited(0) else {
      throw TrialFailure("\(gateway) \(command): \(String(decoding: outcome.standardError, as: UTF8.self))")
    }
    print("  \(String(decoding: outcome.standardOutput, as: UTF8.self))", terminator: "")
  }
}
