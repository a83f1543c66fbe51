import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// Which checksums requests are sent with, by the client's options and by environment and profile.
@Suite struct RequestChecksumTests {
  private typealias Request = ScriptedTransport.RecordedRequest

  /// A stream of a text that can be opened again, or once.
  static func stream(_ text: String, replay: AWSHTTPBody.Replay) -> AWSHTTPBody {
    let bytes = Array(text.utf8)
    @Sendable func chunks() -> AsyncStream<[UInt8]> {
      AsyncStream { continuation in
        continuation.yield(bytes)
        continuation.finish()
      }
    }
    let length = AWSHTTPBody.Length.known(Int64(bytes.count))
    return replay == .any ? AWSHTTPBody(length: length) { chunks() } : AWSHTTPBody(stream: chunks(), length: length)
  }

  /// A required checksum, one that is supported, and one of a body that streams.
  private func requests(
    _ server: S3ServerOptions, endpoint: String? = nil, body: AWSHTTPBody = AWSHTTPBody("hello world"),
    algorithm: S3.ChecksumAlgorithm? = nil
  ) async throws -> (policy: Request, abac: Request, part: Request) {
    let transport = ScriptedTransport(Array(repeating: .status(200), count: 3))
    let s3 = S3Client(
      configuration: S3Fixture.configuration(transport), endpoint: try endpoint.map { try Endpoint($0) },
      server: server)
    var policy = S3.PutBucketPolicyInput(bucket: "bucket", policy: "hello world")
    policy.checksumAlgorithm = algorithm
    try await s3.putBucketPolicy(policy)
    var abac = S3.PutBucketAbacInput(bucket: "bucket", abacStatus: S3.AbacStatus())
    abac.checksumAlgorithm = algorithm
    try await s3.putBucketAbac(abac)
    var part = S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: body)
    part.checksumAlgorithm = algorithm
    _ = try await s3.uploadPart(part)
    return (transport.requests[0], transport.requests[1], transport.requests[2])
  }

  @Test("By default each operation that supports a checksum has one")
  func supported() async throws {
    let (policy, abac, part) = try await requests(.aws)
    #expect(policy.head["x-amz-checksum-crc32"] == "DUoRhQ==" && policy.head["x-amz-sdk-checksum-algorithm"] == "CRC32")
    #expect(policy.head["content-md5"] == nil)
    #expect(abac.head["x-amz-checksum-crc32"] != nil && abac.head["x-amz-sdk-checksum-algorithm"] == "CRC32")
    #expect(part.head["x-amz-trailer"] == "x-amz-checksum-crc32")
    #expect(part.head["x-amz-sdk-checksum-algorithm"] == "CRC32")
    #expect(part.head["x-amz-decoded-content-length"] == "11")
    #expect(part.head["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
  }

  @Test("Where a checksum is sent only if required, only those operations have one")
  func required() async throws {
    let (policy, abac, part) = try await requests(S3ServerOptions(requestChecksumCalculation: .whenRequired))
    #expect(policy.head["x-amz-checksum-crc32"] == "DUoRhQ==")
    for request in [abac, part] {
      #expect(!request.head.headerFields.contains { $0.name.canonicalName.contains("checksum") })
      #expect(request.head["x-amz-trailer"] == nil && request.head["content-encoding"] == nil)
    }
    // What TLS protects and has no checksum is hashed, as botocore does.
    #expect(part.body == Array("hello world".utf8))
    #expect(
      part.head["x-amz-content-sha256"] == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")
  }

  @Test("An algorithm that the caller names is computed in any case")
  func named() async throws {
    for server in [S3ServerOptions.aws, .ceph, .legacy, S3ServerOptions(requestChecksumCalculation: .whenRequired)] {
      let (policy, abac, part) = try await requests(server, algorithm: .sha256)
      for request in [policy, abac] {
        #expect(request.head["x-amz-checksum-sha256"] != nil && request.head["content-md5"] == nil)
        #expect(request.head["x-amz-sdk-checksum-algorithm"] == "SHA256")
      }
      let text = String(decoding: part.body, as: UTF8.self)
      let sum = "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="
      if server.chunkedUploads == .trailers {
        #expect(text.contains("x-amz-checksum-sha256:\(sum)"))
      } else {
        #expect(part.head["x-amz-checksum-sha256"] == sum && text == "hello world")
      }
    }
  }

  @Test("MD5 takes the place of a required checksum for old servers")
  func md5() async throws {
    for server in [S3ServerOptions.legacy, .ceph, .minio, .openStackSwift] {
      let (policy, _, _) = try await requests(server, endpoint: "https://store.example.com")
      #expect(policy.head["content-md5"] == "XrY7u+Ae7tCTyyK7j1rNww==")
      #expect(!policy.head.headerFields.contains { $0.name.canonicalName.contains("checksum") })
      #expect(policy.head.path == "/bucket?policy")
    }
    let transport = ScriptedTransport([.status(200), .status(200)])
    let s3 = S3Client(configuration: S3Fixture.configuration(transport), server: .legacy)
    var input = S3.PutBucketPolicyInput(bucket: "bucket", policy: "hello world")
    input.contentMD5 = "own"
    try await s3.putBucketPolicy(input)
    input.contentMD5 = nil
    input.additionalHeaders[.contentMD5] = "mine"
    try await s3.putBucketPolicy(input)
    #expect(transport.requests.map { $0.head["content-md5"] } == ["own", "mine"])
  }

  @Test("No preset but those that allow it sends a body in chunks")
  func framing() async throws {
    for scheme in ["http", "https"] {
      for (server, replay) in [
        (S3ServerOptions.ceph, AWSHTTPBody.Replay.any), (.r2, .any), (.legacy, .any), (.r2, .once), (.legacy, .once),
      ] {
        let (_, _, part) = try await requests(
          server, endpoint: "\(scheme)://127.0.0.1:9000", body: Self.stream("hello world", replay: replay))
        #expect(part.body == Array("hello world".utf8) && part.head["content-encoding"] == nil)
        #expect(part.head["x-amz-trailer"] == nil && part.head["x-amz-checksum-crc32"] == nil)
      }
    }
    let (_, _, part) = try await requests(
      S3ServerOptions(chunkedUploads: .none), body: Self.stream("hello world", replay: .any))
    #expect(part.head["x-amz-checksum-crc32"] == "DUoRhQ==" && part.body == Array("hello world".utf8))
  }

  @Test("Chunks without a trailer are signed over plain http, where a stream can be read only once")
  func signedChunks() async throws {
    let whenRequired = S3ServerOptions(requestChecksumCalculation: .whenRequired)
    for server in [S3ServerOptions.ceph, whenRequired, S3ServerOptions(chunkedUploads: .signedChunks)] {
      let (_, _, part) = try await requests(
        server, endpoint: "http://127.0.0.1:9000", body: Self.stream("hello world", replay: .once))
      let text = String(decoding: part.body, as: UTF8.self)
      #expect(part.head["x-amz-content-sha256"] == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
      #expect(text.hasPrefix("b;chunk-signature=") && text.contains("\r\nhello world\r\n0;chunk-signature="))
      #expect(part.head["x-amz-decoded-content-length"] == "11" && part.head["x-amz-trailer"] == nil)
      #expect(!part.head.headerFields.contains { $0.name.canonicalName.contains("checksum") })
      // Over TLS nothing of it is needed.
      let (_, _, secure) = try await requests(
        server, endpoint: "https://127.0.0.1:9000", body: Self.stream("hello world", replay: .once))
      guard server.chunkedUploads == .signedChunks else { continue }
      #expect(secure.head["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD" && secure.body == Array("hello world".utf8))
    }
  }

  @Test("A checksum that is asked for and cannot be sent is an error")
  func impossible() async throws {
    let transport = ScriptedTransport()
    let s3 = S3Client(configuration: S3Fixture.configuration(transport), server: .legacy)
    var input = S3.UploadPartInput(
      bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: Self.stream("hello world", replay: .once))
    input.checksumAlgorithm = .crc64nvme
    let error = await S3Error.of { [input] in try await s3.uploadPart(input) }
    #expect(error?.kind == .invalidRequest && error?.attempts == 0 && transport.requests.isEmpty)
    #expect(error?.message.contains("only once") == true)
  }

  @Test("What is sent without a signature has no header field of a checksum that it does not have")
  func anonymous() async throws {
    let transport = ScriptedTransport([.status(200)])
    let s3 = try S3Fixture.client(transport).with(CallOverrides(credentials: .anonymous))
    _ = try await s3.uploadPart(
      S3.UploadPartInput(
        bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: Self.stream("hello", replay: .once)))
    let fields = try #require(transport.requests.first).head.headerFields
    #expect(!fields.contains { $0.name.canonicalName.contains("checksum") })
  }

  @Test("Who uses a presigned URL sends no checksum by default, and is not asked to validate")
  func presigned() async throws {
    let s3 = try S3Fixture.client(S3Fixture.nothing)
    let put = try await s3.presign(
      operation: S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u"), expiresIn: .seconds(60))
    let policy = try await s3.presign(
      operation: S3.PutBucketPolicyInput(bucket: "bucket", policy: ""), expiresIn: .seconds(60))
    let get = try await s3.presign(operation: S3.GetObjectInput(bucket: "bucket", key: "k"), expiresIn: .seconds(60))
    for url in [put, policy, get] {
      #expect(!url.url.contains("checksum") && url.headers.isEmpty, "\(url)")
    }
  }

  @Test("Environment and profile decide where the program does not")
  func settings() async throws {
    func policy(
      _ variables: [String: String], _ config: String = "", _ server: S3ServerOptions = .aws
    ) async throws -> (part: Request, get: Request) {
      let path = "/home/config"
      var environment = ["AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": "/none", "AWS_REGION": "us-east-1"]
      environment.merge(["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"]) { $1 }
      environment.merge(variables) { $1 }
      let transport = ScriptedTransport([.status(200), .status(200)])
      let context = CredentialProviderContext(
        environment: ProcessEnvironment(environment), fileSystem: InMemoryFileSystem([path: config]),
        transport: transport)
      let s3 = try await S3Client(server: server, in: context)
      _ = try await s3.uploadPart(
        S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: AWSHTTPBody("part")))
      _ = try await s3.call(S3.GetObjectInput(bucket: "bucket", key: "k"))
      return (transport.requests[0], transport.requests[1])
    }
    let none = try await policy([:])
    #expect(none.part.head["x-amz-trailer"] != nil && none.get.head["x-amz-checksum-mode"] == "ENABLED")
    let variables = try await policy([
      "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "WHEN_REQUIRED",
    ])
    let profile = try await policy(
      [:], "[default]\nrequest_checksum_calculation = when_required\nresponse_checksum_validation = when_required\n")
    for requests in [variables, profile] {
      #expect(requests.part.head["x-amz-trailer"] == nil && requests.get.head["x-amz-checksum-mode"] == nil)
    }
    let program = try await policy(
      ["AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "maybe"], "",
      S3ServerOptions(requestChecksumCalculation: .whenSupported, responseChecksumValidation: .whenSupported))
    #expect(program.part.head["x-amz-trailer"] != nil && program.get.head["x-amz-checksum-mode"] == "ENABLED")
    let error = await S3Error.of { try await policy(["AWS_REQUEST_CHECKSUM_CALCULATION": "sometimes"]) }
    #expect(
      error?.code == .invalidSetting && error?.message.contains("AWS_REQUEST_CHECKSUM_CALCULATION") == true,
      "\(error as Any)")
  }
}

extension HTTPRequest {
  fileprivate subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headerFields[$0] } }
}

extension HTTPField.Name {
  fileprivate static let contentMD5 = HTTPField.Name("content-md5") ?? .cookie
}
