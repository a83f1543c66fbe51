import AWSCredentials
import AWSRuntime
import NIOCore
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that was received is complete or absent.
@Suite struct ReceivedFileTests {
  private struct Broken: Error {}

  /// A new directory that is removed afterwards.
  private static func withDirectory(_ use: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UInt64.random(in: 1 ... .max))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    try await use(directory.path)
  }

  private static func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  private static func mode(_ path: String) -> mode_t {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode : 0
  }

  private static func content(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

  /// A body of chunks of some sizes, which may end with an error.
  private static func body(_ sizes: [Int], announced: Int64? = nil, error: (any Error)? = nil) -> AWSHTTPBody {
    let content = content(sizes.reduce(0, +))
    let (stream, writer) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    var position = 0
    for size in sizes {
      writer.yield(Array(content[position..<position + size]))
      position += size
    }
    writer.finish(throwing: error)
    return AWSHTTPBody(stream: stream, length: announced.map { .known($0) } ?? .unknown)
  }

  @Test(
    "All bytes arrive in their order, whatever the sizes of the chunks",
    arguments: [
      [], [0], [1], [16 << 10], [(16 << 10) + 1], [100, 70_000, 3, 0, 1 << 20, 5], [3 << 20],
      Array(repeating: 1000, count: 3000), Array(repeating: 40_000, count: 60),
    ])
  func sizes(_ sizes: [Int]) async throws {
    let count = sizes.reduce(0, +)
    try await Self.withDirectory { (directory) async throws -> Void in
      for durability in [FileDurability.buffered, .synchronized] {
        let body = Self.body(sizes, announced: Int64(count))
        #expect(try await body.write(toFile: "\(directory)/file", durability: durability) == count)
        #expect(FileManager.default.contents(atPath: "\(directory)/file") == Data(Self.content(count)))
        #expect(try Self.names(directory) == ["file"])
      }
    }
  }

  @Test("Buffers of SwiftNIO are written as they are")
  func buffers() async throws {
    try await Self.withDirectory { (directory) async throws -> Void in
      var buffer = ByteBuffer(bytes: Self.content(200_000))
      buffer.moveReaderIndex(forwardBy: 7)
      let (stream, writer) = AsyncStream<ByteBuffer>.makeStream()
      for _ in 0..<8 { writer.yield(buffer) }
      writer.finish()
      let body = AWSHTTPBody(once: AnyChunks(stream), length: .unknown)
      try await body.write(toFile: "\(directory)/file")
      let expected = (0..<8).flatMap { _ in Self.content(200_000).dropFirst(7) }
      #expect(FileManager.default.contents(atPath: "\(directory)/file") == Data(expected))
    }
  }

  @Test(
    "A body that breaks off, or is not as long as announced, leaves nothing and changes nothing",
    arguments: [true, false])
  func incomplete(isThere: Bool) async throws {
    try await Self.withDirectory { (directory) async throws -> Void in
      let path = "\(directory)/file"
      if isThere { try Data("before".utf8).write(to: URL(filePath: path)) }
      let sizes = [100_000, 2 << 20, 10]
      let count = Int64(sizes.reduce(0, +))
      let short = AWSHTTPBodyError.lengthMismatch(expected: count + 1, actual: count)
      await #expect(throws: short) { try await Self.body(sizes, announced: count + 1).write(toFile: path) }
      let long = AWSHTTPBodyError.lengthMismatch(expected: count - 1, actual: count)
      await #expect(throws: long) { try await Self.body(sizes, announced: count - 1).write(toFile: path) }
      await #expect(throws: Broken.self) { try await Self.body(sizes, error: Broken()).write(toFile: path) }
      #expect(try Self.names(directory) == (isThere ? ["file"] : []))
      #expect(FileManager.default.contents(atPath: path) == (isThere ? Data("before".utf8) : nil))
    }
  }

  @Test("A transfer that is cancelled leaves nothing")
  func cancelled() async throws {
    try await Self.withDirectory { (directory) async throws -> Void in
      let (stream, writer) = AsyncStream<[UInt8]>.makeStream()
      let (begun, signal) = AsyncStream<Void>.makeStream()
      let body = AWSHTTPBody(
        stream: stream.map { chunk in
          signal.yield()
          return chunk
        }, length: .unknown)
      let transfer = Task { try await body.write(toFile: "\(directory)/file") }
      writer.yield(Self.content(2 << 20))
      for await _ in begun { break }
      transfer.cancel()
      await #expect(throws: CancellationError.self) { try await transfer.value }
      let left = try Self.names(directory)
      #expect(left.isEmpty)
      // Also if it is cancelled before it begins.
      let (never, writerOfNothing) = AsyncStream<Void>.makeStream()
      let early = Task {
        // Ends when the task is cancelled.
        for await _ in never {}
        return try await Self.body([5]).write(toFile: "\(directory)/file")
      }
      early.cancel()
      await #expect(throws: CancellationError.self) { try await early.value }
      writerOfNothing.finish()
      let after = try Self.names(directory)
      #expect(after.isEmpty)
    }
  }

  @Test("The permissions are those of a new file, and a link is replaced, not what it points to")
  func permissionsAndLinks() async throws {
    try await Self.withDirectory { (directory) async throws -> Void in
      let (new, old, link) = ("\(directory)/new", "\(directory)/old", "\(directory)/link")
      // What `open` gives a new file here.
      let descriptor = unsafe open(old, O_CREAT | O_WRONLY, 0o666)
      #expect(descriptor >= 0 && close(descriptor) == 0)
      let expected = Self.mode(old)
      try await Self.body([5]).write(toFile: new)
      #expect(Self.mode(new) == expected)
      #expect(unsafe chmod(new, 0o600) == 0)
      try await Self.body([6]).write(toFile: new)
      #expect(Self.mode(new) == expected)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: old)
      try await Self.body([7]).write(toFile: link)
      #expect(Self.mode(link) == expected && FileManager.default.contents(atPath: link)?.count == 7)
      #expect(FileManager.default.contents(atPath: old)?.isEmpty == true)
    }
  }

  @Test("A name may be as long as a name can be, and a directory that is missing is an error")
  func names() async throws {
    try await Self.withDirectory { (directory) async throws -> Void in
      for name in [String(repeating: "n", count: 255), String(repeating: "ü", count: 127)] {
        try await Self.body([5]).write(toFile: "\(directory)/\(name)")
        #expect(try Self.names(directory) == [name])
        try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
      }
      let path = "\(directory)/none/file"
      let error = await #expect(throws: FileTransferError.self) { try await Self.body([5]).write(toFile: path) }
      #expect(error?.path == path && error?.message == "It cannot be created: no such file or directory.")
    }
  }

  @Test("A disk that is full is an error that says so, and leaves nothing")
  func full() async throws {
    // The largest size of a file is that of a full disk to the program, and can be set for a process.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      let directory = FileManager.default.temporaryDirectory.appending(
        path: "evergreen-\(UInt64.random(in: 1 ... .max))"
      ).path
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: directory) }
      #if canImport(Glibc)
        let resource = RLIMIT_FSIZE.rawValue
      #else
        let resource = RLIMIT_FSIZE
      #endif
      try #require(unsafe setrlimit(.init(resource), &limit) == 0)
      let chunks = AsyncStream<[UInt8]> { writer in
        for _ in 0..<30 { writer.yield([UInt8](repeating: 1, count: 100_000)) }
        writer.finish()
      }
      let body = AWSHTTPBody(stream: chunks, length: .known(3_000_000))
      let error = await #expect(throws: FileTransferError.self) { try await body.write(toFile: "\(directory)/file") }
      #expect(error?.message == "It cannot be written: file too large." && error?.path == "\(directory)/file")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }
  }
}

/// A file as the body of a request.
@Suite struct SentFileTests {
  private static func withFile(_ count: Int, _ use: (String, [UInt8]) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UInt64.random(in: 1 ... .max))").path
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Data(content).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await use(path, content)
  }

  @Test("A file is read whole, each time", arguments: [0, 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 5])
  func whole(count: Int) async throws {
    try await Self.withFile(count) { (path, content) async throws -> Void in
      let body = try await AWSHTTPBody.file(path)
      #expect(body.length == .known(Int64(count)) && body.replay == .any)
      for _ in 0..<2 { #expect(try await body.collect(upTo: count) == content) }
      var buffers = 0
      for try await buffer in body.buffers { buffers += buffer.readableBytes <= 1 << 20 ? buffer.readableBytes : 0 }
      #expect(buffers == count)
    }
  }

  @Test("A file that has become shorter is an error, and one that has become longer is sent as it was announced")
  func changed() async throws {
    try await Self.withFile(3 << 20) { (path, content) async throws -> Void in
      let body = try await AWSHTTPBody.file(path)
      try Data(content + [1]).write(to: URL(filePath: path))
      #expect(try await body.collect(upTo: .max) == content)
      #expect(unsafe truncate(path, (2 << 20) + 1) == 0)
      let error = await #expect(throws: FileTransferError.self) { try await body.collect(upTo: .max) }
      #expect(error?.message == "It had 3145728 bytes when the request was made and has 2097153 now.")
    }
  }
}
