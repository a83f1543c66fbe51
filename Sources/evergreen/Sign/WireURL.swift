/// A URL cut into the parts of a request, byte by byte: nothing is decoded, encoded or normalised.
///
/// Bytes that are not ASCII stay as they are, as they would on the wire.
struct WireURL {
  let scheme: String
  let authority: String
  let target: String

  init(_ text: String) throws(SignInputError) {
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      throw SignInputError(message: "The field url must begin with https:// or http://.")
    }
    switch bytes[..<colon].map({ $0 | 0x20 }) {
    case Array("https".utf8): scheme = "https"
    case Array("http".utf8): scheme = "http"
    default: throw SignInputError(message: "The field url must begin with https:// or http://.")
    }
    let start = bytes.index(colon, offsetBy: 3)
    let end =
      bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
      ?? bytes.endIndex
    authority = String(text[start..<end])
    target = String(text[end...])
  }
}
