import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The messages of errors are sentences: a capital at the beginning, a full stop at the end, and no other sentence after a colon.
/// What is only a part of a sentence is called `problem`, `reason` or `what`, not `message`.
///
/// The descriptions of values are checked by `ErrorStyleTests`.
struct MessageStyleTests {
  /// What the emulated services say is written as the services write it; of the emulators only their own error is checked.
  private static let imitating = "AWSEmulator"
  private static let ownOfEmulators = "EmulatorError"

  @Test func messagesAreSentences() throws {
    let files = try Self.files()
    let takers = files.mapValues { MessageLiterals.takers(in: $0) }
    var counts: [String: Int] = [:]
    for (path, source) in files {
      let module = path.prefix { $0 != "/" }
      let own = takers[path] ?? []
      // A function of the file's own hides others of that name.
      let hidden = MessageLiterals.functions(in: source)
      let others = takers.filter { $0.key.hasPrefix(module + "/") && $0.key != path }.values.joined()
        .filter { !$0.isOfFile && !hidden.contains($0.name) }
      let known = Set(own).union(others)
        .filter { module != Self.imitating || $0.name == Self.ownOfEmulators }
      for message in MessageLiterals.messages(in: source, takers: Array(known), labelled: module != Self.imitating) {
        counts[String(module), default: 0] += 1
        #expect(Self.isSentence(message), "\(path): \(message)")
      }
    }
    #expect(counts.values.reduce(0, +) > 330, "\(counts)")
    #expect(counts[Self.imitating, default: 0] >= 6, "\(counts)")
  }

  @Test func theRuleTellsSentencesFromFragments() {
    for good in [
      "No region is set.", #"'\(x)' is no region."#, #"\(a) and \(b(c))"#, "3 left?", "`x` (see y.)",
      "It is none: AWS_REGION is not set, nor is S3's.",
    ] {
      #expect(Self.isSentence(good), "\(good)")
    }
    for bad in [
      "no region is set.", "No region is set", "", "No region: ", "failed: x.", "It is none: The port is missing.",
      #"'\(x)' is none: Expected \(y)."#,
    ] {
      #expect(!Self.isSentence(bad), "\(bad)")
    }
  }

  @Test func messagesAreFound() {
    func messages(_ source: String) -> [String] {
      let bytes = Array(source.utf8)
      return MessageLiterals.messages(in: bytes, takers: MessageLiterals.takers(in: bytes))
    }
    #expect(
      messages(#"f(message: "a \(b("c")) d", x: 1); g(message: "e " + "f."); h(message: text)"#)
        == ["a \\(b(\"c\")) d", "e f."])
    #expect(messages("f(\n  message: \"\"\"\n    One \\\n    line.\n    \"\"\")") == ["One line."])
    #expect(messages(#"f(message: ["a", b, "c \(d)"].sentences)"#) == ["a", #"c \(d)"#])
    let helpers = """
      func invalid(_ name: String, _ message: String, cause: (any Error)? = nil) -> E { E(message: message) }
      struct E: Error {
        struct Code {}
        init(_ code: Code, _ message: String, _ more: String = "") {}
      }
      throw invalid("Bulk", "a (b", cause: nil) // invalid("x", "y")
      throw E(.a, "c"); throw E(.a, "d" + "e", "f"); throw self.invalid(g("h"), "i".withFullStop); invalid("j")
      """
    #expect(messages(helpers) == ["a (b", "c", "de", "i."])
  }

  private static func files() throws -> [String: [UInt8]] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let sources = root + "/Sources"
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources) where path.hasSuffix(".swift") {
      files[path] = Array(try #require(FileManager.default.contents(atPath: sources + "/" + path)))
    }
    return files
  }

  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    // A sentence inside another; what is put together at run time is checked by `ErrorStyleTests`.
    if text.contains(/: [A-Z][a-z]+[ ,]/) { return false }
    let begins = (0x41...0x5A).contains(first) || (0x30...0x39).contains(first) || "'\"`\\".utf8.contains(first)
    // An interpolation at the end brings its own full stop.
    return begins && (".?".utf8.contains(last) || text.hasSuffix(".)") || text.hasSuffix(")") && text.contains(#"\("#))
  }
}
