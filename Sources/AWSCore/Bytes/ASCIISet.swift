/// A set of ASCII characters that is asked about byte by byte.
///
/// There is one table for all sets, a bit in it for each: asking is a load and a test.
@usableFromInline package struct ASCIISet: Sendable {
  @usableFromInline let bit: UInt8

  @inlinable @inline(__always) init(bit: UInt8) { self.bit = bit }

  @inlinable @inline(__always)
  package func contains(_ byte: UInt8) -> Bool {
    // The table has a place for each of the 128 characters.
    byte < 128 && (unsafe Self.table.utf8Start[Int(byte)]) & bit != 0
  }

  /// The unreserved characters of RFC 3986 §2.3: letters, digits and `-._~`.
  @inlinable @inline(__always) package static var unreserved: ASCIISet { ASCIISet(bit: 1 << 0) }

  /// The characters of a token of RFC 9110 §5.6.2: letters, digits and ``!#$%&'*+-.^_`|~``.
  @inlinable @inline(__always) package static var token: ASCIISet { ASCIISet(bit: 1 << 1) }

  /// The unreserved characters and the slash: what stands for itself in a path.
  @inlinable @inline(__always) package static var unreservedAndSlash: ASCIISet { ASCIISet(bit: 1 << 2) }

  /// Visible characters and the space, without `#` and `?`.
  @inlinable @inline(__always) package static var visibleButMarks: ASCIISet { ASCIISet(bit: 1 << 3) }

  // Sixteen characters in a line, the bits as above.
  @inlinable @inline(__always) static var table: StaticString {
    """
    \u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\
    \u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\
    \u{8}\u{A}\u{8}\u{2}\u{A}\u{A}\u{A}\u{A}\u{8}\u{8}\u{A}\u{A}\u{8}\u{F}\u{F}\u{C}\
    \u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{8}\u{8}\u{8}\u{8}\u{8}\u{0}\
    \u{8}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\
    \u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{8}\u{8}\u{8}\u{A}\u{F}\
    \u{A}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\
    \u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{F}\u{8}\u{A}\u{8}\u{F}\u{0}
    """
  }
}
