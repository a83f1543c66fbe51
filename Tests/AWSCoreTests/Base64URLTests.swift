import AWSCore
import Testing

/// Base64 with the alphabet for URLs and without padding.
@Suite struct Base64URLTests {
  /// The test vectors of RFC 4648, section 10, without their padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func vectors(text: String, expected: String) { #expect(String(base64URL: text.utf8) == expected) }

  @Test func theLastTwoLettersAreThoseForURLs() {
    #expect(String(base64URL: [0xFB, 0xEF, 0xBE]) == "----")
    #expect(String(base64URL: [0xFF, 0xFF, 0xFF]) == "____")
    #expect(String(base64URL: [0xFB, 0xFF]) == "-_8")
  }
}
