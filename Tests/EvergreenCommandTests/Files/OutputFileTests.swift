import AWSCore
import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing
import evergreen

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// What becomes of a file that `evergreen curl` writes to: it is what curl leaves there.
struct OutputFileTests {
  private static let url = "https://s3.us-east-1.amazonaws.com/a/b.txt?c"
  private static let text = "the new content\n"

  private func run(_ words: [String], body: String = text, length: Int64? = nil) async throws -> CurlCall {
    let response = HTTPTransportResponse(
      head: HTTPResponse(status: .ok),
      body: length.map { AWSHTTPBody(stream: OneChunk(bytes: Array(body.utf8)), length: .known($0)) }
        ?? AWSHTTPBody(body))
    return try await CurlCall.run(words + [Self.url], transport: ScriptedTransport([.response(response)]))
  }

  private struct OneChunk: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
      var bytes: [UInt8]?

      mutating func next() async -> [UInt8]? {
        defer { bytes = nil }
        return bytes
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }
  }

  private func write(_ text: String, to path: String, mode: Int = 0o644) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(unsafe lstat(path, &status) == 0, "\(path)")
    return status
  }

  @Test(arguments: [0o600, 0o640, 0o666, 0o755, 0o1644]) func anExistingFileKeepsItsMode(_ mode: Int) async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      try write("old", to: file, mode: mode)
      #expect(try await run(["-o", file]).status == 0)
      #expect(try content(file) == Self.text)
      #expect(try status(file).st_mode & 0o7777 == mode_t(mode))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out"])
    }
  }

  @Test func anExistingFileKeepsItsOwner() async throws {
    // Nobody else may give files away.
    guard getuid() == 0 else { return }
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      try write("old", to: file, mode: 0o4640)
      try #require(unsafe chown(file, 12_345, 54_321) == 0)
      #expect(try await run(["-o", file]).status == 0)
      let status = try status(file)
      #expect(status.st_uid == 12_345 && status.st_gid == 54_321)
      #expect(try content(file) == Self.text)
    }
  }

  @Test func hardLinksStayLinks() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      try write("a longer content than the new one is", to: file)
      try FileManager.default.linkItem(atPath: file, toPath: directory + "/other")
      let before = try status(file)
      #expect(try await run(["-o", file]).status == 0)
      #expect(try content(file) == Self.text && content(directory + "/other") == Self.text)
      let after = try status(file)
      #expect(after.st_ino == before.st_ino && after.st_nlink == 2)
      // Written in place, it keeps what has arrived, as with curl.
      #expect(try await run(["-o", file], body: "part", length: 100).status == 18)
      #expect(try content(directory + "/other") == "part")
    }
  }

  @Test func symbolicLinksAreFollowed() async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory + "/sub", withIntermediateDirectories: false)
      try write("old", to: directory + "/sub/file", mode: 0o600)
      let links = [("one", "sub/file"), ("two", directory + "/one"), ("new", "sub/new"), ("to-new", "new")]
      for (name, target) in links {
        try FileManager.default.createSymbolicLink(atPath: "\(directory)/\(name)", withDestinationPath: target)
      }
      #expect(try await run(["-o", directory + "/two"]).status == 0)
      #expect(try content(directory + "/sub/file") == Self.text)
      #expect(try status(directory + "/sub/file").st_mode & 0o777 == 0o600)
      // A link to nothing leads to a new file.
      #expect(try await run(["-o", directory + "/to-new"]).status == 0)
      #expect(try content(directory + "/sub/new") == Self.text)
      for (name, target) in links {
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\(name)") == target)
      }
      try FileManager.default.createSymbolicLink(atPath: directory + "/loop", withDestinationPath: "loop")
      let loop = try await run(["-o", directory + "/loop"])
      #expect(loop.status == 23 && loop.errors.contains("too many symbolic links"), "\(loop)")
    }
  }

  @Test func aTransferThatFailsLeavesTheOldContent() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      try write("old", to: file, mode: 0o600)
      #expect(try await run(["-o", file], body: "part", length: 100).status == 18)
      #expect(try content(file) == "old" && status(file).st_mode & 0o777 == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out"])
    }
  }

  /// Whatever writes a file does it in the same way.
  @Test func otherOptionsFollowTheSameRule() async throws {
    try await withTemporaryDirectory { directory in
      let (head, body) = (directory + "/head", directory + "/b.txt")
      for path in [head, body] { try write("old", to: path, mode: 0o600) }
      for name in ["head", "b.txt"] {
        try FileManager.default.createSymbolicLink(atPath: "\(directory)/link-\(name)", withDestinationPath: name)
      }
      let call = try await run(["-D", directory + "/link-head", "-O", "--output-dir", directory])
      #expect(call.status == 0, "\(call)")
      #expect(try content(head) == "HTTP/1.1 200 OK\r\n\r\n" && content(body) == Self.text)
      for path in [head, body] { #expect(try status(path).st_mode & 0o777 == 0o600, "\(path)") }
    }
  }

  @Test func directoriesAndSocketsAreRefused() async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory + "/dir", withIntermediateDirectories: false)
      let listener = try UnixSocket(directory + "/s")
      defer { listener.close() }
      for (name, reason) in [
        ("dir", "it is a directory"), ("s", "it is a socket"), ("none/x", "there is no such file or directory"),
        ("s/x", "a part of its path is not a directory"), (String(repeating: "x", count: 300), "its path is too long"),
      ] {
        for option in ["-o", "-D"] {
          let call = try await run([option, "\(directory)/\(name)"])
          #expect(call.status == 23 && call.errors.contains("cannot be written: \(reason)."), "\(call)")
        }
      }
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: directory)) == ["dir", "s"])
    }
  }

  @Test func missingDirectoriesAreMade() async throws {
    try await withTemporaryDirectory { directory in
      #expect(try await run(["--create-dirs", "-o", directory + "/a/b/c/out"]).status == 0)
      #expect(try content(directory + "/a/b/c/out") == Self.text)
      let call = try await run(["--create-dirs", "-o", directory + "/a/b/c/out/x/y"])
      #expect(call.status == 23 && call.errors.contains("cannot be created: "), "\(call)")
    }
  }

  /// A device that a test has made itself stays one.
  @Test func devicesAreWrittenInPlace() async throws {
    try await withTemporaryDirectory { directory in
      let device = directory + "/null"
      // The numbers of the null device of Linux; making one is up to the superuser.
      guard unsafe mknod(device, S_IFCHR | 0o666, dev_t(1 << 8 | 3)) == 0 else { return }
      try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "null")
      for name in ["null", "link"] {
        let call = try await run(["-o", "\(directory)/\(name)"])
        // A file system that takes no devices refuses to open it.
        #expect(call.status == 0 || call.errors.contains("not allowed"), "\(call)")
        #expect(try status(device).st_mode & S_IFMT == S_IFCHR)
      }
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: directory)) == ["null", "link"])
    }
  }

  /// Where the system has no files without a name.
  @Test func anUnfinishedFileWithANameIsRemoved() async throws {
    try await withTemporaryDirectory { directory in
      func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
      let path = FilePath(directory + "/out")
      do {
        let file = try OutputFile(path, keptAside: .named)
        try file.write(Array("half".utf8))
        #expect(try names().count == 1 && names()[0].hasSuffix(".part"))
      }
      #expect(try names().isEmpty)
      let file = try OutputFile(path, keptAside: .named)
      try file.write(Array("all".utf8))
      try file.finish()
      #expect(try names() == ["out"] && content(directory + "/out") == "all")
      // As when a signal comes.
      let next = try OutputFile(path, keptAside: .named)
      try next.write(Array("half".utf8))
      #expect(try names().count == 2)
      UnfinishedNames.removeAll()
      #expect(try names() == ["out"] && content(directory + "/out") == "all")
    }
  }
}

/// A socket in the file system, which listens.
struct UnixSocket {
  private let descriptor: CInt

  init(_ path: String) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { memory in
      for (index, byte) in bytes.prefix(memory.count - 1).enumerated() { unsafe memory[index] = byte }
    }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0 && listen(descriptor, 1) == 0, "\(path)")
  }

  #if canImport(Glibc)
    func close() { _ = Glibc.close(descriptor) }
  #elseif canImport(Musl)
    func close() { _ = Musl.close(descriptor) }
  #else
    func close() { _ = Darwin.close(descriptor) }
  #endif
}
