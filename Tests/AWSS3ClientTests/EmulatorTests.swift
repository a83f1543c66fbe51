import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// The whole way: the signer, AsyncHTTPClient, and a server that verifies every signature and token.
@Suite struct EmulatorTests {
  private static func client(_ emulator: Emulator, addressing: S3Addressing = .automatic) throws -> S3Client {
    let provider = ScriptedCredentialProvider { _ in
      let issued = emulator.fetchCredentials()
      return Credentials(
        accessKeyId: issued.accessKeyId, secretAccessKey: issued.secretAccessKey, sessionToken: issued.sessionToken,
        expiration: issued.expiration)
    }
    return S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider), region: emulator.configuration.region,
        retry: RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero)),
      endpoint: try Endpoint(emulator.s3Endpoint), addressing: addressing)
  }

  private static let keys = [
    "a b+c", "a//b", "/lead", "//x", "..", "a/../b", "./x", "a%2Fb", "?q#f", "한글/키", "👩‍🚀", "nul\u{0}\r\n\u{1F}",
    "~!*'()@",
    "trailing/", "<&\">", "e\u{301}", "\u{E9}",
  ]

  @Test("Of a stream that is longer than announced nothing is stored")
  func streamThatIsTooLong() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      let chunks = AsyncStream<[UInt8]> { continuation in
        for letter in ["A", "B"] { continuation.yield(Array(String(repeating: letter, count: 5).utf8)) }
        continuation.finish()
      }
      let error = await #expect(throws: S3Error.self) {
        try await s3.putObject(
          S3.PutObjectInput(bucket: "bucket", key: "k", body: AWSHTTPBody(stream: chunks, length: .known(5))))
      }
      #expect(error?.mayHaveTakenEffect == false)
      #expect(try await !s3.exists(bucket: "bucket", key: "k"))
    }
  }

  @Test("Every key goes up, is listed, comes down, is copied and is deleted")
  func keys() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      for key in Self.keys { try await s3.put("content of \(key)", bucket: "bucket", key: key) }
      var listed: [String] = []
      for try await page in s3.listObjectsV2Pages(.init(bucket: "bucket", maxKeys: 4)) {
        listed += page.contents.map(\.key)
      }
      // Swift's own order and equality would take é and é for the same key.
      let sorted = Self.keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(listed.map { Array($0.utf8) } == sorted)
      for key in Self.keys {
        #expect(try await s3.get(bucket: "bucket", key: key) == Array("content of \(key)".utf8))
        try await s3.copy(.init(bucket: "bucket", key: key), toBucket: "bucket", key: "copy/" + key)
        #expect(
          try await s3.head(bucket: "bucket", key: "copy/" + key).contentLength == Int64("content of \(key)".utf8.count)
        )
        try await s3.delete(bucket: "bucket", key: key)
        #expect(try await !s3.exists(bucket: "bucket", key: key))
        try await s3.delete(bucket: "bucket", key: "copy/" + key)
      }
      for try await object in s3.objects(in: "bucket") { Issue.record("\(object.key) is left") }
      try await s3.deleteBucket("bucket")
      #expect(try await s3.listBuckets().buckets.isEmpty)
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test("Credentials that are revoked under a client are replaced within the call")
  func rotation() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      for turn in 0..<3 {
        try await s3.put("\(turn)", bucket: "bucket", key: "k")
        emulator.rotateCredentials()
        emulator.revokeOldCredentials()
        #expect(try await s3.get(bucket: "bucket", key: "k") == Array("\(turn)".utf8))
      }
      #expect(emulator.statistics.rejected == 3)
    }
  }

  @Test("Ranges, conditions, metadata and errors are S3's")
  func semantics() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      let etag = try #require(
        try await s3.putObject(
          .init(
            bucket: "bucket", key: "k", body: AWSHTTPBody("0123456789"), contentType: "text/plain",
            metadata: ["Who": "me"]
          )
        ).etag)
      #expect(try await s3.get(bucket: "bucket", key: "k", range: .bytes(from: 2, through: 4)) == Array("234".utf8))
      #expect(try await s3.get(bucket: "bucket", key: "k", range: .from(8)) == Array("89".utf8))
      #expect(try await s3.get(bucket: "bucket", key: "k", range: .last(3)) == Array("789".utf8))
      let part = try await s3.getObject(.init(bucket: "bucket", key: "k", range: .from(8)))
      #expect(part.contentRange?.total == 10)
      _ = try await part.body.collect(upTo: 10)
      let attributes = try await s3.head(bucket: "bucket", key: "k")
      #expect(attributes.metadata == ["who": "me"] && attributes.contentType == "text/plain" && attributes.etag == etag)
      let codes = [
        await S3Error.of {
          try await s3.put("x", bucket: "bucket", key: "k", condition: .ifAbsent)
        }?.code,
        await S3Error.of {
          try await s3.put("x", bucket: "bucket", key: "k", condition: .ifMatch(S3.ETag("other")))
        }?.code,
        await S3Error.of {
          try await s3.getObject(.init(bucket: "bucket", key: "k", conditions: .init(ifNoneMatch: etag)))
        }?.code,
        await S3Error.of {
          try await s3.getObject(.init(bucket: "bucket", key: "k", conditions: .init(ifMatch: S3.ETag("other"))))
        }?.code,
        await S3Error.of { try await s3.get(bucket: "bucket", key: "none") }?.code,
        await S3Error.of { try await s3.get(bucket: "no-bucket", key: "k") }?.code,
        await S3Error.of { try await s3.get(bucket: "bucket", key: "k", range: .from(99)) }?.code,
        await S3Error.of { try await s3.deleteBucket("bucket") }?.code,
      ]
      #expect(
        codes == [
          .preconditionFailed, .preconditionFailed, .notModified, .preconditionFailed, .noSuchKey, .noSuchBucket,
          .invalidRange, .bucketNotEmpty,
        ])
      try await s3.put("y", bucket: "bucket", key: "k", condition: .ifMatch(etag))
    }
  }

  @Test("Presigned URLs let anybody in, with what they were signed for")
  func presigned() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      let put = try await s3.presignPut(
        bucket: "bucket", key: "a//b+c 한", contentType: "text/plain", expiresIn: .seconds(60))
      #expect(try await Self.send(put, body: "hello").0 == 200)
      let get = try await s3.presignGet(bucket: "bucket", key: "a//b+c 한", expiresIn: .seconds(60))
      #expect(try await Self.send(get) == (200, "hello"))
      #expect(try await Self.send(Self.bare(put), body: "hello").0 == 403)
    }
  }

  @Test("A body that breaks off is an error, and the network's failures are retried")
  func faults() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try Self.client(emulator)
      try await s3.createBucket("bucket")
      emulator.faults.add(EmulatedFaultRule(.reset, service: .s3, limit: 1))
      emulator.faults.add(EmulatedFaultRule(.throttle, service: .s3, limit: 1))
      try await s3.put(String(repeating: "x", count: 100_000), bucket: "bucket", key: "k")
      emulator.faults.removeAll()
      emulator.faults.add(EmulatedFaultRule(.truncateBody(afterBytes: 1000), service: .s3, limit: 1))
      let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
      #expect(error?.kind == .transport && error?.code == .incompleteResponse)
      #expect(try await s3.get(bucket: "bucket", key: "k").count == 100_000)
    }
  }

  /// A presigned URL without the header fields that belong to it.
  private static func bare(_ url: S3.PresignedURL) -> (String, HTTPRequest.Method, HTTPFields) {
    (url.url, url.method, [:])
  }

  private static func send(_ url: S3.PresignedURL, body: String = "") async throws -> (Int, String) {
    try await send((url.url, url.method, url.headers), body: body)
  }

  private static func send(
    _ url: (String, HTTPRequest.Method, HTTPFields), body: String = ""
  ) async throws -> (Int, String) {
    let parts = url.0.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let head = HTTPRequest(
      method: url.1, scheme: "http", authority: String(parts[2]), path: "/" + parts[3], headerFields: url.2)
    let response = try await AsyncHTTPClientTransport.shared.send(.init(head: head, body: AWSHTTPBody(body)))
    return (response.head.status.code, String(decoding: try await response.body.collect(upTo: 10_000), as: UTF8.self))
  }
}
