import NIOCore

/// The chunks of a body behind a gate. Before it has been passed, nothing of the body is touched.
struct GatedChunks<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element == ByteBuffer {
  let base: Base
  let gate: ContinueGate

  struct AsyncIterator: AsyncIteratorProtocol {
    let base: Base
    let gate: ContinueGate
    var iterator: Base.AsyncIterator?

    mutating func next() async throws -> ByteBuffer? {
      if iterator == nil {
        try await gate.pass()
        iterator = base.makeAsyncIterator()
      }
      return try await iterator?.next(isolation: #isolation)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base, gate: gate) }
}
