import AWSCore
import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Uploads of any size, in parts.
@Suite struct UploadTests {
  private static let mebibyte = 1 << 20

  private static func content(_ count: Int) -> [UInt8] { TestContent.bytes(count) }

  private static let small = S3.UploadOptions(multipartThreshold: 6 << 20, partSize: 5 << 20, concurrency: 3)

  /// The content as a stream that tells no length, in chunks that fit no part.
  private static func stream(_ bytes: [UInt8], length: AWSHTTPBody.Length = .unknown) -> AWSHTTPBody {
    AWSHTTPBody(stream: BrokenChunks(bytes: bytes, end: bytes.count), length: length)
  }

  private func upload(
    _ body: AWSHTTPBody, _ store: PartStore, _ options: S3.UploadOptions = small, progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    try await S3Fixture.client(store.transport).upload(
      S3.PutObjectInput(bucket: "b", key: "k", body: body), options: options, progress: progress)
  }

  @Test(
    "Content of every size arrives whole, in memory or as a stream",
    arguments: [0, 1, 5 << 20, 6 << 20, (6 << 20) + 1, 10 << 20, (10 << 20) + 1, 23_456_789])
  func sizes(_ count: Int) async throws {
    let bytes = Self.content(count)
    for body in [AWSHTTPBody(bytes), Self.stream(bytes), Self.stream(bytes, length: .known(Int64(count)))] {
      let store = PartStore()
      let output = try await upload(body, store)
      store.expect(bytes)
      #expect(output.size == Int64(count))
      let isOnePut = count <= (body.length == .unknown ? 5 << 20 : 6 << 20)
      #expect(output.parts == (isOnePut ? 0 : (count - 1) / (5 << 20) + 1), "\(store.log)")
      #expect(store.log.contains("create") == !isOnePut)
      #expect(store.state.withLock { $0.uploads.isEmpty })
    }
  }

  @Test("A part that was read from a stream takes no more memory than it has bytes")
  func memoryOfParts() async throws {
    let store = PartStore()
    let capacities = Observed([Int]())
    // Without TLS the body is signed as it is, and not framed.
    let client = try S3Fixture.client(
      CapacityTransport(base: store.transport, capacities: capacities), endpoint: "http://127.0.0.1:1")
    let bytes = Self.content(31 << 20)
    try await client.upload(
      S3.PutObjectInput(bucket: "b", key: "k", body: Self.stream(bytes)), options: Self.small)
    store.expect(bytes)
    try #require(capacities.value.count == 6)
    // An allocator rounds up by a page or two.
    #expect(capacities.value.allSatisfy { $0 < (5 << 20) + (64 << 10) }, "\(capacities.value)")
  }

  @Test("No more parts are in flight than allowed, and all that are allowed")
  func concurrency() async throws {
    let door = PartDoor()
    let store = PartStore(door.fault)
    let bytes = Self.content(31 << 20)
    let task = TestTask { try await upload(Self.stream(bytes), store) }
    try await door.waitForParts(3)
    door.open()
    _ = try await task.value
    #expect(store.state.withLock { $0.mostPartsInFlight } <= 3)
    store.expect(bytes)
  }

  @Test("No more content is read than the parts in flight may have, and one chunk")
  func memory() async throws {
    let door = PartDoor()
    let store = PartStore(door.fault)
    let content = CountedContent(bytes: Self.content(40 << 20))
    let task = TestTask { try await upload(AWSHTTPBody(stream: content, length: .unknown), store) }
    try await door.waitForParts(3)
    #expect(content.read.value <= 3 * (5 << 20) + CountedContent.chunk)
    door.open()
    _ = try await task.value
    #expect(content.read.value == 40 << 20)
  }

  @Test("The object gets the checksum of the whole content, combined of those that S3 has confirmed")
  func fullChecksum() async throws {
    let bytes = Self.content(12 << 20)
    for (algorithm, name, sum) in [
      (nil, "x-amz-checksum-crc32", CRC.crc32), (.crc32c, "x-amz-checksum-crc32c", .crc32c),
      (.crc64nvme, "x-amz-checksum-crc64nvme", .crc64NVME),
    ] as [(S3.ChecksumAlgorithm?, String, CRC)] {
      let store = PartStore()
      let transport = store.transport
      var input = S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(bytes))
      input.checksumAlgorithm = algorithm
      _ = try await S3Fixture.client(transport).upload(input, options: Self.small)
      let field = try #require(HTTPField.Name(name))
      let type = try #require(HTTPField.Name("x-amz-checksum-type"))
      let size = try #require(HTTPField.Name("x-amz-mp-object-size"))
      let first = try #require(transport.requests.first?.head.headerFields)
      let last = try #require(transport.requests.last?.head.headerFields)
      #expect(first[type] == "FULL_OBJECT" && last[type] == "FULL_OBJECT")
      #expect(last[size] == "\(12 << 20)")
      #expect(last[field] == Data(sum.bytes(of: sum.checksum(of: bytes))).base64EncodedString(), "\(name)")
    }
  }

  @Test("Only required checksums: an upload in parts has one if the call asks for it")
  func requiredChecksumsAlone() async throws {
    for (algorithm, isExpected) in [(nil, false), (.crc32c, true)] as [(S3.ChecksumAlgorithm?, Bool)] {
      let store = PartStore()
      let transport = store.transport
      let s3 = S3Client(
        configuration: S3Fixture.configuration(transport),
        server: S3ServerOptions(requestChecksumCalculation: .whenRequired))
      let bytes = Self.content(11 << 20)
      var input = S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(bytes))
      input.checksumAlgorithm = algorithm
      try await s3.upload(input, options: Self.small)
      store.expect(bytes)
      let names = Set(transport.requests.flatMap { $0.head.headerFields.map(\.name.canonicalName) })
      #expect(names.contains { $0.contains("checksum") } == isExpected, "\(names)")
    }
  }

  @Test("A caller's own checksum of the whole content is sent with the completion")
  func givenChecksum() async throws {
    let transport = PartStore().transport
    var input = S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(Self.content(12 << 20)))
    input.checksumCRC64NVME = "AAAAAAAAAAA="
    _ = try await S3Fixture.client(transport).upload(input, options: Self.small)
    let last = try #require(transport.requests.last?.head.headerFields)
    let name = try #require(HTTPField.Name("x-amz-checksum-crc64nvme"))
    #expect(last[name] == "AAAAAAAAAAA=")
  }

  @Test("A key of the caller's is sent with every request of the upload")
  func customerKey() async throws {
    let store = PartStore()
    let transport = store.transport
    var input = S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(Self.content(12 << 20)))
    input.sseCustomerKey = S3.CustomerKey(Array(repeating: 7, count: 32))
    _ = try await S3Fixture.client(transport).upload(input, options: Self.small)
    let name = try #require(HTTPField.Name("x-amz-server-side-encryption-customer-key"))
    #expect(transport.requests.count == 5)
    #expect(transport.requests.allSatisfy { $0.head.headerFields[name] != nil })
  }

  @Test(
    "With a condition, an upload is not made again if its completion may have taken effect",
    arguments: [
      (500, "InternalError", true, false, 1), (409, "ConditionalRequestConflict", true, false, 2),
      (409, "ConditionalRequestConflict", false, true, 1), (404, "NoSuchUpload", true, false, 2),
      (412, "PreconditionFailed", true, false, 1), (503, "SlowDown", true, false, 1),
    ])
  func conditions(_ status: Int, _ code: String, _ absent: Bool, _ match: Bool, _ uploads: Int) async throws {
    let store = PartStore { request, number in
      // A code after which S3 did nothing is also retried.
      request == "complete" && number == 1 ? PartStore.error(status, code) : nil
    }
    var input = S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(Self.content(12 << 20)))
    input.ifNoneMatch = absent ? .any : nil
    input.ifMatch = match ? S3.ETag("e") : nil
    let client = try S3Fixture.client(store.transport)
    let result = await Result.of { try await client.upload(input, options: Self.small) }
    #expect(store.log.count { $0 == "create" } == uploads, "\(code): \(result)")
    #expect(store.state.withLock { $0.uploads.isEmpty })
  }

  @Test(
    "Parts grow so that no upload has more than 10,000",
    arguments: [
      (5 << 20, 50_000 << 20), (50_000 << 20, 50_000 << 20), (50_000 << 20 + 1, 60_000 << 20), (Int64(5) << 40, 0),
      (Int64(40) << 40, 0),
    ] as [(Int64, Int64)])
  func plan(_ size: Int64, _ most: Int64) throws {
    let plan = try UploadPlan(size: size, partSize: 5 << 20)
    #expect((size - 1) / plan.partSize < 10_000 && plan.partSize % (1 << 20) == 0)
    if most > 0 { #expect(plan.partSize * 10_000 <= most) }
    var covered: Int64 = 0
    var number = 1
    while let (offset, count) = plan.range(of: number) {
      #expect(offset == covered && count > 0)
      covered += count
      number += 1
    }
    #expect(covered == size && number <= 10_001)
  }

  @Test("Content that no object can have is refused; of unknown length it may have more than 5 TiB")
  func limits() throws {
    #expect(throws: S3Problem.self) { try UploadPlan(size: 10_000 * (5 << 30) + 1, partSize: 5 << 20) }
    let plan = try UploadPlan(size: nil, partSize: 8 << 20)
    #expect((1...10_000).reduce(Int64(0)) { $0 + plan.fullSize(of: $1) } > 5 << 40)
    #expect((1...10_000).allSatisfy { plan.fullSize(of: $0) <= 5 << 30 })
  }

  @Test("A part that fails for good ends the upload, its own error is thrown, and nothing is left")
  func failure() async throws {
    let store = PartStore { request, _ in request == "PUT part 2" ? PartStore.error(403, "AccessDenied") : nil }
    for body in [AWSHTTPBody(Self.content(20 << 20)), Self.stream(Self.content(20 << 20))] {
      let error = await S3Error.of { try await upload(body, store) }
      #expect(error?.code == .accessDenied && error?.operation == "s3.UploadPart", "\(String(describing: error))")
    }
    #expect(store.state.withLock { ($0.aborts, $0.uploads.count) } == (2, 0))
    #expect(store.object("k") == nil)
  }

  @Test("A part that fails ends the upload although the content is slow")
  func slowContent() async throws {
    let store = PartStore { request, _ in request == "PUT part 1" ? PartStore.error(403, "AccessDenied") : nil }
    let error = await S3Error.of {
      try await upload(AWSHTTPBody(stream: EndlessWait(first: Self.content(11 << 20)), length: .unknown), store)
    }
    #expect(error?.code == .accessDenied)
    #expect(store.state.withLock { $0.aborts } == 1)
  }

  @Test("An abort that fails does not hide the error, and is tried again while parts are left")
  func abortFails() async throws {
    let store = PartStore { request, number in
      switch request {
      case "PUT part 2": PartStore.error(400, "EntityTooLarge")
      case "abort" where number == 1: PartStore.response(204)
      default: nil
      }
    }
    let error = await S3Error.of { try await upload(AWSHTTPBody(Self.content(20 << 20)), store) }
    #expect(error?.code == .entityTooLarge)
    // The first response was a lie: the parts were still there.
    #expect(store.log.count { $0 == "abort" } == 2)
    #expect(store.state.withLock { $0.uploads.isEmpty })
  }

  @Test("A call that is cancelled throws CancellationError and leaves nothing")
  func cancelled() async throws {
    let door = PartDoor()
    let store = PartStore(door.fault)
    let task = TestTask { try await upload(AWSHTTPBody(Self.content(30 << 20)), store) }
    try await door.waitForParts(1)
    task.cancel()
    door.open()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(store.state.withLock { $0.uploads.isEmpty && $0.objects.isEmpty })
  }

  @Test("Completing is never repeated; the upload begins again once if the content can be read again")
  func completion() async throws {
    let lost: PartStore.Fault = { request, number in
      request == "complete" && number == 1 ? PartStore.error(500, "InternalError") : nil
    }
    let bytes = Self.content(12 << 20)
    let store = PartStore(lost)
    _ = try await upload(AWSHTTPBody(bytes), store)
    store.expect(bytes)
    #expect(store.log.count { $0 == "create" } == 2)
    #expect(store.log.count { $0 == "complete" } == 2)
    #expect(store.state.withLock { $0.uploads.isEmpty })

    let once = PartStore(lost)
    let error = await S3Error.of { try await upload(Self.stream(bytes), once) }
    #expect(error?.operation == "s3.CompleteMultipartUpload")
    #expect(once.log.count { $0 == "complete" } == 1)
    #expect(once.state.withLock { $0.uploads.isEmpty })
  }

  @Test("A stream that is shorter or longer than announced is an error, and nothing is left")
  func wrongLength() async throws {
    let bytes = Self.content(12 << 20)
    for length in [Int64(12 << 20) - 1, Int64(12 << 20) + 1] {
      let store = PartStore()
      await #expect(throws: (any Error).self) { try await upload(Self.stream(bytes, length: .known(length)), store) }
      #expect(store.object("k") == nil)
      #expect(store.state.withLock { $0.uploads.isEmpty })
    }
  }

  @Test("Progress counts each byte once and ends with all of them")
  func progress() async throws {
    let progress = S3.TransferProgress()
    let updates = progress.updates
    let reading = TestTask { () -> [S3.TransferProgress.State] in
      var states: [S3.TransferProgress.State] = []
      for await state in updates { states.append(state) }
      return states
    }
    _ = try await upload(AWSHTTPBody(Self.content(12 << 20)), PartStore(), progress: progress)
    let states = try await reading.value
    #expect(progress.state.transferred == 12 << 20 && progress.state.total == 12 << 20)
    #expect(states.last == progress.state)
    #expect(zip(states, states.dropFirst()).allSatisfy { $0.transferred <= $1.transferred })
  }

  @Test(
    "Sizes of parts that S3 refuses are refused before anything is sent", arguments: [0, -1, 5 << 20 - 1, 6 << 30])
  func partSizes(_ size: Int64) async throws {
    let store = PartStore()
    let options = S3.UploadOptions(multipartThreshold: 0, partSize: size)
    let error = await S3Error.of { try await upload(AWSHTTPBody("x"), store, options) }
    #expect(error?.code == .invalidInput && store.log.isEmpty)
  }
}

/// Some bytes, and then nothing ever.
private struct EndlessWait: AsyncSequence, Sendable {
  let first: [UInt8]

  struct AsyncIterator: AsyncIteratorProtocol {
    var first: [UInt8]?

    mutating func next() async throws -> [UInt8]? {
      if let bytes = first {
        first = nil
        return bytes
      }
      try await Observed(false).wait(for: "nothing") { $0 }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: first) }
}

/// Bytes in chunks of 100,000, which counts how many were read.
private struct CountedContent: AsyncSequence, Sendable {
  static let chunk = 100_000
  let bytes: [UInt8]
  let read = Observed(0)

  struct AsyncIterator: AsyncIteratorProtocol {
    let content: CountedContent
    var position = 0

    mutating func next() async throws -> [UInt8]? {
      guard position < content.bytes.count else { return nil }
      let end = Swift.min(position + CountedContent.chunk, content.bytes.count)
      defer { position = end }
      content.read.change { $0 = end }
      return Array(content.bytes[position..<end])
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(content: self) }
}

extension Result where Failure == any Error {
  /// What a call returns or throws.
  fileprivate static func of(_ call: () async throws -> Success) async -> Self {
    do {
      return .success(try await call())
    } catch {
      return .failure(error)
    }
  }
}

/// Keeps the requests with parts until it is opened.
private final class PartDoor: Sendable {
  private let arrived = Observed(0)
  private let isOpen = Observed(false)

  var fault: PartStore.Fault {
    { [self] request, _ in
      guard request.hasPrefix("PUT part") else { return nil }
      arrived.change { $0 += 1 }
      try? await isOpen.wait(for: "the door to open") { $0 }
      return nil
    }
  }

  func open() { isOpen.change { $0 = true } }

  func waitForParts(_ count: Int) async throws { try await arrived.wait(for: "parts to arrive") { $0 >= count } }
}

/// Notes how much memory the bodies of full parts have.
private struct CapacityTransport: HTTPTransport {
  let base: any HTTPTransport
  let capacities: Observed<[Int]>

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    if let bytes = request.body.bytesInMemory, bytes.count == 5 << 20 {
      capacities.change { $0.append(bytes.capacity) }
    }
    return try await base.send(request)
  }
}
