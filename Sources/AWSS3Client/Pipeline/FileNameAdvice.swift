import AWSCore
import AWSCredentials
import AWSSigV4

/// How a file name in any script is written into `Content-Disposition` (RFC 6266, 4.3, with the encoding of RFC 8187).
enum FileNameAdvice {
  /// What to do about a value that is not ASCII: with the name encoded, if the value has one.
  static func advice(for value: String) -> String {
    let form = "filename*=UTF-8''\(fileName(in: value).map { PercentEncoding.encode($0) } ?? "…")"
    return "write the file name as \(form), its UTF-8 bytes percent-encoded (RFC 6266)"
  }

  /// The value of `filename`, with or without quotes; `nil` if there is none, or one too long for a message.
  private static func fileName(in value: String) -> String? {
    let bytes = Array(value.utf8)
    let lowercased = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let name = Array("filename=".utf8)
    guard let start = lowercased.firstRange(of: name)?.upperBound else { return nil }
    var text = bytes[start...]
    if text.first == UInt8(ascii: "\"") {
      text = text.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    } else {
      text = text.prefix { $0 != UInt8(ascii: ";") }
    }
    guard !text.isEmpty, text.count <= 200 else { return nil }
    return String(validating: text, as: UTF8.self)?.nilIfBlank
  }
}
