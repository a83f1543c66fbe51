import AWSCredentials

/// Decodes what S3 encodes in lists: as in HTML forms, `%XX` is a byte and `+` a space.
enum FormDecoding {
  /// Decodes a text. A `%` without two hexadecimal digits stands for itself.
  static func decode(_ text: String) -> String {
    let input = Array(text.utf8)
    guard input.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return text }
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    var position = 0
    while position < input.count {
      let byte = input[position]
      position += 1
      if byte == UInt8(ascii: "+") {
        output.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), position + 1 < input.count, let high = input[position].hexValue,
        let low = input[position + 1].hexValue
      {
        output.append(high << 4 | low)
        position += 2
      } else {
        output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
