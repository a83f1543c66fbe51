import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// Keys and where they must stand in a request line.
private let keys: [(key: String, path: String)] = [
  ("plain", "plain"),
  ("a b", "a%20b"),
  ("a+b", "a%2Bb"),
  ("a//b", "a//b"),
  ("/leading", "/leading"),
  ("//x", "//x"),
  ("trailing/", "trailing/"),
  ("a/../b", "a/../b"),
  ("./x", "./x"),
  ("..", ".."),
  (".", "."),
  ("../../etc", "../../etc"),
  ("a%2Fb", "a%252Fb"),
  ("100%", "100%25"),
  ("?q=1&r#f", "%3Fq%3D1%26r%23f"),
  ("한글/키", "%ED%95%9C%EA%B8%80/%ED%82%A4"),
  ("👩‍🚀", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80"),
  ("e\u{301}", "e%CC%81"),
  ("nul\u{0}tab\tline\r\n\u{1F}\u{7F}", "nul%00tab%09line%0D%0A%1F%7F"),
  ("~-_.!*'()@:;,=$&\\\"<>[]^`{|}", "~-_.%21%2A%27%28%29%40%3A%3B%2C%3D%24%26%5C%22%3C%3E%5B%5D%5E%60%7B%7C%7D"),
]

@Suite struct WireTests {
  @Test("A key stands in the request unchanged but for percent-encoding", arguments: keys)
  func target(key: String, path: String) async throws {
    let transport = ScriptedTransport([.status(200), .status(200)])
    let hosted = try S3Fixture.client(transport)
    try await hosted.put([], bucket: "bucket", key: key)
    let inPath = try S3Fixture.client(transport, endpoint: "http://127.0.0.1:9000")
    try await inPath.put([], bucket: "bucket", key: key)
    #expect(transport.requests.map(\.head.path) == ["/" + path, "/bucket/" + path])
    #expect(transport.requests.map(\.head.authority) == ["bucket.s3.us-west-2.amazonaws.com", "127.0.0.1:9000"])
  }

  // AsyncHTTPClient takes its target through Foundation's URL, which must not tidy it up.
  @Test("The transport sends the target as it was signed, byte for byte", arguments: keys)
  func raw(key: String, path: String) async throws {
    let listener = try RawListener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    let client = try S3Fixture.client(
      AsyncHTTPClientTransport.shared, endpoint: "http://127.0.0.1:\(listener.port)")
    try await client.put([], bucket: "b", key: key)
    #expect(listener.targets == ["/b/" + path])
  }

  // In the host's style the path can begin with two slashes, or be nothing but dots.
  @Test("Without a bucket in front, the target still arrives byte for byte", arguments: keys)
  func rawAtRoot(key: String, path: String) async throws {
    let listener = try RawListener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    let transport = AsyncHTTPClientTransport.shared
    let signed = ScriptedTransport([.status(200)])
    try await S3Fixture.client(signed).deleteObject(.init(bucket: "bucket", key: key, versionId: "a b+c/d=&%"))
    var head = try #require(signed.requests.first?.head)
    head.scheme = "http"
    head.authority = "127.0.0.1:\(listener.port)"
    _ = try await transport.send(.init(head: head))
    #expect(listener.targets == ["/\(path)?versionId=a%20b%2Bc%2Fd%3D%26%25"])
    let request = try #require(listener.heads.first)
    #expect(request.contains("\r\nHost: 127.0.0.1:\(listener.port)\r\n"))
  }

  @Test("An empty key is refused before anything is sent")
  func emptyKey() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    let errors = [
      await S3Error.of { try await s3.delete(bucket: "bucket", key: "") },
      await S3Error.of { try await s3.get(bucket: "bucket", key: "") },
      await S3Error.of { try await s3.put([], bucket: "bucket", key: "") },
      await S3Error.of { try await s3.head(bucket: "bucket", key: "") },
      await S3Error.of {
        try await s3.presignGet(bucket: "bucket", key: "", expiresIn: .seconds(9))
      },
      await S3Error.of {
        try await s3.copy(.init(bucket: "b", key: ""), toBucket: "bucket", key: "k")
      },
      await S3Error.of {
        try await s3.copy(.init(bucket: "b", key: "k"), toBucket: "bucket", key: "")
      },
    ]
    for error in errors { #expect(error?.code == .emptyKey) }
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "A bucket name that would change the address is refused before anything is sent",
    arguments: ["", ".", "..", "a/b", "a?b", "a#b", "a b", "a\u{0}b", "a\r\nb", "x@evil.example", "arn:aws:s3:::b"])
  func badBucket(bucket: String) async throws {
    let transport = ScriptedTransport()
    for addressing in [S3Addressing.automatic, .pathStyle, .virtualHosted] {
      let s3 = try S3Fixture.client(transport, addressing: addressing)
      let error = await S3Error.of { try await s3.deleteBucket(bucket) }
      #expect(error?.code == .invalidBucketName)
      #expect(error?.kind == .invalidRequest)
    }
    #expect(transport.requests.isEmpty)
  }
}

@Suite struct AddressingTests {
  @Test(
    "Where a bucket's name stands",
    arguments: [
      (nil, .automatic, "bucket", "https://bucket.s3.us-west-2.amazonaws.com/k"),
      (nil, .automatic, "with.dots", "https://s3.us-west-2.amazonaws.com/with.dots/k"),
      ("http://s3.us-west-2.amazonaws.com", .automatic, "with.dots", "http://with.dots.s3.us-west-2.amazonaws.com/k"),
      (nil, .automatic, "Upper_Case", "https://s3.us-west-2.amazonaws.com/Upper_Case/k"),
      (nil, .automatic, "127.0.0.1", "https://s3.us-west-2.amazonaws.com/127.0.0.1/k"),
      (nil, .pathStyle, "bucket", "https://s3.us-west-2.amazonaws.com/bucket/k"),
      (nil, .virtualHosted, "with.dots", "https://with.dots.s3.us-west-2.amazonaws.com/k"),
      ("http://localhost:9000", .automatic, "bucket", "http://localhost:9000/bucket/k"),
      ("https://minio.example/base/", .automatic, "tenant:b", "https://minio.example/base/tenant%3Ab/k"),
      ("https://minio.example", .virtualHosted, "bucket", "https://bucket.minio.example/k"),
      ("http://[::1]:9000", .automatic, "bucket", "http://[::1]:9000/bucket/k"),
    ] as [(String?, S3Addressing, String, String)])
  func address(endpoint: String?, addressing: S3Addressing, bucket: String, url: String) async throws {
    let transport = ScriptedTransport([.status(200)])
    let s3 = try S3Fixture.client(transport, endpoint: endpoint, addressing: addressing)
    try await s3.delete(bucket: bucket, key: "k")
    let head = try #require(transport.requests.first?.head)
    #expect("\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")" == url)
  }

  @Test("A name that cannot stand in a host is refused where it must")
  func notHostable() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport, addressing: .virtualHosted)
    for bucket in ["Upper", "a_b", "ab", "-ab", "a..b", "10.0.0.1", String(repeating: "a", count: 64)] {
      let error = await S3Error.of { try await s3.delete(bucket: bucket, key: "k") }
      #expect(error?.code == .invalidBucketName)
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "The default endpoint of a region",
    arguments: [
      ("ap-northeast-2", "s3.ap-northeast-2.amazonaws.com"), ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
      ("us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
    ])
  func endpoint(region: String, host: String) async throws {
    let transport = ScriptedTransport([.text("<ListAllMyBucketsResult/>")])
    _ = try await S3Fixture.client(transport, region: region).listBuckets()
    #expect(transport.requests.map(\.head.authority) == [host])
  }

  @Test(
    "A region that would name another host is refused", arguments: ["", "evil.example/", "us west", "US-EAST-1", "a.b"])
  func badRegion(region: String) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport, region: region)
    let error = await S3Error.of { try await s3.listBuckets() }
    #expect(error?.code == .invalidRegion)
    #expect(transport.requests.isEmpty)
  }
}
