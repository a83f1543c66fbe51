/// The memory in which a signature is worked out.
///
/// Everything is appended: first the raw material (header lines and query parameters in the caller's order, each
/// remembered as a ``Piece``), then the canonical request put together from the sorted pieces, then the string to sign,
/// then the result. Text is copied, never converted, and nothing is built as a `String` until someone asks for it.
///
/// It is written into borrowed memory; what stays of it is its ``Record``.
struct CanonicalRequestWriter: ~Copyable {
  var bytes: ByteWriter
  var headers: PieceList
  var parameters: PieceList
  /// Whether two of the sorted headers have the same name.
  private(set) var hasRepeatedHeaders = false
  /// Where the finished lines are.
  var lines = Lines()
  /// Where the canonical headers and the names of the signed ones are, each with its line break, if they were put together here
  /// and not taken from a ``CanonicalHeaders``.
  var canonicalHeaders = 0..<0

  /// Where the parts of what was written are.
  struct Lines: Sendable {
    @Packed var canonicalRequest: Range<Int>
    @Packed var signedHeaders: Range<Int>
    @Packed var payloadHash: Range<Int>
    @Packed var stringToSign: Range<Int>
    @Packed var signature: Range<Int>
    /// The value of the `authorization` header of a request that is signed there.
    @Packed var authorization: Range<Int>
    /// The target of a presigned request, with all of its parameters.
    @Packed var target: Range<Int>
    /// The URL of a presigned request, which ends with the target.
    @Packed var url: Range<Int>
  }

  /// What was written. Nobody writes into its memory any more, so it may be shared.
  @safe struct Record: @unchecked Sendable {
    private let memory: CanonicalRequestMemory
    private let count: Int
    let lines: Lines

    /// Keeps what was written together with the memory it was written into.
    @inline(__always)
    init(_ writer: borrowing CanonicalRequestWriter, in memory: CanonicalRequestMemory) {
      unsafe precondition(writer.bytes.begins(at: memory.address), "a canonical request in other memory")
      self.memory = memory
      count = writer.bytes.count
      lines = writer.lines
    }

    func text(_ line: KeyPath<Lines, Range<Int>>) -> String { text(lines[keyPath: line]) }

    func text(_ range: Range<Int>) -> String {
      unsafe withBytes { unsafe String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    /// Lends everything that was written.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      withExtendedLifetime(memory) {
        unsafe body(UnsafeBufferPointer(start: memory.address, count: count))
      }
    }
  }

  /// How much may be written at the most.
  struct Size: Sendable {
    let bytes: Int
    let headers: Int
    let parameters: Int
  }

  /// Begins to write in memory that has to be kept alive for as long, by ``CanonicalRequestMemory/keep()``.
  @unsafe @inline(__always)
  init(in memory: CanonicalRequestMemory) {
    let size = memory.header
    let address = unsafe memory.address
    let pieces = unsafe UnsafeMutableRawPointer(address + size.bytes)
    unsafe bytes = ByteWriter(UnsafeMutableBufferPointer(start: address, count: size.bytes))
    unsafe headers = PieceList(pieces, capacity: size.headers)
    unsafe parameters = PieceList(
      pieces + size.headers * MemoryLayout<Piece>.stride, capacity: size.parameters)
  }

  /// Sorts the headers by name, those of the same name by arrival.
  mutating func sortHeaders() {
    let bytes = bytes
    var hasRepeats = false
    headers.sort { left, right in
      let order = bytes.compare(left.name, right.name)
      if order != 0 { return order < 0 }
      hasRepeats = true
      return left.start < right.start
    }
    hasRepeatedHeaders = hasRepeats
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

/// A range of what was written, which is never longer than a gigabyte, in half of the room: signatures are copied about.
@propertyWrapper struct Packed: Sendable {
  private var start: UInt32 = 0
  private var end: UInt32 = 0

  @inline(__always) init() {}

  @inline(__always) var wrappedValue: Range<Int> {
    get { Int(start)..<Int(end) }
    set {
      start = UInt32(newValue.lowerBound)
      end = UInt32(newValue.upperBound)
    }
  }
}
