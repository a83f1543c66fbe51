/// A set of ASCII characters that is asked about byte by byte.
struct ASCIISet: Sendable {
  private let low: UInt64
  private let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    // A shift by more than 63 leaves nothing, so that bytes beyond ASCII are in no set.
    let bits = byte < 64 ? low : high
    return byte < 128 && (bits &>> UInt64(byte & 63)) & 1 == 1
  }

  /// The unreserved characters of RFC 3986 §2.3: letters, digits and `-._~`.
  @inline(__always) static var unreserved: ASCIISet {
    ASCIISet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
  }

  /// The characters of a token of RFC 9110 §5.6.2: letters, digits and ``!#$%&'*+-.^_`|~``.
  @inline(__always) static var token: ASCIISet {
    ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  }

  /// What a host's name may hold by RFC 3986 §3.2.2: unreserved characters, `%` and sub-delimiters.
  @inline(__always) static var hostName: ASCIISet {
    ASCIISet(low: 0x2BFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
  }

  /// The unreserved characters and the slash: what stands for itself in a path.
  @inline(__always) static var unreservedAndSlash: ASCIISet {
    ASCIISet(low: 0x03FF_E000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
  }

  /// Visible characters and the space, without `#` and `?`.
  @inline(__always) static var visibleButMarks: ASCIISet {
    ASCIISet(low: 0x7FFF_FFF7_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF)
  }
}
