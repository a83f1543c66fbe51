import AWSCredentials
import AWSRuntime
import AWSS3Client
import HTTPTypes
import Testing

/// What every S3 server must do with our requests: store, read, list, copy, presign and delete under awkward keys.
struct ObjectStoreScenario {
  let client: S3Client
  let bucket: String

  static let keys = [
    "plain", "with space", "plus+sign", "a//b", "./dot", "../up", "a/./b/../c", "percent%2Fslash", "%", "100%",
    "한글/키", "emoji 🌲", "tilde~!*'()", "a=b&c=d", "question?mark", "hash#tag", "colon:semi;comma,", "trailing/",
    "caret^`{|}", "quote\"back\\slash", "at@dollar$",
  ]

  func run() async throws {
    _ = try await client.createBucket(S3.CreateBucketInput(bucket: bucket))
    for key in Self.keys {
      let content = Array("content of \(key)".utf8)
      _ = try await client.putObject(S3.PutObjectInput(bucket: bucket, key: key, body: AWSHTTPBody(content)))
      let object = try await client.getObject(S3.GetObjectInput(bucket: bucket, key: key))
      #expect(try await object.body.collect(upTo: 1 << 16) == content, "\(key)")
    }
    var listed: [String] = []
    for try await object in client.objects(in: bucket) { listed.append(object.key) }
    #expect(Set(listed) == Set(Self.keys))
    #expect(listed.count == Self.keys.count)
    let copy = S3.CopyObjectInput(bucket: bucket, key: "copy", source: S3.CopySource(bucket: bucket, key: "한글/키"))
    _ = try await client.copyObject(copy)
    #expect(try await content(of: "copy") == Array("content of 한글/키".utf8))
    try await streams()
    try await presigned()
    let missing = await #expect(throws: S3Error.self) {
      try await client.getObject(S3.GetObjectInput(bucket: bucket, key: "missing"))
    }
    #expect(missing?.code == .noSuchKey)
    for key in Self.keys + ["copy", "stream"] {
      _ = try await client.deleteObject(S3.DeleteObjectInput(bucket: bucket, key: key))
    }
    try await client.deleteBucket(S3.DeleteBucketInput(bucket: bucket))
  }

  private func content(of key: String) async throws -> [UInt8] {
    try await client.getObject(S3.GetObjectInput(bucket: bucket, key: key)).body.collect(upTo: 1 << 24)
  }

  private func streams() async throws {
    let chunk = [UInt8](repeating: 0x5A, count: 64 * 1024)
    let chunks = AsyncStream<[UInt8]> { continuation in
      for _ in 0..<16 { continuation.yield(chunk) }
      continuation.finish()
    }
    let body = AWSHTTPBody(stream: chunks, length: .known(16 * 64 * 1024))
    _ = try await client.putObject(S3.PutObjectInput(bucket: bucket, key: "stream", body: body))
    var count = 0
    for try await part in try await client.getObject(S3.GetObjectInput(bucket: bucket, key: "stream")).body {
      count += part.count
    }
    #expect(count == 16 * 64 * 1024)
    let range = try await client.getObject(
      S3.GetObjectInput(bucket: bucket, key: "stream", range: .bytes(from: 10, through: 19)))
    #expect(try await range.body.collect(upTo: 100).count == 10)
  }

  private func presigned() async throws {
    let url = try await client.presignGet(bucket: bucket, key: "with space", expiresIn: .seconds(60))
    let endpoint = try Endpoint(String(url.url.prefix { $0 != "?" }))
    let query = url.url.drop { $0 != "?" }
    let head = HTTPRequest(
      method: .get, scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.pathPrefix + query)
    let answer = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
    #expect(answer.head.status == .ok)
    #expect(try await answer.body.collect(upTo: 1 << 16) == Array("content of with space".utf8))
  }
}
