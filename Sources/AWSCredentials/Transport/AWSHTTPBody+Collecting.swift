#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension AWSHTTPBody {
  /// Reads the whole body into memory.
  ///
  /// Memory is taken when bytes arrive, never for an announced length alone. A body whose announced length is at most
  /// 256 MiB is received into one piece of memory of that length; others into pieces that grow.
  ///
  /// - Parameter limit: The most bytes to accept.
  /// - Throws: ``AWSHTTPBodyError/tooLarge(limit:)`` if there are more; otherwise what the stream throws;
  ///   `CancellationError` if the task is cancelled.
  public func collect(upTo limit: Int) async throws -> [UInt8] {
    if case .known(let length) = length, length > Int64(limit) { throw AWSHTTPBodyError.tooLarge(limit: limit) }
    if case .bytes(let bytes) = content { return bytes }
    var collected: [UInt8] = []
    try await collect(into: &collected, upTo: limit)
    // Many small bodies of unknown length may be kept; each in no more memory than it needs.
    guard collected.count < collected.capacity / 2, collected.count <= 1 << 20 else { return collected }
    return unsafe collected.withBodyBytes { bytes in unsafe [UInt8](bytes) }
  }

  /// Appends the whole body to memory of any kind.
  ///
  /// - Parameters:
  ///   - sink: An empty piece of memory.
  ///   - limit: The most bytes to accept.
  package func collect<Sink: HTTPBodySink>(into sink: inout Sink, upTo limit: Int) async throws {
    let limit = Swift.min(limit, Sink.largest)
    if case .known(let length) = length, length > Int64(limit) { throw AWSHTTPBodyError.tooLarge(limit: limit) }
    var plan = CollectingPlan(length: length, limit: limit)
    var iterator = makeAsyncIterator()
    while let chunk = try await iterator.nextChunk() {
      if let capacity = try plan.take(chunk.byteCount) { sink.reserve(capacity) }
      unsafe chunk.withBodyBytes { bytes in unsafe sink.append(bytes) }
    }
  }
}

/// Memory into which the bytes of a body are collected.
package protocol HTTPBodySink {
  init()
  /// The most bytes that the memory can hold.
  static var largest: Int { get }
  /// Makes room for this many bytes in total, without writing to the memory.
  mutating func reserve(_ capacity: Int)
  /// Copies bytes behind those that are there.
  mutating func append(_ bytes: UnsafeRawBufferPointer)
}

/// How much memory is reserved for a body while it arrives.
package struct CollectingPlan {
  /// The most bytes that are reserved because a length was announced: the sender may lie, and memory that there is not
  /// ends the program.
  package static let trusted = 256 << 20
  /// The smallest piece for a body of unknown length.
  package static let smallest = 64 << 10
  // Memory that has not been written to costs nothing but its address, so fewer and larger steps save copies.
  private static let growth = 4

  private let announced: Int?
  private let limit: Int
  private var count = 0
  package private(set) var capacity = 0

  package init(length: AWSHTTPBody.Length, limit: Int) {
    announced = if case .known(let length) = length { Int(clamping: Swift.max(0, length)) } else { nil }
    self.limit = limit
  }

  /// Accounts for bytes that have arrived.
  ///
  /// - Returns: How much room is needed in total, or `nil` if there is enough.
  /// - Throws: ``AWSHTTPBodyError/tooLarge(limit:)``.
  package mutating func take(_ added: Int) throws(AWSHTTPBodyError) -> Int? {
    let (total, overflows) = count.addingReportingOverflow(added)
    guard !overflows, total <= limit else { throw AWSHTTPBodyError.tooLarge(limit: limit) }
    count = total
    guard total > capacity else { return nil }
    // A stream may have more bytes than announced; who reads it finds that out at its end.
    let known = announced.flatMap { $0 >= total ? $0 : nil }
    if capacity == 0, known == nil {
      // The first chunk may be the only one.
      capacity = total
    } else {
      // Of an announced length, no more is believed than the bytes so far make likely.
      let grown = total.multipliedReportingOverflow(by: Self.growth)
      let wanted = Swift.max(grown.overflow ? Int.max : grown.partialValue, known == nil ? Self.smallest : Self.trusted)
      capacity = Swift.min(wanted, known ?? limit)
    }
    return capacity
  }
}

extension Array: HTTPBodySink where Element == UInt8 {
  package static var largest: Int { .max }

  package mutating func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    var larger: [UInt8] = []
    larger.reserveCapacity(capacity)
    unsafe larger.withUnsafeMutableBytes { bytes in
      unsafe HugePages.request(from: bytes.baseAddress, count: capacity)
    }
    larger += self
    self = larger
  }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe self.append(contentsOf: bytes) }
}

/// Asks the kernel to back large memory with large pages: a page of 4 KiB costs a fault for each, which takes longer than
/// to receive what is written to it.
package enum HugePages {
  /// The smallest piece for which it is worth the call.
  static let smallest = 4 << 20

  /// Asks for large pages in memory that has not been written to. It is a wish: the kernel may not fulfil it.
  package static func request(from start: UnsafeMutableRawPointer?, count: Int) {
    #if os(Linux) && (canImport(Glibc) || canImport(Musl))
      guard count >= smallest, let start = unsafe start else { return }
      let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
      let first = (UInt(bitPattern: start) + page - 1) / page * page
      let end = (UInt(bitPattern: start) + UInt(count)) / page * page
      guard end > first, let aligned = unsafe UnsafeMutableRawPointer(bitPattern: first) else { return }
      _ = unsafe madvise(aligned, Int(end - first), CInt(MADV_HUGEPAGE))
    #endif
  }
}
