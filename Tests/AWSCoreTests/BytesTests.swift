import AWSCore
import Testing

struct BytesTests {
  @Test func hexadecimalDigits() {
    let bytes = Array(0...255).map { UInt8($0) }
    let text = String(hexadecimal: bytes)
    #expect(text.utf8.count == 512 && text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
    let digits = Array(text.utf8)
    for byte in bytes {
      let pair = digits[(2 * Int(byte))..<(2 * Int(byte) + 2)]
      #expect(pair.reduce(UInt8(0)) { $0 << 4 | ($1.hexValue ?? 0) } == byte)
      #expect(pair.allSatisfy { $0.isLowercaseHexDigit })
    }
    #expect(String(hexadecimal: []).isEmpty)
  }

  @Test func percentEncodingKeepsWhatItIsTold() {
    #expect(PercentEncoding.encode("a/b c+,=@%\u{D55C}~", keeping: "+=,@") == "a%2Fb%20c+,=@%25%ED%95%9C~")
    #expect(PercentEncoding.encode("+=", keeping: "") == "%2B%3D")
  }

  @Test(
    arguments: [
      ("", nil), ("12", 12), ("9223372036854775807", Int64.max), ("007", 7), ("+1", nil), ("-1", nil), (" 1", nil),
      ("9223372036854775808", nil), ("1a", nil),
    ] as [(String, Int64?)])
  func decimalDigits(_ text: String, _ number: Int64?) {
    #expect(DecimalDigits.number(text) == number)
  }
}
