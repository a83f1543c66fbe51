/// The one buffer in which a signature is worked out.
///
/// Everything is appended: first the raw material (header lines and query parameters in the caller's order, each
/// remembered as a ``Piece``), then the canonical request put together from the sorted pieces, then the string to sign,
/// then the result. Text is copied, never converted, and nothing is built as a `String` until someone asks for it.
struct Transcript: Sendable {
  /// A name and a value in the buffer: a header or a query parameter.
  struct Piece: Sendable {
    var start: Int
    var split: Int
    var end: Int
    var name: Range<Int> { start..<split }
    var value: Range<Int> { split..<end }
  }

  var bytes: [UInt8] = []
  var headers: [Piece] = []
  var parameters: [Piece] = []
  /// Where the lines of the finished transcript are.
  var canonicalRequest: Range<Int> = 0..<0
  var signedHeaders: Range<Int> = 0..<0
  var payloadHash: Range<Int> = 0..<0
  var stringToSign: Range<Int> = 0..<0
  var scope: Range<Int> = 0..<0
  var signature: Range<Int> = 0..<0

  init(for request: SigningRequest, credentialBytes: Int) {
    var size = 1024 + request.target.utf8.count * 4 + credentialBytes * 3 + request.authority.utf8.count * 2
    for header in request.headers { size += (header.name.utf8.count + header.value.utf8.count) * 2 + 16 }
    bytes.reserveCapacity(size)
    headers.reserveCapacity(request.headers.count + 4)
  }

  /// Sorts the headers by name, those of the same name by arrival.
  mutating func sortHeaders() { Self.sort(&headers, in: bytes, equalNames: .byArrival) }

  /// Sorts the parameters by name, those of the same name by value.
  mutating func sortParameters() { Self.sort(&parameters, in: bytes, equalNames: .byValue) }

  private static func sort(_ pieces: inout [Piece], in bytes: [UInt8], equalNames: EqualNames) {
    guard pieces.count > 1 else { return }
    pieces.sort { left, right in
      switch compare(left.name, right.name, in: bytes) {
      case 0:
        let byValue = equalNames == .byValue ? compare(left.value, right.value, in: bytes) : 0
        return byValue == 0 ? left.start < right.start : byValue < 0
      case let order: return order < 0
      }
    }
  }

  /// How pieces of the same name are ordered.
  private enum EqualNames { case byArrival, byValue }

  private static func compare(_ left: Range<Int>, _ right: Range<Int>, in bytes: [UInt8]) -> Int {
    var (i, j) = (left.lowerBound, right.lowerBound)
    while i < left.upperBound, j < right.upperBound {
      if bytes[i] != bytes[j] { return Int(bytes[i]) - Int(bytes[j]) }
      i += 1
      j += 1
    }
    return left.count - right.count
  }
}
