import AWSCore
import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// What a command line asks of the transfers of directories and prefixes.
@Suite struct DirectoryOptionTests {
  private static let bucket = TransferEmulator.bucket
  private static let past = Date(timeIntervalSince1970: 1_600_000_000)
  private static let future = Date(timeIntervalSince1970: 4_000_000_000)

  private func objects(_ prefix: String) -> S3.Location { .objects(bucket: Self.bucket, prefix: prefix) }

  @Test("Objects that stand for directories are neither copied nor deleted if they are ignored")
  func folderMarkers() async throws {
    try await TransferEmulator.run { test in
      for key in ["s/a", "s/folder/", "t/old/"] {
        try await test.s3.put(key.hasSuffix("/") ? "" : "x", bucket: Self.bucket, key: key)
      }
      // One with content is an object like all others.
      try await test.s3.put("x", bucket: Self.bucket, key: "s/full/")
      var options = S3.DirectoryOptions(failures: .collect)
      options.folderMarkers = .ignored
      let report = try await test.s3.sync(from: objects("s"), to: objects("t"), extras: .deleted, options: options)
      #expect(report.items.map(\.name).sorted() == ["a", "full/"] && report.failures.isEmpty)
      #expect(try await test.keys("t") == ["t/a", "t/full/", "t/old/"])
      options.folderMarkers = .transferred
      try await test.s3.sync(from: objects("s"), to: objects("t"), extras: .deleted, options: options)
      #expect(try await test.keys("t") == ["t/a", "t/folder/", "t/full/"])
    }
  }

  @Test("The command line's comparison: what is newer goes up, and what is newer here is replaced")
  func commandLine() async throws {
    try await TransferEmulator.run { test in
      let local = S3.Location.directory(test.directory)
      for name in ["older", "newer"] { try await test.s3.put("1", bucket: Self.bucket, key: "s/" + name) }
      try test.write([0x32], "older", modified: Self.past)
      try test.write([0x32], "newer", modified: Self.future)
      let dry = S3.DirectoryOptions(execution: .dryRun)
      func names(_ from: S3.Location, _ to: S3.Location, _ comparison: S3.SyncComparison) async throws -> [String] {
        try await test.s3.sync(from: from, to: to, comparison: comparison, options: dry).items.map(\.name).sorted()
      }
      #expect(try await names(local, objects("s"), .commandLine) == ["newer"])
      #expect(try await names(local, objects("s"), .commandLineExactTimestamps) == ["newer"])
      #expect(try await names(objects("s"), local, .commandLine) == ["newer"])
      #expect(try await names(objects("s"), local, .commandLineExactTimestamps) == ["newer", "older"])
      #expect(try await names(objects("s"), local, .sizeAndTime) == ["older"])
      #expect(try await names(objects("s"), local, .existence) == [])
      try test.write([0x32, 0x33], "older", modified: Self.past)
      try test.write([0x32], "new", modified: Self.past)
      #expect(try await names(local, objects("s"), .existence) == ["new"])
      #expect(try await names(local, objects("s"), .commandLine) == ["new", "newer", "older"])
      // What was downloaded has the object's time, and is the same.
      try await test.s3.sync(from: objects("s"), to: local, comparison: .always)
      #expect(try await names(objects("s"), local, .commandLineExactTimestamps) == [])
    }
  }

  @Test("Each request is prepared, and an object can be copied onto itself")
  func preparation() async throws {
    try await TransferEmulator.run { test in
      try await test.s3.put("x", bucket: Self.bucket, key: "s/a")
      var options = S3.DirectoryOptions()
      options.prepareCopy = { input in
        input.metadata = ["key": input.copySource.key]
        input.metadataDirective = .replace
      }
      try await test.s3.copy(from: objects("s"), to: objects("s"), options: options)
      #expect(try await test.s3.head(bucket: Self.bucket, key: "s/a").metadata == ["key": "s/a"])
      options.prepareDownload = { $0.ifNoneMatch = "*" }
      options.failures = .collect
      let report = try await test.s3.copy(from: objects("s"), to: .directory(test.directory), options: options)
      #expect(report.failures.first?.error?.statusCode == 304, "\(report)")
    }
  }

  @Test("A small object is asked for as a whole, with its checksum; a list in pages of the size that is asked for")
  func requests() async throws {
    try await TransferEmulator.run { test in
      for name in ["a", "b", "c", "empty"] {
        try await test.s3.put(name == "empty" ? "" : name, bucket: Self.bucket, key: "s/" + name)
      }
      let requests = RequestLog(PatientTransport(AsyncHTTPClientTransport.shared))
      var options = S3.DirectoryOptions()
      options.pageSize = 2
      let s3 = try TransferEmulator.client(test.emulator, transport: requests)
      try await s3.copy(from: objects("s"), to: .directory(test.directory), options: options)
      #expect(try test.files() == ["a", "b", "c", "empty"])
      let gets = requests.heads.filter { $0.path?.contains("list-type") == false }
      #expect(gets.count == 4 && gets.allSatisfy { $0.headerFields[.range] == nil }, "\(gets)")
      let lists = requests.heads.filter { $0.path?.contains("max-keys=2") == true }
      #expect(lists.count == 2, "\(requests.heads)")
    }
  }

  @Test("The parts of large files count: no more requests are under way than the limit allows")
  func requestLimit() async throws {
    try await TransferEmulator.run { test in
      for name in ["a", "b", "c"] { try test.write(TransferEmulator.content(11 << 20), name) }
      for name in ["d", "e"] { try test.write([1], name) }
      let requests = RequestLog(PatientTransport(AsyncHTTPClientTransport.shared))
      var options = S3.DirectoryOptions(concurrency: 8)
      options.requestLimit = 3
      options.upload = S3.UploadOptions(multipartThreshold: 1 << 20, partSize: 5 << 20, concurrency: 3)
      let s3 = try TransferEmulator.client(test.emulator, transport: requests)
      try await s3.copy(from: .directory(test.directory), to: objects(""), options: options)
      #expect(try await test.keys() == ["a", "b", "c", "d", "e"])
      #expect((1...3).contains(requests.most), "\(requests.most)")
    }
  }

  @Test("Pages are requested ahead, each once, and nothing after an error")
  func pagesAhead() async throws {
    try await TransferEmulator.run { test in
      for name in ["a", "b", "c"] { try await test.s3.put("", bucket: Self.bucket, key: name) }
      let requests = RequestLog(PatientTransport(AsyncHTTPClientTransport.shared))
      let s3 = try TransferEmulator.client(test.emulator, transport: requests)
      var input = S3.ListObjectsV2Input(bucket: Self.bucket)
      input.maxKeys = 1
      var pages = PagesAhead(s3.listObjectsV2Pages(input)).makeAsyncIterator()
      #expect(try await pages.next()?.contents.map(\.key) == ["a"])
      // The second page is on its way though nobody has asked for it.
      try await eventually("the second page is requested") { requests.heads.count == 2 }
      #expect(try await pages.next()?.contents.map(\.key) == ["b"])
      #expect(try await pages.next()?.contents.map(\.key) == ["c"])
      #expect(try await pages.next() == nil)
      #expect(requests.heads.count == 3)
      var missing = PagesAhead(s3.listObjectsV2Pages(S3.ListObjectsV2Input(bucket: "none"))).makeAsyncIterator()
      await #expect(throws: S3Error.self) { _ = try await missing.next() }
      #expect(try await missing.next() == nil)
    }
  }
}

/// Notes what is sent, and how much at once.
private final class RequestLog: HTTPTransport {
  private struct State {
    var heads: [HTTPRequest] = []
    var running = 0
    var most = 0
  }

  private let base: any HTTPTransport
  private let state = Locked(State())

  init(_ base: any HTTPTransport) { self.base = base }

  var heads: [HTTPRequest] { state.withLock { $0.heads } }
  var most: Int { state.withLock { $0.most } }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    state.withLock { state in
      state.heads.append(request.head)
      state.running += 1
      state.most = max(state.most, state.running)
    }
    defer { state.withLock { $0.running -= 1 } }
    return try await base.send(request)
  }
}
