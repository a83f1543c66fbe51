import AWSCredentials
import AWSRuntime
import NIOCore
import NIOPosix
import Testing

@Suite("The memory of connections")
struct ReceiveBuffersTests {
  @Test(
    "The largest buffer is the one that was asked for, within bounds",
    arguments: [
      (1 << 20, 1 << 20), (300_000, 1 << 19), (0, 4096), (-1, 4096), (.max, 16 << 20),
    ])
  func maximum(asked: Int, expected: Int) {
    var allocator = ReceiveBufferAllocator(ReceiveBuffers(maximum: asked, total: .max))
    #expect(allocator.nextBufferSize() == 2048)
    #expect(Self.fill(&allocator, times: 20) == expected)
  }

  @Test("A connection receives into one such buffer at a time")
  func applying() async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    try await ReceiveBuffers(maximum: 1 << 20, total: 1 << 20).apply(to: channel).get()
    #expect(try await channel.getOption(.recvAllocator).get() is ReceiveBufferAllocator)
    #expect(try await channel.getOption(.maxMessagesPerRead).get() == 1)
    try await channel.close()
  }

  @Test("Connections that receive at the same time share the memory, and have it alone again when the others end")
  func sharing() {
    let buffers = ReceiveBuffers(maximum: 1 << 20, total: 1 << 20)
    var first = ReceiveBufferAllocator(buffers)
    #expect(Self.fill(&first, times: 20) == 1 << 20)
    var others = [ReceiveBufferAllocator](repeating: ReceiveBufferAllocator(buffers), count: 3)
    for index in others.indices { #expect(Self.fill(&others[index], times: 20) <= 1 << 19) }
    for index in others.indices { #expect(Self.fill(&others[index], times: 1) == 1 << 18) }
    #expect(Self.fill(&first, times: 1) == 1 << 18)
    // Small responses, and the end of a connection.
    #expect(others[0].record(actualReadBytes: 1000) && !others[0].record(actualReadBytes: 1000))
    others.removeLast(2)
    #expect(Self.fill(&first, times: 20) == 1 << 20)
  }

  @Test(
    "However many connections there are, each has at least the buffer that SwiftNIO gives it", arguments: [0, 1000])
  func least(total: Int) {
    let buffers = ReceiveBuffers(maximum: 1 << 20, total: total)
    var all = [ReceiveBufferAllocator](repeating: ReceiveBufferAllocator(buffers), count: 3)
    for index in all.indices { #expect(Self.fill(&all[index], times: 20) == 64 << 10) }
  }

  @Test("A buffer becomes smaller after two small reads, not after one")
  func shrinking() {
    var allocator = ReceiveBufferAllocator(ReceiveBuffers(maximum: 1 << 20, total: 1 << 20))
    #expect(Self.fill(&allocator, times: 20) == 1 << 20)
    #expect(allocator.record(actualReadBytes: 100_000) && Self.size(allocator) == 1 << 20)
    #expect(allocator.record(actualReadBytes: 600_000) && Self.size(allocator) == 1 << 20)
    #expect(allocator.record(actualReadBytes: 90_000) && allocator.record(actualReadBytes: 100_000))
    #expect(Self.size(allocator) == 1 << 18)
    _ = allocator.record(actualReadBytes: 1)
    #expect(!allocator.record(actualReadBytes: 1) && allocator.nextBufferSize() == 2048)
  }

  @Test("A connection keeps no buffer that is larger than SwiftNIO's")
  func keeping() {
    let allocator = ReceiveBufferAllocator(ReceiveBuffers(maximum: 1 << 20, total: 1 << 20))
    var pool = NIOPooledRecvBufferAllocator(capacity: 1, recvAllocator: allocator)
    var largest = 0
    for _ in 0..<20 {
      // Nobody holds what was received before: the pool could use it again.
      let count = pool.buffer(allocator: ByteBufferAllocator()) { buffer in
        buffer.writeRepeatingByte(0, count: buffer.writableBytes)
        return buffer.readableBytes
      }.1
      largest = max(largest, count)
      pool.record(actualReadBytes: count)
    }
    #expect(largest == 1 << 20)
    for _ in 0..<2 { pool.record(actualReadBytes: 1) }
    let kept = pool.buffer(allocator: ByteBufferAllocator()) { $0.capacity }.1
    #expect(kept <= 64 << 10)
  }

  /// Fills buffers, and returns the size of the next one.
  private static func fill(_ allocator: inout ReceiveBufferAllocator, times: Int) -> Int {
    for _ in 0..<times { _ = allocator.record(actualReadBytes: size(allocator)) }
    return size(allocator)
  }

  private static func size(_ allocator: ReceiveBufferAllocator) -> Int {
    allocator.buffer(allocator: ByteBufferAllocator()).capacity
  }

  @Test("SwiftNIO's buffers pass through a body without a copy")
  func passing() async throws {
    let buffer = ByteBuffer(repeating: 7, count: 100_000)
    let (stream, writer) = AsyncStream<ByteBuffer>.makeStream()
    writer.yield(buffer)
    writer.finish()
    var passed: [ByteBuffer] = []
    for try await chunk in AWSHTTPBody(stream: stream, length: .known(100_000)).buffers { passed.append(chunk) }
    #expect(passed.map(Self.address) == [Self.address(buffer)])
  }

  private static func address(_ buffer: ByteBuffer) -> UInt {
    unsafe buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
  }
}
