import AWSCore
import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Downloads into a file, in parts.
@Suite struct DownloadTests {
  private static let part = 1 << 20
  private static let options = S3.DownloadOptions(partSize: 1 << 20, concurrency: 3)

  private static func content(_ count: Int) -> [UInt8] { TestContent.bytes(count) }

  /// Calls a closure with the path of a file that is not there in a new directory, and removes the directory.
  private func withPath(_ body: (String, @escaping @Sendable () throws -> [String]) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "download-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let parent = directory.path(percentEncoded: false)
    try await body(parent + "/file") { try FileManager.default.contentsOfDirectory(atPath: parent) }
  }

  private func download(
    _ store: PartStore, to path: String, progress: S3.TransferProgress? = nil
  ) async throws -> S3.ObjectAttributes {
    try await S3Fixture.client(store.transport).download(
      S3.GetObjectInput(bucket: "b", key: "k"), toFile: path, options: Self.options, progress: progress)
  }

  @Test(
    "Objects of every size arrive whole",
    arguments: [0, 1, part - 1, part, part + 1, 3 * part, 7 * part + 123])
  func sizes(_ count: Int) async throws {
    let store = PartStore()
    let bytes = Self.content(count)
    store.put(bytes, "k")
    try await withPath { path, files in
      let progress = S3.TransferProgress()
      let attributes = try await download(store, to: path, progress: progress)
      #expect(attributes.contentLength == Int64(count))
      let isSame = try Array(Data(contentsOf: URL(filePath: path))) == bytes
      #expect(isSame)
      #expect(progress.state.transferred == Int64(count) && progress.state.total == Int64(count))
      let left = try files()
      #expect(left == ["file"])
    }
  }

  @Test("A body that breaks off goes on where it broke off")
  func brokenBody() async throws {
    let store = PartStore()
    let bytes = Self.content(3 * Self.part)
    store.put(bytes, "k")
    store.breakOff(range: "bytes=0-\(Self.part - 1)", after: 300_000)
    store.breakOff(range: "bytes=\(Self.part)-\(2 * Self.part - 1)", after: 0)
    try await withPath { path, _ in
      _ = try await download(store, to: path)
      let isSame = try Array(Data(contentsOf: URL(filePath: path))) == bytes
      #expect(isSame)
      #expect(store.log.contains("GET bytes=300000-\(Self.part - 1)"))
    }
  }

  @Test("A stream goes on where it broke off, and an error of whoever takes it ends it", arguments: [0, 1000, 900_000])
  func stream(_ count: Int) async throws {
    let store = PartStore()
    let bytes = Self.content(count)
    store.put(bytes, "k")
    let s3 = try S3Fixture.client(store.transport)
    var received: [UInt8] = []
    let input = S3.GetObjectInput(bucket: "b", key: "k")
    let attributes = try await s3.download(input) { received += $0 }
    #expect(received == bytes && attributes.contentLength == Int64(count))
    guard count > 0 else { return }
    struct Full: Error {}
    var calls = 0
    await #expect(throws: Full.self) {
      try await s3.download(input) { _ in
        calls += 1
        throw Full()
      }
    }
    #expect(calls == 1 && store.log.count { $0.hasPrefix("GET") } == 2, "\(store.log)")
  }

  @Test("A stream whose connection breaks is asked for from there on")
  func brokenStream() async throws {
    let bytes = Self.content(900_000)
    let store = PartStore { request, number in
      guard request.hasPrefix("GET"), number == 1, !request.contains("bytes=") else { return nil }
      return PartStore.response(
        200, [.eTag: "\"\(CRC.crc32.checksum(of: bytes))\"", .contentLength: "\(bytes.count)"],
        AWSHTTPBody(stream: BrokenChunks(bytes: bytes, end: 300_000), length: .known(Int64(bytes.count))))
    }
    store.put(bytes, "k")
    var received: [UInt8] = []
    try await S3Fixture.client(store.transport).download(S3.GetObjectInput(bucket: "b", key: "k")) { received += $0 }
    #expect(received == bytes)
    #expect(store.log.last == "GET bytes=300000-899999", "\(store.log)")
  }

  @Test("A file gets the time of its object if that is asked for")
  func fileTime() async throws {
    let modified = Date(timeIntervalSince1970: 1_600_000_000)
    for (count, isKept) in [(10, true), (10, false), (2 * Self.part, true)] {
      let bytes = Self.content(count)
      let store = PartStore { request, _ in
        PartStore.response(
          200,
          [.eTag: "\"e\"", .contentLength: "\(count)", .lastModified: "Sun, 13 Sep 2020 12:26:40 GMT"],
          AWSHTTPBody(bytes))
      }
      try await withPath { path, _ in
        var options = S3.DownloadOptions()
        if isKept { options.fileTime = .object }
        try await S3Fixture.client(store.transport).download(
          S3.GetObjectInput(bucket: "b", key: "k"), toFile: path, options: options)
        let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        #expect((date == modified) == isKept, "\(count) \(String(describing: date))")
      }
    }
  }

  @Test("A damaged object is an error, and no file is left")
  func damaged() async throws {
    let bytes = Self.content(Self.part / 2)
    let store = PartStore { request, _ in
      guard request.hasPrefix("GET") else { return nil }
      var fields: HTTPFields = [
        .eTag: "\"e\"", .contentLength: "\(bytes.count)",
        .contentRange: "bytes 0-\(bytes.count - 1)/\(bytes.count)",
      ]
      if let name = HTTPField.Name("x-amz-checksum-crc32") { fields[name] = "AAAAAA==" }
      return PartStore.response(
        206, fields,
        AWSHTTPBody(stream: BrokenChunks(bytes: bytes, end: bytes.count), length: .known(Int64(bytes.count))))
    }
    try await withPath { path, files in
      let error = await S3Error.of { try await download(store, to: path) }
      #expect(error?.cause is AWSHTTPBodyError, "\(String(describing: error))")
      #expect(store.log.count { $0.hasPrefix("GET") } == 1)
      let left = try files()
      #expect(left == [])
    }
  }

  @Test("A part of an object whose size is not told is not taken for the whole")
  func unknownTotal() async throws {
    let bytes = Self.content(3 * Self.part)
    let store = PartStore { request, _ in
      let isPart = request.hasPrefix("GET bytes=")
      let sent = isPart ? Array(bytes.prefix(Self.part)) : bytes
      var fields: HTTPFields = [.eTag: "\"e\"", .contentLength: "\(sent.count)"]
      if isPart { fields[.contentRange] = "bytes 0-\(sent.count - 1)/*" }
      return PartStore.response(isPart ? 206 : 200, fields, AWSHTTPBody(sent))
    }
    try await withPath { path, _ in
      _ = try await download(store, to: path)
      let isSame = try Array(Data(contentsOf: URL(filePath: path))) == bytes
      #expect(isSame)
    }
  }

  @Test("An object that changes meanwhile is an error, and no file is left")
  func changed() async throws {
    let store = PartStore { request, _ in
      request == "GET bytes=\(2 * Self.part)-\(3 * Self.part - 1)" ? PartStore.error(412, "PreconditionFailed") : nil
    }
    store.put(Self.content(4 * Self.part), "k")
    try await withPath { path, files in
      let error = await S3Error.of { try await download(store, to: path) }
      #expect(error?.code == .preconditionFailed)
      #expect(error?.message.contains("changed while it was read") == true)
      let left = try files()
      #expect(left == [])
    }
  }

  @Test("Every part but the first asks for the entity tag of the first")
  func pinned() async throws {
    let store = PartStore()
    store.put(Self.content(4 * Self.part), "k")
    let transport = store.transport
    try await withPath { path, _ in
      _ = try await S3Fixture.client(transport).download(
        S3.GetObjectInput(bucket: "b", key: "k"), toFile: path, options: Self.options)
    }
    let tags = transport.requests.filter { $0.head.method == .get }.map { $0.head.headerFields[.ifMatch] }
    #expect(tags.count == 4 && tags.first == .some(nil) && Set(tags.dropFirst()).count == 1)
    #expect(tags.last != .some(nil))
  }

  /// A store whose object has a checksum that only its head tells.
  private func store(_ bytes: [UInt8], _ field: String, _ value: String) -> PartStore {
    let store = PartStore { request, _ in
      guard request == "HEAD", let name = HTTPField.Name(field) else { return nil }
      return PartStore.response(200, [.eTag: "\"e\"", .contentLength: "\(bytes.count)", name: value])
    }
    store.put(bytes, "k")
    return store
  }

  @Test(
    "Parts are compared with the checksum of the object, which is combined of theirs",
    arguments: [
      ("x-amz-checksum-crc32", CRC.crc32), ("x-amz-checksum-crc32c", .crc32c), ("x-amz-checksum-crc64nvme", .crc64NVME),
    ])
  func checksum(_ field: String, _ algorithm: CRC) async throws {
    let bytes = Self.content(4 * Self.part + 77)
    let sum = Data(algorithm.bytes(of: algorithm.checksum(of: bytes))).base64EncodedString()
    let store = store(bytes, field, sum)
    // The bytes that have arrived are not counted twice.
    store.breakOff(range: "bytes=0-\(Self.part - 1)", after: 300_000)
    store.breakOff(range: "bytes=\(2 * Self.part)-\(3 * Self.part - 1)", after: 700_001)
    try await withPath { path, _ in
      _ = try await download(store, to: path)
      let isSame = try Array(Data(contentsOf: URL(filePath: path))) == bytes
      #expect(isSame && store.log.count { $0 == "HEAD" } == 1)
    }
    var other = bytes
    other[3 * Self.part + 5] ^= 1
    store.put(other, "k")
    try await withPath { path, files in
      let error = await S3Error.of { try await download(store, to: path) }
      guard case .checksumMismatch(_, let expected, _)? = error?.cause as? AWSHTTPBodyError else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(expected == sum)
      let left = try files()
      #expect(left == [])
    }
  }

  @Test(
    "A checksum that says nothing about parts is not compared with them",
    arguments: [
      ("x-amz-checksum-sha256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), ("x-amz-checksum-crc32", "AAAAAA==-3"),
    ])
  func otherChecksum(_ field: String, _ value: String) async throws {
    let store = store(Self.content(3 * Self.part), field, value)
    try await withPath { path, _ in _ = try await download(store, to: path) }
  }

  @Test("A client that validates nothing asks for no head, and one that may not have it reads all the same")
  func noHead() async throws {
    let bytes = Self.content(3 * Self.part)
    let store = store(bytes, "x-amz-checksum-crc32", "AAAAAA==")
    try await withPath { path, _ in
      _ = try await S3Fixture.client(
        store.transport, server: S3ServerOptions(responseChecksumValidation: .whenRequired)
      )
      .download(S3.GetObjectInput(bucket: "b", key: "k"), toFile: path, options: Self.options)
      #expect(!store.log.contains("HEAD"))
    }
    let forbidden = PartStore { request, _ in request == "HEAD" ? PartStore.response(403) : nil }
    forbidden.put(bytes, "k")
    try await withPath { path, _ in
      _ = try await download(forbidden, to: path)
      #expect(forbidden.log.contains("HEAD"))
    }
  }

  @Test("A server that ignores ranges sends everything once")
  func noRanges() async throws {
    let bytes = Self.content(2 * Self.part)
    let store = PartStore { request, _ in
      request.hasPrefix("GET")
        ? PartStore.response(200, [.eTag: "\"e\"", .contentLength: "\(bytes.count)"], AWSHTTPBody(bytes)) : nil
    }
    try await withPath { path, _ in
      _ = try await download(store, to: path)
      let isSame = try Array(Data(contentsOf: URL(filePath: path))) == bytes
      #expect(isSame)
    }
  }

  @Test("An object that is not there, and a file that cannot be written, are errors that say so")
  func failures() async throws {
    let store = PartStore()
    try await withPath { path, files in
      let missing = await S3Error.of { try await download(store, to: path) }
      #expect(missing?.code == .noSuchKey)
      let left = try files()
      #expect(left == [])
      store.put(Self.content(3 * Self.part), "k")
      let unwritable = await S3Error.of { try await download(store, to: path + "/missing/file") }
      #expect(unwritable?.code == .file)
    }
  }
}
