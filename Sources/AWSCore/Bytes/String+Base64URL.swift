#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension String {
  /// Base64 with the alphabet for URLs and without padding (RFC 4648, section 5, and RFC 7515, section 2).
  package init(base64URL bytes: some Sequence<UInt8>) {
    let letters = Data(bytes).base64EncodedString().utf8.compactMap { letter -> UInt8? in
      switch letter {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="): nil
      default: letter
      }
    }
    self.init(decoding: letters, as: UTF8.self)
  }
}
