/// SHA-256 as the lowercase hexadecimal text that signatures and `x-amz-content-sha256` use.
package enum SHA256Hex {
  /// The hash of no bytes at all.
  package static let ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// The hash of some bytes.
  package static func of(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    text.append(sha256Of: bytes)
    return String(decoding: text, as: UTF8.self)
  }
}
