/// The memory of one transcript: its bytes, and behind them its pieces.
///
/// It is written by one signer and only read after that.
final class TranscriptMemory: ManagedBuffer<TranscriptMemory.Extent, UInt8> {
  /// How much of it is what.
  struct Extent: Sendable {
    /// How many bytes there is room for.
    var bytes: Int
    /// How many pieces.
    var pieces: Int
  }

  /// Takes memory; it is not initialised.
  @inline(__always)
  static func make(bytes: Int, pieces: Int) -> TranscriptMemory {
    let buffer = create(minimumCapacity: bytes + pieces * MemoryLayout<Piece>.stride) { _ in
      Extent(bytes: bytes, pieces: pieces)
    }
    return unsafe unsafeDowncast(buffer, to: TranscriptMemory.self)
  }

  /// Where it begins. Whoever asks keeps the memory alive.
  @inline(__always)
  var address: UnsafeMutablePointer<UInt8> { unsafe withUnsafeMutablePointerToElements { unsafe $0 } }
}
