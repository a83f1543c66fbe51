import AWSCredentials
import AWSRuntime
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

/// A body is written in place of a file, and never in place of a device or a pipe.
@Suite struct DeviceFileTests {
  @Test func aPipeIsNotReplaced() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UInt64.random(in: 1 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appending(path: "pipe").path
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
    for path in [pipe, link, folder.path] {
      let error = await #expect(throws: FileTransferError.self) {
        try await AWSHTTPBody(Array("bytes".utf8)).write(toFile: path)
      }
      #expect(
        error?.message.contains("not a regular file") == true && error?.path == path, "\(String(describing: error))")
    }
    var status = stat()
    #expect(unsafe lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link", "pipe"])
    // A regular file is replaced, as before.
    let file = folder.appending(path: "file").path
    for text in ["first", "second"] {
      try await AWSHTTPBody(Array(text.utf8)).write(toFile: file)
      #expect(FileManager.default.contents(atPath: file) == Data(text.utf8))
    }
  }
}
