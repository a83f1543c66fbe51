import AWSCredentials

/// Decodes what S3 encodes in lists: as in HTML forms, `%XX` is a byte and `+` a space.
enum FormDecoding {
  /// Decodes a text. A `%` without two hexadecimal digits stands for itself.
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return text }
    // An escaped `+` is not there yet.
    let spaced = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    return String(decoding: WirePath.decoded(spaced), as: UTF8.self)
  }
}
