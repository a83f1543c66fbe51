import AWSCredentials
import AWSEmulator
import AWSS3Client
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Directories and prefixes: uploads, downloads, copies, moves, synchronization.
@Suite struct DirectoryTests {
  private static let bucket = TransferEmulator.bucket
  private static let tree = ["a.txt", "a/1", "a/b/2", "a0", "한글/e\u{301}", "z +%&"]

  private func plant(_ test: TransferEmulator, _ names: [String] = tree) throws {
    for name in names { try test.write(Array("content of \(name)".utf8), "tree/" + name) }
  }

  private func root(_ test: TransferEmulator) -> S3.Location { .directory(test.directory + "/tree") }

  @Test("A directory goes up, comes down and is the same", arguments: ["", "backup", "backup/"])
  func roundTrip(_ prefix: String) async throws {
    try await TransferEmulator.run { test in
      try plant(test)
      let progress = S3.TransferProgress()
      let up = try await test.s3.upload(
        directory: test.directory + "/tree/", bucket: Self.bucket, prefix: prefix, progress: progress)
      #expect(up.items.map(\.name).sorted() == Self.tree.sorted() && up.failures.isEmpty)
      #expect(up.bytes == progress.state.transferred && progress.state.total == up.bytes && up.bytes > 0)
      let slash = prefix.isEmpty ? "" : "backup/"
      #expect(try await Set(test.keys()) == Set(Self.tree.map { slash + $0 }))
      let down = try await test.s3.download(
        bucket: Self.bucket, prefix: prefix, toDirectory: test.directory + "/new/deep")
      #expect(down.items.count == Self.tree.count)
      for name in Self.tree { #expect(try test.read("new/deep/" + name) == test.read("tree/" + name)) }
    }
  }

  @Test("No key leads out of the directory, and the others are downloaded")
  func hostileKeys() async throws {
    try await TransferEmulator.run { test in
      let hostile = [
        "p/../escaped", "p//etc/x", "p/a/../../escaped", "p/nul\u{0}", "p/" + String(repeating: "n", count: 300),
        "p/file/below", "p/./dot", "p/link/through",
      ]
      for key in hostile + ["p/file", "p/fine", "p/empty/"] {
        try await test.s3.put(key.hasSuffix("/") ? "" : "evil", bucket: Self.bucket, key: key)
      }
      let target = test.directory + "/target"
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(atPath: test.directory + "/outside", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: target + "/link", withDestinationPath: test.directory + "/outside")
      let report = try await test.s3.download(
        bucket: Self.bucket, prefix: "p", toDirectory: target, options: S3.DirectoryOptions(failures: .collect))
      #expect(Set(report.failures.map { "p/" + $0.name }) == Set(hostile))
      #expect(report.failures.allSatisfy { $0.error?.code == .unsafePath || $0.error?.code == .file })
      #expect(try test.files().filter { !$0.hasPrefix("target/link") } == ["target/file", "target/fine"])
      #expect(FileManager.default.fileExists(atPath: target + "/empty"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: test.directory + "/outside") == [])
      let error = await S3Error.of {
        try await test.s3.download(bucket: Self.bucket, prefix: "p", toDirectory: test.directory + "/other")
      }
      #expect(error?.code == .unsafePath)
    }
  }

  @Test("Symbolic links are left out or followed, and one that leads back is an error")
  func links() async throws {
    try await TransferEmulator.run { test in
      try plant(test, ["a/1"])
      try test.write(Array("outside".utf8), "outside/file")
      let manager = FileManager.default
      try manager.createSymbolicLink(
        atPath: test.directory + "/tree/to", withDestinationPath: test.directory + "/outside")
      try manager.createSymbolicLink(atPath: test.directory + "/tree/a/back", withDestinationPath: "..")
      try manager.createSymbolicLink(atPath: test.directory + "/tree/nowhere", withDestinationPath: "missing")
      var options = S3.DirectoryOptions(failures: .collect)
      let target = S3.Location.objects(bucket: Self.bucket, prefix: "x")
      #expect(try await test.s3.copy(from: root(test), to: target, options: options).failures.isEmpty)
      #expect(try await test.keys() == ["x/a/1"])
      options.symbolicLinks = .followed
      let report = try await test.s3.copy(from: root(test), to: target, options: options)
      #expect(Set(report.failures.map(\.name)) == ["a/back", "nowhere"])
      #expect(try await test.keys() == ["x/a/1", "x/to/file"])
    }
  }

  @Test("Filters, and a dry run that changes nothing")
  func filters() async throws {
    try await TransferEmulator.run { test in
      try plant(test)
      var options = S3.DirectoryOptions(filter: .excluding("*").including("a/*"), execution: .dryRun)
      let planned = try await test.s3.copy(from: root(test), to: .objects(bucket: Self.bucket), options: options)
      #expect(planned.items.map(\.name).sorted() == ["a/1", "a/b/2"] && planned.bytes > 0)
      #expect(try await test.keys().isEmpty)
      options.execution = .real
      try await test.s3.copy(from: root(test), to: .objects(bucket: Self.bucket), options: options)
      #expect(try await test.keys() == ["a/1", "a/b/2"])
      options.execution = .dryRun
      #expect(try await test.s3.delete(prefix: "a", in: Self.bucket, options: options).items.isEmpty)
      options.filter = .all
      #expect(try await test.s3.delete(prefix: "a", in: Self.bucket, options: options).items.count == 2)
      #expect(try await test.keys().count == 2)
      options.execution = .real
      try await test.s3.delete(prefix: "a/b", in: Self.bucket, options: options)
      #expect(try await test.keys() == ["a/1"])
    }
  }

  @Test("Synchronization copies what differs, and deletes what the source lacks if that is asked for")
  func sync() async throws {
    try await TransferEmulator.run { test in
      try plant(test, ["same", "larger", "newer", "new"])
      let past = Date(timeIntervalSince1970: 1_600_000_000)
      for name in ["same", "newer"] { try test.write(Array("content of \(name)".utf8), "tree/" + name, modified: past) }
      for (name, text) in [
        ("same", "content of same"), ("larger", "small"), ("newer", "content of newer"), ("extra", "x"),
        ("kept/extra", "x"),
      ] { try await test.s3.put(text, bucket: Self.bucket, key: "s/" + name) }
      try test.write(
        Array("CONTENT of newer".utf8), "tree/newer", modified: Date(timeIntervalSince1970: 4_000_000_000))
      let target = S3.Location.objects(bucket: Self.bucket, prefix: "s")
      var options = S3.DirectoryOptions(filter: .excluding("kept/*"), execution: .dryRun)
      let planned = try await test.s3.sync(from: root(test), to: target, extras: .deleted, options: options)
      #expect(
        Set(planned.items.map { "\($0.action) \($0.name)" })
          == ["upload larger", "upload newer", "upload new", "delete extra"])
      options.execution = .real
      let report = try await test.s3.sync(from: root(test), to: target, extras: .deleted, options: options)
      #expect(report.unchanged == 1 && report.items.count == 4)
      #expect(try await test.keys() == ["s/kept/extra", "s/larger", "s/new", "s/newer", "s/same"])
      // And back: the files get the times of the objects, so nothing is copied a second time.
      let back = S3.Location.directory(test.directory + "/back")
      #expect(try await test.s3.sync(from: target, to: back).items.count == 5)
      #expect(try await test.s3.sync(from: target, to: back).unchanged == 5)
      try test.write([1], "back/stray")
      let cleaned = try await test.s3.sync(from: target, to: back, extras: .deleted)
      #expect(cleaned.items.map(\.name) == ["stray"] && cleaned.unchanged == 5)
      #expect(try !test.files().contains("back/stray"))
    }
  }

  @Test("Nothing is deleted as extra if something of the source could not be read")
  func incompleteSource() async throws {
    try await TransferEmulator.run { test in
      try plant(test, ["a"])
      try await test.s3.put("x", bucket: Self.bucket, key: "s/extra")
      let target = S3.Location.objects(bucket: Self.bucket, prefix: "s")
      let link = test.directory + "/tree/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: test.directory + "/none")
      let options = S3.DirectoryOptions(failures: .collect, symbolicLinks: .followed)
      let report = try await test.s3.sync(from: root(test), to: target, extras: .deleted, options: options)
      #expect(report.failures.map(\.name) == ["link"])
      #expect(try await test.keys() == ["s/a", "s/extra"])
      try FileManager.default.removeItem(atPath: link)
      try await test.s3.sync(from: root(test), to: target, extras: .deleted, options: options)
      #expect(try await test.keys() == ["s/a"])
    }
  }

  @Test("Contents are compared by checksums")
  func checksums() async throws {
    try await TransferEmulator.run { test in
      for name in ["same", "differs"] { try test.write(Array("abc".utf8), "tree/" + name) }
      try await test.s3.put("abc", bucket: Self.bucket, key: "s/same")
      try await test.s3.put("xyz", bucket: Self.bucket, key: "s/differs")
      let target = S3.Location.objects(bucket: Self.bucket, prefix: "s")
      #expect(try await test.s3.sync(from: root(test), to: target, comparison: .size).unchanged == 2)
      let up = try await test.s3.sync(from: root(test), to: target, comparison: .checksum)
      #expect(up.items.map(\.name) == ["differs"] && up.unchanged == 1)
      let copy = S3.Location.objects(bucket: Self.bucket, prefix: "t")
      #expect(try await test.s3.sync(from: target, to: copy, comparison: .checksum).items.count == 2)
      #expect(try await test.s3.sync(from: target, to: copy, comparison: .checksum).unchanged == 2)
      #expect(try await test.s3.sync(from: copy, to: root(test), comparison: .checksum).unchanged == 2)
    }
  }

  @Test("A move leaves nothing behind")
  func move() async throws {
    try await TransferEmulator.run { test in
      try plant(test)
      let (first, second) = (
        S3.Location.objects(bucket: Self.bucket, prefix: "1"), S3.Location.objects(bucket: Self.bucket, prefix: "2")
      )
      let up = try await test.s3.move(from: root(test), to: first)
      #expect(up.items.count == 2 * Self.tree.count)
      #expect(try test.files() == [])
      try await test.s3.move(from: first, to: second)
      #expect(try await test.keys("1").isEmpty)
      #expect(try await test.keys("2").count == Self.tree.count)
      try await test.s3.move(from: second, to: root(test))
      #expect(try await test.keys().isEmpty)
      #expect(try test.files().count == Self.tree.count)
    }
  }

  @Test("Places that overlap are refused before anything is done")
  func overlap() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    func objects(_ prefix: String) -> S3.Location { .objects(bucket: "b", prefix: prefix) }
    for (source, target) in [
      (objects("a"), objects("a/")), (objects("a"), objects("a/b")), (objects(""), objects("x")),
      (.directory("/tmp/a"), .directory("/tmp/b")),
    ] as [(S3.Location, S3.Location)] {
      #expect(await S3Error.of { try await s3.move(from: source, to: target) }?.code == .invalidInput)
      // Copied onto itself, an object gets another storage class, encryption or metadata.
      if target == objects("a/") { continue }
      #expect(await S3Error.of { try await s3.copy(from: source, to: target) }?.code == .invalidInput)
    }
    let error = await S3Error.of { try await s3.sync(from: objects("a/b"), to: objects("a"), extras: .deleted) }
    #expect(error?.code == .invalidInput && transport.requests.isEmpty)
  }

  @Test("A failure ends the call, or is in the report, and a source that is not there is an error")
  func failures() async throws {
    try await TransferEmulator.run { test in
      try plant(test)
      test.emulator.faults.add(
        EmulatedFaultRule(.respond(status: 403, code: "AccessDenied"), service: .s3, pathPrefix: "/bucket/a/1"))
      let target = S3.Location.objects(bucket: Self.bucket)
      let collected = try await test.s3.copy(
        from: root(test), to: target, options: S3.DirectoryOptions(failures: .collect))
      #expect(collected.failures.map(\.name) == ["a/1"] && collected.items.count == Self.tree.count)
      let error = await S3Error.of { try await test.s3.copy(from: root(test), to: target) }
      #expect(error?.code == .accessDenied)
      let moved = await S3Error.of { try await test.s3.move(from: root(test), to: target) }
      #expect(moved?.code == .accessDenied)
      #expect(try test.files().count == Self.tree.count)
      let missing = await S3Error.of {
        try await test.s3.sync(from: .directory(test.directory + "/none"), to: target, extras: .deleted)
      }
      #expect(missing?.code == .file)
      #expect(try await test.keys().count == Self.tree.count - 1)
    }
  }
}
