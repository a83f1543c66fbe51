/// The memory in which a signature is worked out.
///
/// Everything is appended: first the raw material (header lines and query parameters in the caller's order, each
/// remembered as a ``Piece``), then the canonical request put together from the sorted pieces, then the string to sign,
/// then the result. Text is copied, never converted, and nothing is built as a `String` until someone asks for it.
///
/// A transcript lives on borrowed memory, for as long as ``record(_:of:_:)`` runs. What stays is the ``Record``.
struct Transcript {
  var bytes: Pen
  var headers: PieceList
  var parameters: PieceList
  /// Where the lines of the finished transcript are.
  var lines = Lines()

  /// Where the parts of a transcript are.
  struct Lines: Sendable {
    var canonicalRequest = 0..<0
    var signedHeaders = 0..<0
    var payloadHash = 0..<0
    var timestamp = 0..<0
    var stringToSign = 0..<0
    var scope = 0..<0
    var signature = 0..<0
    /// The target of a presigned request, with all of its parameters.
    var target = 0..<0
  }

  /// What is left of a transcript.
  struct Record: Sendable {
    let bytes: [UInt8]
    let lines: Lines

    func text(_ line: KeyPath<Lines, Range<Int>>) -> String { text(lines[keyPath: line]) }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
  }

  /// How much a transcript may hold at the most.
  struct Size {
    let bytes: Int
    let headers: Int
    let parameters: Int
  }

  /// Makes a transcript.
  ///
  /// - Parameters:
  ///   - size: An upper bound of what will be written.
  ///   - write: Writes it.
  /// - Returns: What was written.
  @inline(__always)
  static func record(
    _ size: Size, _ write: (inout Transcript) throws(SigV4Error) -> Void
  ) throws(SigV4Error) -> Record {
    var failure: SigV4Error?
    var lines = Lines()
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size.bytes) { memory, count in
      unsafe withUnsafeTemporaryAllocation(of: Piece.self, capacity: size.headers + size.parameters) { pieces in
        var transcript = unsafe Transcript(
          bytes: Pen(memory),
          headers: PieceList(UnsafeMutableBufferPointer(rebasing: pieces[..<size.headers])),
          parameters: PieceList(UnsafeMutableBufferPointer(rebasing: pieces[size.headers...])))
        do throws(SigV4Error) {
          try write(&transcript)
        } catch {
          failure = error
        }
        lines = transcript.lines
        count = transcript.bytes.count
      }
    }
    if let failure { throw failure }
    return Record(bytes: bytes, lines: lines)
  }

  /// Sorts the headers by name, those of the same name by arrival.
  mutating func sortHeaders() {
    let bytes = bytes
    headers.sort { left, right in
      let order = bytes.compare(left.name, right.name)
      return order == 0 ? left.start < right.start : order < 0
    }
  }

  /// Sorts the parameters by name, those of the same name by value.
  mutating func sortParameters() {
    let bytes = bytes
    parameters.sort { left, right in
      let order = bytes.compare(left.name, right.name)
      if order != 0 { return order < 0 }
      let byValue = bytes.compare(left.value, right.value)
      return byValue == 0 ? left.start < right.start : byValue < 0
    }
  }
}
