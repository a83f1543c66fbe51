/// A name that is equal to another only byte for byte.
///
/// `String` holds a composed and a decomposed accent for the same text. To S3 and Elasticsearch they are two names.
struct ByteKey: Hashable, Comparable, Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  static func < (left: ByteKey, right: ByteKey) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  func hasPrefix(_ prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
}
