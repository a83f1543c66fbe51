import Crypto

/// The SHA-256 of a body that arrives in chunks.
package struct PayloadHasher {
  private var hash = SHA256()

  package init() {}

  /// Takes the next bytes.
  package mutating func update(_ chunk: [UInt8]) { hash.update(data: chunk) }

  /// The hash in lower-case hexadecimal digits.
  package func finish() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
