import AWSCredentials
import AWSRuntime

/// Where the parts of an upload come from.
enum UploadSource: Sendable {
  /// Each part can be read by itself, and again.
  case ranges(size: Int64, part: @Sendable (_ offset: Int64, _ count: Int64) -> AWSHTTPBody)
  /// The parts are copied from an object in S3. The request lacks number, range and upload.
  case object(size: Int64, S3.UploadPartCopyInput)
  /// The parts are read one after the other, from the beginning of the content to its end.
  case stream(AWSHTTPBody)

  init(_ body: AWSHTTPBody) {
    if let bytes = body.bytesInMemory {
      self = .ranges(size: Int64(bytes.count)) { offset, count in
        count == bytes.count ? body : AWSHTTPBody(Array(bytes[Int(offset)..<Int(offset + count)]))
      }
    } else {
      self = .stream(body)
    }
  }

  /// How many bytes there are; `nil` if only the end of the content tells.
  var size: Int64? {
    switch self {
    case .ranges(let size, _), .object(let size, _): return size
    case .stream(let body):
      guard case .known(let size) = body.length else { return nil }
      return size
    }
  }

  /// Whether the content can be read a second time.
  var canBeReadAgain: Bool {
    switch self {
    case .ranges, .object: true
    case .stream(let body): body.replay == .any
    }
  }
}

/// A part that is ready to be sent.
struct UploadPart: Sendable {
  /// Counts from 1.
  let number: Int
  let body: AWSHTTPBody
  /// How many bytes the part has.
  let count: Int64
  let isLast: Bool
}

/// Cuts the chunks of a stream into parts in memory.
struct PartReader {
  private var chunks: AWSHTTPBody.AsyncIterator
  private let plan: UploadPlan
  private var number = 0
  private var rest: ArraySlice<UInt8> = []
  private var isOver = false
  private var total: Int64 = 0

  init(_ body: AWSHTTPBody, plan: UploadPlan) {
    chunks = body.makeAsyncIterator()
    self.plan = plan
  }

  /// Reads the next part; `nil` after the last one. There is always a first part, which may be empty.
  mutating func next() async throws -> UploadPart? {
    guard !isOver || !rest.isEmpty || number == 0 else { return nil }
    let count = Int(plan.fullSize(of: number + 1))
    var bytes = Array(rest.prefix(count))
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
    return UploadPart(number: number, body: AWSHTTPBody(bytes), count: Int64(bytes.count), isLast: isLast)
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
