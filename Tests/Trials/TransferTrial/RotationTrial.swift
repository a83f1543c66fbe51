import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client

/// Credentials that live for three seconds are replaced again and again during one upload.
struct RotationTrial: Trial {
  private static let lifetime = 3
  private static let partSize: Int64 = 5 << 20
  private static let bytesPerSecond: Int64 = 5 << 19

  let server: TrialServer
  let arguments: Arguments

  func perform() async throws {
    let pace = max(6, arguments.scaled(60))
    // What may be sent at once after a pause would shorten the upload.
    let limit = S3.BandwidthLimit(bytesPerSecond: Self.bytesPerSecond, burst: 1)
    let content = TrialContent(size: pace * Self.bytesPerSecond, seed: arguments.seed)
    let credentials = try credentials()
    let first = try await credentials.snapshot().credentials
    let transport = WatchedTransport()
    let client = server.client(credentials, transport: transport).with(bandwidth: limit)
    let options = S3.UploadOptions(partSize: Self.partSize, concurrency: 2)
    let start = ContinuousClock.now
    let output = try await client.upload(content, bucket: server.bucket, key: "rotated", options: options)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let keys = transport.counts.keys
    print(
      "rotation: \(content.size >> 20) MiB in \(Int(seconds.rounded())) s, credentials that live \(Self.lifetime) s")
    print(
      "  uploaded: \(output.parts) parts, signed with \(keys.count) access keys; \(credentials.generation) keys in all")
    try demand(seconds >= Double(pace) * 0.9, "the upload took less time than its limit allows: \(seconds) s")
    try demand(keys.count >= max(2, Int(pace) / (2 * Self.lifetime)), "the credentials did not rotate often enough")
    try await demandExpired(first)
    try await server.demandObject("rotated", is: content)
  }

  private func credentials() throws -> CredentialCache {
    let role = STSClient.AssumeRoleInput(
      roleArn: server.role, sessionName: "evergreen", duration: .seconds(Self.lifetime))
    let client = try STSClient(configuration: server.configuration, endpoint: server.endpoint)
    return CredentialCache(
      provider: AssumeRoleCredentialProvider(role: role, client: client),
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.milliseconds(1200)), mandatoryWindow: .milliseconds(400),
        failureBackoff: .milliseconds(50) ... .milliseconds(100)))
  }

  /// The server really refuses the credentials that the upload began with.
  private func demandExpired(_ credentials: Credentials) async throws {
    // Without the expiration: the server is to find out.
    let expired = Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken)
    let client = server.client(CredentialCache(provider: StaticCredentialProvider(expired)))
    do {
      _ = try await client.listObjectsV2(S3.ListObjectsV2Input(bucket: server.bucket))
    } catch let error as S3Error where error.kind == .service {
      print("  the first credentials are refused by now: \(error.code) (HTTP \(error.statusCode ?? 0))")
      return
    }
    throw TrialFailure("the credentials that the upload began with are still accepted")
  }
}
