import AWSS3Client
import Testing

/// Which keys can be files below a directory.
@Suite struct LocalPathsTests {
  @Test(
    "A key that could lead elsewhere is refused",
    arguments: [
      "..", "../x", "a/../b", "a/..", "/etc/passwd", "a//b", "//", "a/", "", ".", "./a", "a/./b", "nul\u{0}byte",
      String(repeating: "n", count: 256), String(repeating: "한", count: 86),
      Array(repeating: "d", count: 2000).joined(separator: "/"),
    ])
  func refused(_ name: String) {
    var paths = LocalPaths()
    #expect(throws: S3Problem.self) { try paths.add(name) }
  }

  @Test(
    "A key that is a path below the directory becomes one",
    arguments: [
      "a", "a/b/c", "...", "..a", "a..", "a/...b", "~", "a\\..\\b", "C:x", "-rf", "a\nb", " ", "e\u{301}",
      String(repeating: "n", count: 255),
    ])
  func accepted(_ name: String) throws {
    var paths = LocalPaths()
    #expect(try paths.add(name).joined(separator: "/") == name)
  }

  @Test("Two keys that are the same file, or a file and a directory, are an error")
  func collisions() throws {
    var paths = LocalPaths { $0.lowercased() }
    _ = try paths.add("a/File")
    #expect(throws: S3Problem.self) { try paths.add("A/file") }
    #expect(throws: S3Problem.self) { try paths.add("a/file/x") }
    #expect(throws: S3Problem.self) { try paths.add("a") }
    _ = try paths.add("a/other")
    _ = try paths.add("b")
    #expect(throws: S3Problem.self) { try paths.add("B/x/y") }
  }

  @Test("Names that differ by bytes are different files where the system takes them so")
  func exact() throws {
    #if !canImport(Darwin)
      var paths = LocalPaths()
      for name in ["a", "A", "e\u{301}", "\u{E9}"] { _ = try paths.add(name) }
    #endif
  }
}
