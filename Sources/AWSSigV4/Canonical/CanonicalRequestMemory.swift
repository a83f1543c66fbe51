/// The memory of one signature: its bytes, and behind them its pieces.
///
/// It is written by one signer and only read after that.
final class CanonicalRequestMemory: ManagedBuffer<CanonicalRequestWriter.Size, UInt8> {
  /// Takes memory; it is not initialised.
  ///
  /// - Parameter size: An upper bound of what will be written.
  @inline(__always)
  static func make(_ size: CanonicalRequestWriter.Size) -> CanonicalRequestMemory {
    let pieces = size.headers + size.parameters
    let buffer = create(minimumCapacity: size.bytes + pieces * MemoryLayout<Piece>.stride) { _ in size }
    return unsafe unsafeDowncast(buffer, to: CanonicalRequestMemory.self)
  }

  /// The address of the first byte. The caller has to keep the memory alive.
  @inline(__always)
  var address: UnsafeMutablePointer<UInt8> { unsafe withUnsafeMutablePointerToElements { unsafe $0 } }

  /// Keeps the memory alive up to here.
  @inline(__always)
  func keep() { withExtendedLifetime(self) {} }
}
