import AWSCredentials
import AWSRuntime
import AWSS3Client
import Testing

/// Keys that a client may be tempted to trim, fold or compare as text, listed page by page; and ranges of objects. On servers that
/// nobody of this project wrote.
struct OpaqueValuesScenario {
  let client: S3Client
  let bucket: String

  private static let sets: [[String]] = [
    [" lead", "apple", "banana", "lemon"],
    ["e\u{301}", "\u{E9}", "한"],
    // Not named in the issue.
    ["trail", "trail ", "trail!", "\ttab", "line\n", "return\r", "\u{1}control", "\u{A0}no break"],
    ["K", "\u{212A}", ";", "\u{37E}", "\u{1112}\u{1161}\u{11AB}", "한", "\u{301}mark first"],
  ]

  func pages() async throws {
    for keys in Self.sets {
      try await withObjects(keys) {
        for size in 1...3 { try await expect(keys, pageSize: size) }
      }
    }
  }

  func ranges() async throws {
    let text = "abcdefghijkl"
    try await withObjects(["k", "empty"]) {
      _ = try await client.put(text, bucket: bucket, key: "k")
      _ = try await client.put("", bucket: bucket, key: "empty")
      let parts: [(S3.ByteRange, String?)] = [
        (.bytes(from: 3, through: 4), "de"), (.bytes(from: 0, through: 99), text),
        (.bytes(from: 10, through: 20), "kl"),
        (.from(0), text), (.from(10), "kl"), (.last(2), "kl"), (.last(99), text), (.from(12), nil),
        (.bytes(from: 12, through: 20), nil), (.bytes(from: 0, through: .max), text),
      ]
      for (range, expected) in parts {
        let found = try await outcome(of: "k", range)
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == expected, "\(range)")
      }
      // Of nothing there is no part: S3 refuses (416), others give the whole object. Both are right, bytes are not.
      for range in [S3.ByteRange.from(0), .last(5), .bytes(from: 0, through: 4)] {
        let found = try await outcome(of: "empty", range)
        #expect(found ?? [] == [], "\(range)")
      }
    }
  }

  /// The bytes of a part, or `nil` if the server says that there is no such part.
  private func outcome(of key: String, _ range: S3.ByteRange) async throws -> [UInt8]? {
    do {
      return try await client.get(bucket: bucket, key: key, range: range)
    } catch let error as S3Error where error.code == .invalidRange {
      return nil
    }
  }

  private func expect(_ keys: [String], pageSize: Int?) async throws {
    var listed: [[UInt8]] = []
    for try await page in client.listObjectsV2Pages(S3.ListObjectsV2Input(bucket: bucket, maxKeys: pageSize)) {
      listed += page.contents.map { Array($0.key.utf8) }
    }
    let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(listed == sorted, "\(keys.prefix(8)) in pages of \(pageSize ?? 1000): \(listed.count) keys listed")
  }

  private func withObjects(_ keys: [String], _ body: () async throws -> Void) async throws {
    _ = try await client.createBucket(S3.CreateBucketInput(bucket: bucket))
    try await forEach(keys) { key in try await client.put("x", bucket: bucket, key: key) }
    try await body()
    try await forEach(keys) { key in try await client.delete(bucket: bucket, key: key) }
    try await client.deleteBucket(bucket)
  }

  private func forEach(_ keys: [String], _ body: @escaping @Sendable (String) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<8 {
        group.addTask {
          for index in stride(from: lane, to: keys.count, by: 8) { try await body(keys[index]) }
        }
      }
      try await group.waitForAll()
    }
  }
}

@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"),
  .timeLimit(.minutes(5)))
struct CephOpaqueValuesTests {
  private func scenario(_ bucket: String) throws -> OpaqueValuesScenario {
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY"))
    let client = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: "us-east-1"),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")), addressing: .pathStyle)
    return OpaqueValuesScenario(client: client, bucket: bucket)
  }

  @Test func everyKeyIsListedOnce() async throws { try await scenario("evergreen-opaque").pages() }

  @Test func partsAreTheAskedOnes() async throws { try await scenario("evergreen-ranges").ranges() }
}

@Suite(
  .serialized,
  .enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"),
  .timeLimit(.minutes(10)))
struct OpenStackSwiftOpaqueValuesTests {
  private func scenario(_ bucket: String) throws -> OpaqueValuesScenario {
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_SWIFT_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("EVERGREEN_SWIFT_SECRET_ACCESS_KEY"))
    let client = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)),
        region: try RealServer.value("EVERGREEN_SWIFT_REGION")),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_SWIFT_ENDPOINT")), addressing: .pathStyle)
    return OpaqueValuesScenario(client: client, bucket: bucket)
  }

  @Test func everyKeyIsListedOnce() async throws { try await scenario("evergreen-opaque").pages() }

  @Test func partsAreTheAskedOnes() async throws { try await scenario("evergreen-ranges").ranges() }
}
