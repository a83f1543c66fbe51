import AWSCredentials
import AWSEmulator
import AWSS3Client
import AWSTesting
import Testing

/// Copies within S3, and the deletion of many objects.
@Suite struct CopyTests {
  private static let options = S3.CopyOptions(multipartThreshold: 6 << 20, partSize: 5 << 20, concurrency: 3)

  private func copy(_ source: String, _ key: String) -> S3.CopyObjectInput {
    S3.CopyObjectInput(
      bucket: TransferEmulator.bucket, copySource: S3.CopySource(bucket: TransferEmulator.bucket, key: source), key: key
    )
  }

  @Test("An object of any size is copied with its metadata", arguments: [0, 1000, 6 << 20, (12 << 20) + 345])
  func sizes(_ count: Int) async throws {
    try await TransferEmulator.run { test in
      let bytes = TransferEmulator.content(count)
      var input = S3.PutObjectInput(bucket: TransferEmulator.bucket, key: "source/+한 글")
      input.body = AWSHTTPBody(bytes)
      input.contentType = "text/plain"
      input.cacheControl = "no-store"
      input.metadata = ["a": "1"]
      _ = try await test.s3.putObject(input)
      let progress = S3.TransferProgress()
      let output = try await test.s3.copy(copy("source/+한 글", "copy"), options: Self.options, progress: progress)
      #expect(output.size == Int64(count) && output.parts == (count > 6 << 20 ? 3 : 0))
      #expect(progress.state.transferred == Int64(count))
      let head = try await test.s3.head(bucket: TransferEmulator.bucket, key: "copy")
      #expect(head.contentType == "text/plain" && head.cacheControl == "no-store" && head.metadata == ["a": "1"])
      let isSame = try await test.s3.get(bucket: TransferEmulator.bucket, key: "copy") == bytes
      #expect(isSame)
      #expect(try await test.openUploads() == 0)
    }
  }

  @Test("Metadata that is replaced is not the source's; a condition holds for the copy as a whole")
  func replaced() async throws {
    try await TransferEmulator.run { test in
      let bytes = TransferEmulator.content(11 << 20)
      try await test.s3.put(bytes, bucket: TransferEmulator.bucket, key: "s", contentType: "text/plain")
      var input = copy("s", "t")
      input.metadataDirective = .replace
      input.contentType = "text/html"
      input.ifNoneMatch = .any
      _ = try await test.s3.copy(input, options: Self.options)
      #expect(try await test.s3.head(bucket: TransferEmulator.bucket, key: "t").contentType == "text/html")
      let again = await S3Error.of { try await test.s3.copy(input, options: Self.options) }
      #expect(again?.code == .preconditionFailed)
      #expect(try await test.openUploads() == 0)
    }
  }

  @Test("A source that is replaced meanwhile is an error, and nothing is left")
  func changed() async throws {
    try await TransferEmulator.run { test in
      try await test.s3.put(TransferEmulator.content(11 << 20), bucket: TransferEmulator.bucket, key: "s")
      var input = copy("s", "t")
      input.copySourceIfMatch = S3.ETag("other")
      let error = await S3Error.of { try await test.s3.copy(input, size: 11 << 20, Self.options, nil) }
      #expect(error?.statusCode == 412)
      #expect(try await test.openUploads() == 0)
    }
  }

  @Test("Any number of objects is deleted, with what came of each in order")
  func deletion() async throws {
    try await TransferEmulator.run { test in
      let awkward = ["a b+c", "<&\">", "한글/키", "line\r\nend", "bell\u{7}", "e\u{301}", "\u{E9}", "nul\u{0}"]
      for key in awkward { try await test.s3.put("x", bucket: TransferEmulator.bucket, key: key) }
      let keys = (0..<2100).map { "none/\($0)" } + awkward
      let before = test.emulator.statistics[.s3].requests
      let results = try await test.s3.delete(keys: keys, in: TransferEmulator.bucket)
      #expect(results.map(\.key) == keys && results.allSatisfy { $0.error == nil })
      // Three for 2,106 keys, and one each for the two that XML cannot hold.
      #expect(test.emulator.statistics[.s3].requests - before == 5)
      #expect(try await test.keys() == [])
    }
  }

  @Test("What could not be deleted has its error, and the request's own failure is that of each object")
  func deletionFails() async throws {
    let response = """
      <DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>AccessDenied</Code><Message>No.</Message></Error>\
      </DeleteResult>
      """
    let client = try S3Fixture.client(S3Fixture.text(response, times: 1))
    let results = try await client.delete(keys: ["b", "a", "c"], in: "bucket")
    #expect(results.map { $0.error?.code } == [.accessDenied, nil, .invalidResponse])
    #expect(results[0].error?.key == "b")
    let refused = ScriptedTransport([.status(403, body: "<Error><Code>AccessDenied</Code></Error>")])
    let all = try await S3Fixture.client(refused).delete(keys: ["a", "b"], in: "bucket")
    #expect(all.map { $0.error?.code } == [.accessDenied, .accessDenied])
    #expect(try await S3Fixture.client(ScriptedTransport()).delete(keys: [], in: "bucket").isEmpty)
  }

  @Test("An operation whose document cannot hold a key is refused with the key's name")
  func unwritable() async throws {
    let transport = ScriptedTransport()
    let client = try S3Fixture.client(transport)
    for key in ["a\u{1}b", "\u{0}", "\u{FFFE}"] {
      let input = S3.DeleteObjectsInput(bucket: "bucket", delete: S3.Delete(objects: [.init(key: key)]))
      let error = await S3Error.of { try await client.deleteObjects(input) }
      #expect(error?.code == .invalidInput)
    }
    let named = S3.DeleteObjectsInput(bucket: "bucket", delete: S3.Delete(objects: [.init(key: "the\u{7}key")]))
    #expect(await S3Error.of { try await client.deleteObjects(named) }?.message.contains("the") == true)
    #expect(transport.requests.isEmpty)
  }
}
