package import NIOCore
import Synchronization

/// The memory into which the connections of a transport receive.
package final class ReceiveBuffers: Sendable {
  /// The sizes that can be asked for: below a memory page nothing is saved, and above this nothing is gained.
  package static let bounds = 4096...(16 << 20)

  /// The largest buffer that a connection keeps between two reads, in bytes, as SwiftNIO's own allocator does. Larger ones
  /// are given back when who reads the response has used them.
  package static let kept = 64 << 10

  /// The largest buffer, in bytes: a power of two.
  package let maximum: Int
  /// How many bytes the buffers that are larger than ``kept`` may have together, one for each connection.
  package let total: Int

  // How many connections receive into buffers that are larger than `kept`.
  private let receivers = Atomic<Int>(0)

  /// - Parameters:
  ///   - maximum: The largest buffer, in bytes; it is rounded up to a power of two.
  ///   - total: How many bytes the buffers of all connections that are larger than ``kept`` may have together.
  package init(maximum: Int, total: Int) {
    self.maximum = min(max(maximum, Self.bounds.lowerBound), Self.bounds.upperBound).roundedUpToPowerOfTwo
    self.total = max(0, total)
  }

  /// Sets the sizes for a connection.
  ///
  /// SwiftNIO's own allocator stops at 64 KiB, so that a large response is received in many small steps, each of which
  /// wakes the reader. A buffer begins small and is doubled only after one was filled, so small responses need no more
  /// memory than before.
  ///
  /// One buffer is filled at a time: a reader that is slow has at most one waiting. More at a time were not measurably
  /// faster.
  package func apply(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.setOption(.maxMessagesPerRead, value: 1).flatMap {
      channel.setOption(.recvAllocator, value: ReceiveBufferAllocator(self))
    }
  }

  /// The largest buffer for each of the connections that receive large responses at this time.
  fileprivate var largest: Int {
    let each = total / max(1, receivers.load(ordering: .relaxed))
    return min(maximum, max(min(maximum, Self.kept), each.roundedDownToPowerOfTwo))
  }

  /// A connection that receives into large buffers, for as long as the value exists.
  fileprivate final class Receiver: Sendable {
    private let buffers: ReceiveBuffers

    init(_ buffers: ReceiveBuffers) {
      self.buffers = buffers
      buffers.receivers.add(1, ordering: .relaxed)
    }

    deinit { buffers.receivers.subtract(1, ordering: .relaxed) }
  }
}

/// The size of the next buffer of one connection: it is doubled after one was filled, and becomes what is needed after two
/// that were at most half full.
package struct ReceiveBufferAllocator: RecvByteBufferAllocator {
  // Three words: what SwiftNIO holds in place.
  private let buffers: ReceiveBuffers
  private var receiver: ReceiveBuffers.Receiver?
  private var size = Self.smallest
  /// What was received into the last buffer, if that was at most half full; else 0.
  private var lastSmall: Int32 = 0

  private static let smallest: Int32 = 2048

  package init(_ buffers: ReceiveBuffers) { self.buffers = buffers }

  package func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { allocator.buffer(capacity: Int(size)) }

  /// SwiftNIO keeps a buffer, of the size that is given here, for as long as the connection exists. For `nil`, with `true`
  /// as the result of ``record(actualReadBytes:)``, it makes one each time and keeps none.
  package func nextBufferSize() -> Int? { Int(size) <= ReceiveBuffers.kept ? Int(size) : nil }

  package mutating func record(actualReadBytes: Int) -> Bool {
    let count = Int32(clamping: actualReadBytes)
    if count >= size {
      size = min(size * 2, Int32(buffers.maximum))
      lastSmall = 0
    } else if count > size / 2 {
      lastSmall = 0
    } else if lastSmall == 0 {
      lastSmall = max(1, count)
    } else {
      let needed = Int32(Int(max(count, lastSmall)).roundedUpToPowerOfTwo)
      size = max(min(size / 2, needed * 2), Self.smallest)
      lastSmall = 0
    }
    let isLarge = Int(size) > ReceiveBuffers.kept
    if isLarge != (receiver != nil) { receiver = isLarge ? ReceiveBuffers.Receiver(buffers) : nil }
    if isLarge { size = min(size, Int32(buffers.largest)) }
    return Int(size) > ReceiveBuffers.kept
  }
}

extension Int {
  fileprivate var roundedDownToPowerOfTwo: Int { self < 1 ? 0 : 1 << (Int.bitWidth - 1 - leadingZeroBitCount) }
  fileprivate var roundedUpToPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
