import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct OperationTests {
  @Test("CreateBucket names its region, but for the first, which has no name")
  func createBucket() async throws {
    let transport = ScriptedTransport([
      .status(200, headers: [.location: "/b"]), .status(200), .status(200), .status(200), .status(200),
    ])
    let s3 = try S3Fixture.client(transport)
    let output = try await s3.createBucket("bbb")
    try await s3.createBucket(S3.CreateBucketInput(bucket: "bbb"))
    try await s3.createBucket("bbb", location: .region("<eu>"))
    try await S3Fixture.client(transport, region: "us-east-1").createBucket("bbb")
    try await s3.createBucket("bbb", location: .unspecified)
    #expect(output.location == "/b")
    let bodies = transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(bodies[0].contains("<LocationConstraint>us-west-2</LocationConstraint>"))
    #expect(bodies[1].isEmpty && bodies[3].isEmpty && bodies[4].isEmpty)
    #expect(bodies[2].contains("&lt;eu&gt;"))
  }

  @Test("PutObject sends everything it is given")
  func putObject() async throws {
    let transport = ScriptedTransport([
      .status(200, headers: [.eTag: "\"abc\"", try #require(.init("x-amz-version-id")): "v1"])
    ])
    var input = S3.PutObjectInput(
      bucket: "bucket", key: "k", body: AWSHTTPBody("Hello"), contentType: "text/plain", cacheControl: "max-age=60",
      metadata: ["Owner": "me", "empty": ""], storageClass: .standardInfrequentAccess, condition: .ifAbsent,
      additionalHeaders: [try #require(.init("x-amz-acl")): "private"])
    input.contentDisposition = "inline"
    input.contentEncoding = "identity"
    input.contentLanguage = "ko"
    let output = try await S3Fixture.client(transport).putObject(input)
    #expect(output.etag == S3.ETag("abc") && output.versionId == "v1")
    let request = try #require(transport.requests.first)
    #expect(
      request.head.method == .put && String(decoding: request.body, as: UTF8.self).hasPrefix("5\r\nHello\r\n0\r\n"))
    let expected = [
      "content-type": "text/plain", "cache-control": "max-age=60", "x-amz-meta-owner": "me", "x-amz-meta-empty": "",
      "x-amz-storage-class": "STANDARD_IA", "if-none-match": "*", "x-amz-acl": "private",
      "content-disposition": "inline", "content-encoding": "identity,aws-chunked", "content-language": "ko",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-trailer": "x-amz-checksum-crc32",
    ]
    for (name, value) in expected {
      #expect(request.head.headerFields[try #require(HTTPField.Name(name))] == value, "\(name)")
    }
  }

  @Test("GetObject asks for a part, under conditions, and tells what came")
  func getObject() async throws {
    let transport = ScriptedTransport([
      .status(
        206,
        headers: [
          .contentLength: "3", .contentRange: "bytes 2-4/10", .eTag: "\"e\"", .contentType: "text/plain",
          .lastModified: "Fri, 02 Jan 2026 03:04:05 GMT", try #require(.init("X-Amz-Meta-Owner")): "me",
          try #require(.init("x-amz-storage-class")): "GLACIER_IR",
        ], body: "abc")
    ])
    let output = try await S3Fixture.client(transport).getObject(
      .init(
        bucket: "bucket", key: "k", versionId: "v/1", range: .bytes(from: 2, through: 4),
        conditions: .init(
          ifMatch: S3.ETag("e"), ifNoneMatch: S3.ETag("\"f\""), ifModifiedSince: S3Fixture.date,
          ifUnmodifiedSince: Date(timeIntervalSince1970: 0)),
        responseOverrides: .init(contentDisposition: "attachment; filename=\"a b\"")))
    #expect(try await output.body.collect(upTo: 10) == Array("abc".utf8))
    #expect(output.contentRange?.first == 2 && output.contentRange?.last == 4 && output.contentRange?.total == 10)
    #expect(output.attributes.lastModified == S3Fixture.date && output.attributes.metadata == ["owner": "me"])
    #expect(output.attributes.storageClass == .glacierInstantRetrieval && output.attributes.contentLength == 3)
    let head = try #require(transport.requests.first?.head)
    #expect(
      head.path == "/k?response-content-disposition=attachment%3B%20filename%3D%22a%20b%22&versionId=v%2F1")
    #expect(head.headerFields[.range] == "bytes=2-4")
    #expect(head.headerFields[.ifMatch] == "\"e\"" && head.headerFields[.ifNoneMatch] == "\"f\"")
    #expect(head.headerFields[.ifModifiedSince] == "Fri, 02 Jan 2026 03:04:05 GMT")
    #expect(head.headerFields[.ifUnmodifiedSince] == "Thu, 01 Jan 1970 00:00:00 GMT")
  }

  @Test("Ranges that are none are refused before anything is sent")
  func ranges() async throws {
    let transport = ScriptedTransport([
      .status(206, headers: [.contentRange: "bytes 7-7/8"], body: "h"),
      .status(206, headers: [.contentRange: "bytes 3-7/8"], body: "defgh"),
    ])
    let s3 = try S3Fixture.client(transport)
    for range in [
      S3.ByteRange.bytes(from: 5, through: 4), .bytes(from: -1, through: 4), .from(-1), .last(0), .last(-2),
    ] {
      let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k", range: range) }
      #expect(error?.code == .invalidRange && error?.attempts == 0)
    }
    #expect(transport.requests.isEmpty)
    _ = try await s3.get(bucket: "bucket", key: "k", range: .from(7))
    _ = try await s3.get(bucket: "bucket", key: "k", range: .last(5))
    #expect(transport.requests.map { $0.head.headerFields[.range] } == ["bytes=7-", "bytes=-5"])
  }

  @Test("An object that ends early, or does not end, is an error, not a shorter object", arguments: ["ab", "abcd"])
  func incomplete(body: String) async throws {
    let transport = ScriptedTransport([.status(200, headers: [.contentLength: "3"], body: body)])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(error?.code == .incompleteResponse && error?.kind == .transport)
  }

  @Test("An object too large for memory is refused")
  func tooLarge() async throws {
    let transport = ScriptedTransport([.status(200, headers: [.contentLength: "9"], body: "123456789")])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k", upTo: 8) }
    #expect(error?.code == .objectTooLarge)
  }

  @Test("CopyObject replaces metadata or leaves it, and looks behind a status of 200")
  func copyObject() async throws {
    let result =
      "<CopyObjectResult><ETag>&quot;e&quot;</ETag><LastModified>2026-01-02T03:04:05.000Z</LastModified></CopyObjectResult>"
    let transport = ScriptedTransport([
      .text("  \n<Error><Code>InternalError</Code><Message>again</Message></Error>"),
      .text("<?xml version=\"1.0\"?><CopyObjectResult><ETa"), .text(result),
    ])
    let output = try await S3Fixture.client(transport).copyObject(
      .init(
        bucket: "bucket", key: "k", source: .init(bucket: "src", key: "a b", versionId: "v"),
        metadata: .replaced(["a": "b"], contentType: "text/plain"), sourceConditions: .init(ifMatch: S3.ETag("x"))))
    #expect(output.etag == S3.ETag("e") && output.lastModified == S3Fixture.date)
    #expect(transport.requests.count == 3)
    let fields = try #require(transport.requests.last?.head.headerFields)
    #expect(fields[try #require(.init("x-amz-copy-source"))] == "src/a%20b?versionId=v")
    #expect(fields[try #require(.init("x-amz-metadata-directive"))] == "REPLACE")
    #expect(fields[try #require(.init("x-amz-copy-source-if-match"))] == "\"x\"")
    #expect(fields[try #require(.init("x-amz-meta-a"))] == "b" && fields[.contentType] == "text/plain")
  }

  @Test("A copy that fails for good behind a status of 200 is an error")
  func copyFails() async throws {
    let transport = ScriptedTransport([
      .text("<Error><Code>AccessDenied</Code></Error>"), .text(""), .text(""), .text(""),
    ])
    let s3 = try S3Fixture.client(transport)
    let source = S3.CopySource(bucket: "src", key: "k")
    let denied = await S3Error.of { try await s3.copy(source, toBucket: "bucket", key: "k") }
    #expect(denied?.code == .accessDenied && denied?.statusCode == 200)
    let empty = await S3Error.of { try await s3.copy(source, toBucket: "bucket", key: "k") }
    #expect(empty?.code == .invalidResponse && empty?.attempts == 3)
  }

  @Test("HeadObject, HeadBucket, DeleteObject and ListBuckets read their answers")
  func others() async throws {
    let version = try #require(HTTPField.Name("x-amz-version-id"))
    let marker = try #require(HTTPField.Name("x-amz-delete-marker"))
    let region = try #require(HTTPField.Name("x-amz-bucket-region"))
    let transport = ScriptedTransport([
      // The length of a HEAD is that of another answer: there are no bytes to wait for.
      .status(200, headers: [.contentLength: "99999999999", .eTag: "\"e\""]),
      .status(200, headers: [region: "eu-west-1"]),
      .status(204, headers: [version: "v", marker: "true"]),
      .text(
        """
        <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID></Owner><Buckets>
        <Bucket><Name>one</Name><CreationDate>2026-01-02T03:04:05Z</CreationDate><BucketRegion>r</BucketRegion></Bucket>
        <Bucket><Name>two</Name></Bucket></Buckets><ContinuationToken>t</ContinuationToken></ListAllMyBucketsResult>
        """),
    ])
    let s3 = try S3Fixture.client(transport)
    #expect(try await s3.head(bucket: "bucket", key: "k").contentLength == 99_999_999_999)
    #expect(try await s3.headBucket(.init(bucket: "bucket")).bucketRegion == "eu-west-1")
    let deleted = try await s3.deleteObject(.init(bucket: "bucket", key: "k", ifMatch: S3.ETag("e")))
    #expect(deleted.versionId == "v" && deleted.deleteMarker == true)
    let list = try await s3.listBuckets(.init(prefix: "a b", maxBuckets: 2, continuationToken: "x/y"))
    #expect(list.buckets.map(\.name) == ["one", "two"] && list.owner?.id == "o" && list.continuationToken == "t")
    #expect(list.buckets.first?.creationDate == S3Fixture.date && list.buckets.first?.bucketRegion == "r")
    #expect(transport.requests.map(\.head.path).last == "/?max-buckets=2&continuation-token=x%2Fy&prefix=a%20b")
  }

  @Test(
    "What would not arrive as it is given is refused before anything is sent",
    arguments: [
      ["k": "한"], ["k": "a\r\nx: y"], ["k": " a"], ["k": "a\u{0}"], ["": "v"], ["a b": "v"], ["K": "1", "k": "2"],
    ])
  func badMetadata(metadata: [String: String]) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    let input = S3.PutObjectInput(bucket: "bucket", key: "k", metadata: metadata)
    let error = await S3Error.of { try await s3.putObject(input) }
    #expect(error?.code == .invalidHeader && error?.key == "k")
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "Header fields that are the client's are refused",
    arguments: ["Host", "Content-Length", "Authorization", "x-amz-date"])
  func reserved(name: String) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    let input = S3.DeleteObjectInput(bucket: "bucket", key: "k", additionalHeaders: [try #require(.init(name)): "x"])
    let error = await S3Error.of { try await s3.deleteObject(input) }
    #expect(error?.code == .invalidHeader)
    #expect(transport.requests.isEmpty)
  }
}

@Suite struct BodyTests {
  private struct Chunks: AsyncSequence, Sendable {
    struct AsyncIterator: AsyncIteratorProtocol {
      var rest = ["ab", "cd"][...]
      mutating func next() async throws -> [UInt8]? { rest.popFirst().map { Array($0.utf8) } }
    }
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
  }

  @Test("A stream that can be read once is not sent twice")
  func once() async throws {
    let transport = ScriptedTransport([.status(503), .status(200)])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of {
      try await s3.put(Chunks(), length: 4, bucket: "bucket", key: "k")
    }
    #expect(error?.code == .bodyCannotBeReplayed && error?.kind == .body && transport.requests.count == 1)
    let cause = try #require(error?.cause as? S3Error)
    #expect(cause.code == .serviceUnavailable)
  }

  @Test("A stream that can be opened again is, unsigned over TLS and signed without")
  func again() async throws {
    let transport = ScriptedTransport([.status(503), .status(200), .status(200)])
    let body = AWSHTTPBody(length: .known(4)) { Chunks() }
    try await S3Fixture.client(transport).putObject(.init(bucket: "bucket", key: "k", body: body))
    try await S3Fixture.client(transport, endpoint: "http://127.0.0.1").putObject(
      .init(bucket: "b", key: "k", body: body))
    let framed = "4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:7YLNEQ==\r\n\r\n"
    #expect(transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == [framed, framed, "abcd"])
    let hash = try #require(HTTPField.Name("x-amz-content-sha256"))
    #expect(
      transport.requests.map { $0.head.headerFields[hash] } == [
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589",
      ])
  }

  @Test("A stream of unknown length is refused before anything is sent")
  func unknownLength() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    let input = S3.PutObjectInput(bucket: "bucket", key: "k", body: AWSHTTPBody(stream: Chunks(), length: .unknown))
    let error = await S3Error.of { try await s3.putObject(input) }
    #expect(error?.code == .invalidInput && transport.requests.isEmpty)
  }

  @Test("A file goes up and comes down; a download that breaks off leaves what was there")
  func files() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "evergreen-s3-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = (0..<300_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let source = folder.appending(path: "source").path
    try Data(bytes).write(to: URL(filePath: source))
    let target = folder.appending(path: "target").path
    let transport = ScriptedTransport([
      .status(500), .status(200),
      .response(
        .init(
          head: .init(status: .ok, headerFields: [.contentLength: "300001"]),
          body: AWSHTTPBody(bytes))),
      .status(200, headers: [.contentLength: "10"], body: "short"),
    ])
    let s3 = try S3Fixture.client(transport)
    try await s3.put(file: source, bucket: "bucket", key: "k")
    // The checksum follows the content, in chunks of 64 KiB.
    let sent = transport.requests.map(\.body)
    #expect(sent.count == 2 && sent[0] == sent[1])
    #expect(sent[0].starts(with: Array("10000\r\n".utf8) + bytes[..<65_536] + Array("\r\n".utf8)))
    #expect(try await s3.download(bucket: "bucket", key: "k", toFile: target).contentLength == 300_001)
    #expect(try Array(Data(contentsOf: URL(filePath: target))) == bytes)
    let broken = await S3Error.of {
      try await s3.download(bucket: "bucket", key: "k", toFile: target)
    }
    #expect(broken?.code == .incompleteResponse)
    #expect(try Array(Data(contentsOf: URL(filePath: target))) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["source", "target"])
    for path in [folder.path, folder.appending(path: "none").path] {
      let error = await S3Error.of { try await s3.put(file: path, bucket: "bucket", key: "k") }
      #expect(error?.code == .file && error?.message.contains(path) == true)
    }
    #expect(transport.requests.count == 4)
  }
}
