import AWSCredentials
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The real file system, in a folder of its own.
struct SystemFileSystemTests {
  private let system = SystemFileSystem()

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func aFileIsMadeWithItsFoldersAndForItsOwnerOnly() throws {
    try withFolder { folder in
      let path = folder + "/sso/cache/a.json"
      try system.replace(path, with: Array("one".utf8))
      #expect(try system.read(path, limit: 10) == Array("one".utf8))
      let status = try #require(try system.status(of: path))
      #expect(status.size == 3)
      #expect(status.readers == .ownerAndGroup)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func aReplacedFileIsTold() throws {
    try withFolder { folder in
      let path = folder + "/a"
      try system.replace(path, with: Array("one".utf8))
      let before = try system.status(of: path)
      try system.replace(path, with: Array("two".utf8))
      #expect(try system.status(of: path) != before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
    }
  }

  @Test func ofALinkTheFileItLeadsToIsReplaced() throws {
    try withFolder { folder in
      try system.replace(folder + "/real", with: Array("one".utf8))
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/real")
      try system.replace(folder + "/link", with: Array("two".utf8))
      #expect(try system.read(folder + "/real", limit: 10) == Array("two".utf8))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/real")
    }
  }

  @Test func readersNeverSeeHalfAFile() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a"
    let contents = (0..<2).map { [UInt8](repeating: UInt8($0), count: 200_000) }
    try system.replace(path, with: contents[0])
    let torn = await withTaskGroup(of: Int.self) { group in
      for writer in 0..<2 {
        group.addTask {
          for _ in 0..<50 { try? system.replace(path, with: contents[writer]) }
          return 0
        }
      }
      for _ in 0..<2 {
        group.addTask {
          var torn = 0
          for _ in 0..<100 {
            guard let bytes = try? system.read(path, limit: 1 << 20), contents.contains(bytes) else {
              torn += 1
              continue
            }
          }
          return torn
        }
      }
      return await group.reduce(0, +)
    }
    #expect(torn == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    try withFolder { folder in
      try system.replace(folder + "/file", with: [])
      for path in [folder + "/file/below", "/proc/evergreen/x", "a\0b", folder] {
        let error = #expect(throws: FileSystemError.self) { try system.replace(path, with: [1]) }
        #expect(error?.path == path)
        #expect(error?.reason.isEmpty == false)
      }
      #expect(throws: FileSystemError.self) { try system.status(of: folder + "/none") }
    }
  }

  /// The folders on the way count too: `/tmp` is open to everybody, the folder made in it and those below are as given.
  @Test func aClosedFolderKeepsOthersOut() throws {
    try withFolder { folder in
      let path = folder + "/a/b/file"
      try system.replace(path, with: [1])
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      let folders = [folder, folder + "/a", folder + "/a/b"]
      func set(_ modes: [Int]) throws {
        for (folder, mode) in zip(folders, modes) {
          try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        }
      }
      try set([0o755, 0o755, 0o755])
      let isOpen = try system.status(of: path)?.readers == .everyone
      #expect(isOpen, "the folder of temporary files is closed to others")
      let link = folder + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      for (modes, readers) in [
        ([0o711, 0o711, 0o711], FileStatus.Readers.everyone), ([0o700, 0o755, 0o755], .ownerAndGroup),
        ([0o755, 0o700, 0o755], .ownerAndGroup), ([0o755, 0o755, 0o750], .ownerAndGroup),
        ([0o755, 0o755, 0o754], .ownerAndGroup),
      ] {
        try set(modes)
        #expect(try system.status(of: path)?.readers == readers, "\(modes)")
        #expect(try system.status(of: link)?.readers == readers, "\(modes)")
      }
    }
  }

  @Test func secretsInAClosedFolderAreNotWarnedOf() throws {
    try withFolder { home in
      let path = home + "/.aws/credentials"
      try system.replace(path, with: Array("[default]\naws_secret_access_key = hush\n".utf8))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      func warnings() throws -> [String] {
        try SharedConfiguration.load(environment: ["HOME": home], fileSystem: system, platform: .posix).warnings
      }
      #expect(try warnings().isEmpty, "the folder is made for its owner only")
      for folder in [home, home + "/.aws"] {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
      }
      #expect(try warnings().count == 1)
    }
  }

  @Test func whoMayReadAFileIsTold() throws {
    try withFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
      let path = folder + "/a"
      try system.replace(path, with: [])
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      #expect(try system.status(of: path)?.readers == .everyone)
    }
  }
}
