import AWSCredentials
import AWSRuntime

/// Cuts the chunks of a stream into parts in memory.
struct PartReader {
  private var chunks: AWSHTTPBody.AsyncIterator
  private let plan: UploadPlan
  private let memory: PartMemory
  private var number = 0
  private var rest: ArraySlice<UInt8> = []
  private var isOver = false
  private var total: Int64 = 0

  init(_ body: AWSHTTPBody, plan: UploadPlan, memory: PartMemory) {
    chunks = body.makeAsyncIterator()
    self.plan = plan
    self.memory = memory
  }

  /// Reads the next part; `nil` after the last one. There is always a first part, which may be empty.
  mutating func next() async throws -> UploadPart? {
    guard !isOver || !rest.isEmpty || number == 0 else { return nil }
    let count = Int(plan.fullSize(of: number + 1))
    var bytes = memory.take(count)
    bytes += rest.prefix(count)
    rest = rest.dropFirst(bytes.count)
    // What follows the part tells whether it is the last one. What is announced is not trusted: memory is taken when bytes arrive.
    while rest.isEmpty, !isOver {
      guard let chunk = try await chunks.next() else {
        isOver = true
        break
      }
      let taken = min(count - bytes.count, chunk.count)
      Self.makeRoom(for: bytes.count + taken, in: &bytes, of: count)
      bytes += chunk[..<taken]
      rest = chunk[taken...]
    }
    number += 1
    total += Int64(bytes.count)
    let isLast = isOver && rest.isEmpty
    if let size = plan.size, total > size || isLast && total < size {
      throw AWSHTTPBodyError.lengthMismatch(expected: size, actual: total + Int64(rest.count))
    }
    memory.hold(bytes, number)
    return UploadPart(
      number: number, body: { [memory, number] in memory.body(of: number) }, count: Int64(bytes.count), isLast: isLast)
  }

  /// Gives a part that grows its memory at once, at most what a full part needs: an array that doubles by itself would leave
  /// as much behind, and end with up to twice the size.
  private static func makeRoom(for needed: Int, in bytes: inout [UInt8], of count: Int) {
    guard needed > bytes.capacity, needed > smallPart else { return }
    bytes.reserveCapacity(min(count, max(2 * needed, usualPart)))
  }

  /// Up to this size an array grows by itself.
  private static let smallPart = 64 << 10
  /// Up to this size a part's memory is taken at once. The system provides it as it is written.
  private static let usualPart = 16 << 20
}
