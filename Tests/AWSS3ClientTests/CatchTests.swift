import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// What a user writes first. With a typed `throws` of the call, a `catch … where` beside a loop and a variable crashes the
/// compiler of Swift 6.3.1 (swiftlang/swift#89787).
@Suite struct CatchTests {
  private static let missing = ScriptedTransport.Response.status(404, body: "<Error><Code>NoSuchKey</Code></Error>")

  @Test("An ordinary catch with a condition stands beside a loop and a variable")
  func catchWhere() async throws {
    let s3 = try S3Fixture.client(ScriptedTransport([.text("a"), Self.missing, .text("c")]))
    var found: [String] = []
    var missing = 0
    for key in ["a", "b", "c"] {
      do {
        let bytes = try await s3.get(bucket: "bucket", key: key)
        found.append(String(decoding: bytes, as: UTF8.self))
      } catch let error as S3Error where error.code == .noSuchKey {
        missing += 1
      }
    }
    #expect(found == ["a", "c"] && missing == 1)
  }

  @Test("The same with the loop inside, over a sequence")
  func catchWhereAroundALoop() async throws {
    let s3 = try S3Fixture.client(
      ScriptedTransport([.status(404, body: "<Error><Code>NoSuchBucket</Code></Error>")]))
    var keys: [String] = []
    var isMissing = false
    do {
      for try await object in s3.objects(in: "bucket") { keys.append(object.key) }
    } catch let error as S3Error where error.code == .noSuchBucket {
      isMissing = true
    }
    #expect(keys == [] && isMissing)
  }
}

/// A call of a cancelled task throws `CancellationError`, whatever the cancellation made fail.
@Suite struct CancellationTests {
  private struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (S3Client) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (S3Client) async throws -> Void) {
      (testDescription, self.run) = (name, run)
    }
  }

  private static let calls: [Call] = [
    Call("get") { s3 in _ = try await s3.get(bucket: "bucket", key: "k") },
    Call("getObject") { s3 in _ = try await s3.getObject(.init(bucket: "bucket", key: "k")) },
    Call("head") { s3 in _ = try await s3.head(bucket: "bucket", key: "k") },
    Call("exists") { s3 in _ = try await s3.exists(bucket: "bucket", key: "k") },
    Call("put") { s3 in try await s3.put("x", bucket: "bucket", key: "k") },
    Call("putObject") { s3 in try await s3.putObject(.init(bucket: "bucket", key: "k", body: "x")) },
    Call("put of a stream") { s3 in
      let stream = AsyncStream<[UInt8]> { sink in
        sink.yield([1])
        sink.finish()
      }
      try await s3.put(stream, length: 1, bucket: "bucket", key: "k")
    },
    Call("put of a body with header fields") { s3 in
      let fields: HTTPFields = [.contentLength: "0"]
      try await s3.put(AsyncStream<[UInt8]> { $0.finish() }, headers: fields, bucket: "bucket", key: "k")
    },
    Call("download") { s3 in try await s3.download(bucket: "bucket", key: "k", toFile: "/nowhere/k") },
    Call("copy") { s3 in try await s3.copy(.init(bucket: "a", key: "b"), toBucket: "bucket", key: "k") },
    Call("delete") { s3 in try await s3.delete(bucket: "bucket", key: "k") },
    Call("createBucket") { s3 in try await s3.createBucket("bucket") },
    Call("deleteBucket") { s3 in try await s3.deleteBucket("bucket") },
    Call("headBucket") { s3 in _ = try await s3.headBucket(.init(bucket: "bucket")) },
    Call("listBuckets") { s3 in _ = try await s3.listBuckets() },
    Call("pages") { s3 in for try await _ in s3.listObjectsV2Pages(.init(bucket: "bucket")) {} },
    Call("objects") { s3 in for try await _ in s3.objects(in: "bucket") {} },
  ]

  @Test("While a request is on its way", arguments: calls)
  private func sending(_ call: Call) async throws {
    let transport = ScriptedTransport([.text("")])
    transport.hold()
    let s3 = try S3Fixture.client(transport)
    let task = TestTask { try await call.run(s3) }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(transport.requests.count == 1)
  }

  @Test("While it waits for credentials; presigning does too")
  func credentials() async throws {
    for call in Self.calls + [
      Call("presign") { s3 in _ = try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(60)) }
    ] {
      let provider = ScriptedCredentialProvider()
      provider.hold()
      let s3 = S3Client(
        configuration: ClientConfiguration(
          credentials: CredentialCache(provider: provider), region: "us-west-2", transport: ScriptedTransport()))
      let task = TestTask { try await call.run(s3) }
      try await provider.waitForCalls(1)
      task.cancel()
      await #expect(throws: CancellationError.self, "\(call.testDescription)") { try await task.value }
      provider.release()
    }
  }

  @Test(
    "Whatever the transport calls it", arguments: [HTTPTransportError.Code.connectionClosed, .timeout, .body, .other])
  func transport(_ code: HTTPTransportError.Code) async throws {
    let (endless, sink) = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      // Ends only for a cancelled task.
      for await _ in endless {}
      throw HTTPTransportError(code, message: "The connection is gone.")
    }
    let s3 = try S3Fixture.client(transport)
    let task = TestTask { try await s3.put("x", bucket: "bucket", key: "k") }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    sink.finish()
  }

  @Test(
    "While the content arrives",
    arguments: [
      Call("get") { s3 in _ = try await s3.get(bucket: "bucket", key: "k") },
      Call("get as text") { s3 in _ = try await s3.get(bucket: "bucket", key: "k", as: String.self) },
      Call("collect") { s3 in _ = try await s3.getObject(.init(bucket: "bucket", key: "k")).collect() },
      Call("chunks") { s3 in
        for try await _ in try await s3.getObject(.init(bucket: "bucket", key: "k")).chunks() {}
      },
      Call("buffers") { s3 in
        for try await _ in try await s3.getObject(.init(bucket: "bucket", key: "k")).buffers {}
      },
    ])
  private func content(_ call: Call) async throws {
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      HTTPTransportResponse(
        head: .init(status: .ok),
        body: AWSHTTPBody(
          stream: AsyncStream<[UInt8]> { sink in sink.yield([1]) }, length: .known(2)))
    }
    let s3 = try S3Fixture.client(transport)
    let task = TestTask { try await call.run(s3) }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("A transport that cancels by itself is a failure of the transport: nobody cancelled the task")
  func nobodyCancelled() async throws {
    let failure = ScriptedTransport.Response.failure(HTTPTransportError(.cancelled, message: "The pool was closed."))
    let s3 = try S3Fixture.client(ScriptedTransport([failure, failure, failure]))
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(error?.kind == .transport)
  }
}
