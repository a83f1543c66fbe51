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
  func maximum(asked: Int, expected: Int) async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    try await ReceiveBuffers(maximum: asked).apply(to: channel).get()
    let allocator = try await channel.getOption(.recvAllocator).get() as? AdaptiveRecvByteBufferAllocator
    #expect(allocator?.maximum == expected && allocator?.initial == 2048)
    #expect(try await channel.getOption(.maxMessagesPerRead).get() == 1)
    try await channel.close()
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
