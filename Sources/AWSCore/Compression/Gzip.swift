/// Unpacks gzip (RFC 1952).
///
/// No request of ours asks for it; some proxies pack documents all the same.
package enum Gzip {
  /// Why bytes cannot be unpacked.
  package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// They are not gzip, or not all of it.
    case malformed
    /// They unpack to more than the limit.
    case tooLarge

    package var description: String {
      switch self {
      case .malformed: "the body says that it is gzip, which it is not, or not all of it"
      case .tooLarge: "the body is larger than the limit once it is unpacked"
      }
    }
  }

  /// Unpacks bytes.
  ///
  /// - Parameters:
  ///   - bytes: One or more members, complete.
  ///   - limit: The most bytes to unpack: a small body can hold a large one.
  package static func unpacked(_ bytes: [UInt8], upTo limit: Int) throws(Failure) -> [UInt8] {
    var reader = GzipReader()
    reader.add(bytes)
    var output: [UInt8] = []
    while let piece = try reader.next() {
      guard piece.count <= limit - output.count else { throw .tooLarge }
      output += piece
    }
    try reader.finish()
    return output
  }
}
