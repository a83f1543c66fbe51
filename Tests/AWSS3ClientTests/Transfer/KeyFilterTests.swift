import AWSS3Client
import Testing

/// Patterns that say which files and objects a transfer is for.
@Suite struct KeyFilterTests {
  @Test(
    "A pattern matches whole names",
    arguments: [
      ("*", "", true), ("*", "a/b/c", true), ("*.jpg", "a/b.jpg", true), ("*.jpg", "b.jpg.bak", false),
      ("a?c", "abc", true), ("a?c", "ac", false), ("a?c", "a/c", true), ("[abc]x", "bx", true),
      ("[!abc]x", "bx", false), ("[!abc]x", "dx", true), ("[a-f]x", "ex", true), ("[a-f]x", "gx", false),
      ("[]]x", "]x", true), ("[!]]x", "ax", true), ("[x", "[x", true), ("[a-]x", "-x", true),
      ("a*b*c", "a1b2b3c", true),
      ("a*b*c", "a1b2b3", false), ("**", "x", true), ("logs/*", "logs/2026/a", true), ("logs/*", "logs", false),
      ("e\u{301}", "\u{E9}", false), ("한?", "한글", true), ("*a*a*a*a*b", String(repeating: "a", count: 3000), false),
    ])
  func patterns(_ pattern: String, _ name: String, _ matches: Bool) {
    #expect(S3.KeyFilter.excluding(pattern).includes(name) == !matches, "\(pattern) \(name)")
  }

  @Test("The last pattern that matches decides; a name that none matches is included")
  func order() {
    let filter = S3.KeyFilter.excluding("*").including("*.jpg", "*.png").excluding("private/*")
    #expect(filter.includes("a.jpg") && filter.includes("x/b.png"))
    #expect(!filter.includes("a.txt") && !filter.includes("private/a.jpg"))
    #expect(S3.KeyFilter.all.includes("anything"))
    #expect(S3.KeyFilter.excluding("*.tmp").includes("a"))
  }
}
