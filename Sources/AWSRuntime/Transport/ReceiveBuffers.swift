package import NIOCore

/// The memory into which a connection receives.
package struct ReceiveBuffers: Sendable {
  /// The sizes that can be asked for: below a memory page nothing is saved, and above this nothing is gained.
  package static let bounds = 4096...(16 << 20)

  /// The largest buffer, in bytes; SwiftNIO rounds it up to a power of two.
  package let maximum: Int

  package init(maximum: Int) { self.maximum = min(max(maximum, Self.bounds.lowerBound), Self.bounds.upperBound) }

  /// Sets the sizes for a connection.
  ///
  /// SwiftNIO's own allocator stops at 64 KiB, so that a large response is received in many small steps, each of which
  /// wakes the reader. A buffer begins small and is doubled only after one was filled, so small responses need no more
  /// memory than before.
  ///
  /// One buffer is filled at a time: a reader that is slow has at most one waiting, and a connection keeps none of them
  /// when it is idle. More at a time were not measurably faster.
  package func apply(to channel: any Channel) -> EventLoopFuture<Void> {
    let allocator = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 2048, maximum: maximum)
    return channel.setOption(.maxMessagesPerRead, value: 1).flatMap {
      channel.setOption(.recvAllocator, value: allocator)
    }
  }
}
