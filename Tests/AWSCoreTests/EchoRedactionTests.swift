import AWSCore
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A secret is found in whatever way a text quotes it.
@Suite struct EchoRedactionTests {
  private static let token = "FwoGZXIvYXdzEBYaDGk+/WJq0rYkT9b1xSLuAQ+Zq7Yh/xN3vTzQ=="

  private static func percent(_ text: String, _ fits: (UInt8) -> Bool = { !$0.isLetterOrDigitForTest }) -> String {
    text.utf8.map { fits($0) ? "%" + hex($0).uppercased() : String(UnicodeScalar($0)) }.joined()
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  static let forms: [(String, String)] = {
    var forms: [(String, String)] = []
    func add(_ name: String, _ form: String) { forms.append((name, form)) }
    let encoded: String = percent(token)
    let base64: String = Data(token.utf8).base64EncodedString()
    let base64URL: String = base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    let slashed: String = token.replacing("/", with: "\\/")
    let twiceSlashed: String = token.replacing("/", with: "\\\\/")
    let referenced: String = token.replacing("+", with: "&#43;").replacing("/", with: "&#x2f;")
    let digits: [String] = token.utf8.map(hex)
    add("as it is", token)
    add("in small letters", token.lowercased())
    add("in capitals", token.uppercased())
    add("percent-encoded", encoded)
    add("percent-encoded, small digits", encoded.lowercased())
    add("percent-encoded whole", percent(token) { _ in true })
    add("percent-encoded twice", percent(encoded))
    add("form-encoded", encoded.replacing("%2B", with: "+"))
    add("JSON", slashed.replacing("=", with: "\\u003d").replacing("+", with: "\\u002B"))
    add("JSON whole", digits.map { "\\u00\($0)" }.joined())
    add("JSON in JSON", twiceSlashed.replacing("=", with: "\\\\u003D"))
    add("XML", referenced.replacing("=", with: "&#x3D;"))
    add("XML of a percent-encoded one", encoded.replacing("%", with: "&#37;"))
    add("Base64", base64)
    add("Base64 behind a byte", Data("a\(token)".utf8).base64EncodedString())
    add("Base64 of name and password", Data("ab:\(token)!".utf8).base64EncodedString())
    add("Base64 for URLs", base64URL)
    add("hexadecimal", digits.joined())
    add("hexadecimal in pairs", digits.joined(separator: " ").uppercased())
    add("broken into lines", "\(token.prefix(20))\r\n \(token.dropFirst(20))")
    add("the first 20", "\(token.prefix(20))…")
    add("the last 20", "…\(token.suffix(20))")
    add("a piece", String(token.dropFirst(10).prefix(24)))
    return forms
  }()

  @Test(arguments: forms) func echoesAreFound(_ name: String, _ form: String) {
    for text in ["\(form)", "token \(form) is bad", "<M>\(form)</M>", #"{"m":"\#(form)"}"#] {
      let clean = EchoRedaction([Self.token]).redacted(text)
      #expect(clean.contains("<redacted>"), "\(name): \(clean)")
      #expect(longestRemains(of: form, in: clean) < 16, "\(name): \(clean)")
    }
  }

  @Test func otherTextStays() {
    let redaction = EchoRedaction([Self.token, "123456", "abc"])
    for text in [
      "", "NoSuchKey", "The request signature we calculated does not match", "abc", "12345 6", "%", "&#", "\\u00",
    ] {
      #expect(redaction.redacted(text) == text)
    }
    #expect(redaction.redacted("a code 123456.") == "a code <redacted>.")
    #expect(EchoRedaction().redacted(Self.token) == Self.token)
  }

  @Test func bytesThatAreNoTextAreSearchedToo() {
    let bytes: [UInt8] = [0xFF, 0x00] + Array(Self.token.utf8) + [0xFE]
    #expect(EchoRedaction([Self.token], replacement: "x").redacted(bytes) == [0xFF, 0x00, UInt8(ascii: "x"), 0xFE])
  }

  @Test func eachSecretHasItsOwnPlace() {
    var redaction = EchoRedaction()
    redaction.insert("common-beginning-of-tokens-one", replacement: "1")
    redaction.insert("common-beginning-of-tokens-two", replacement: "2")
    #expect(redaction.redacted("common-beginning-of-tokens-two, common-beginning-of-tokens-one") == "2, 1")
  }

  /// Random secrets in random nestings of escapes: 2,000 texts from a generator with a fixed seed.
  @Test func randomNestings() {
    var random = Generator(state: 7)
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~ ".utf8)
    for _ in 0..<2000 {
      let secret = String(
        decoding: (0..<Int.random(in: 16...60, using: &random)).map { _ in letters.randomElement(using: &random)! },
        as: UTF8.self)
      var form = secret
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let isEscaped = { (_: UInt8) in Bool.random(using: &random) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: form = Self.percent(form) { !$0.isLetterOrDigitForTest || isEscaped($0) }
        case 1:
          form = form.utf8.map { byte in
            let scalar = String(UnicodeScalar(byte))
            return byte == UInt8(ascii: "\\") || isEscaped(byte) ? "\\u00" + Self.hex(byte) : scalar
          }.joined()
        default:
          form = form.utf8.map { byte in
            let scalar = String(UnicodeScalar(byte))
            return byte == UInt8(ascii: "&") || isEscaped(byte) ? "&#\(byte);" : scalar
          }.joined()
        }
      }
      let clean = EchoRedaction([secret]).redacted("before|\(form)|after")
      #expect(clean == "before|<redacted>|after", "\(secret.debugDescription) as \(form)")
    }
  }

  private func longestRemains(of form: String, in text: String) -> Int {
    let (form, text) = (Array(form.utf8), Array(text.utf8))
    var longest = 0
    var lengths = [Int](repeating: 0, count: text.count + 1)
    for byte in form {
      for index in stride(from: text.count, to: 0, by: -1) {
        lengths[index] = text[index - 1] == byte ? lengths[index - 1] + 1 : 0
        longest = max(longest, lengths[index])
      }
    }
    return longest
  }
}

private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigitForTest: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}
