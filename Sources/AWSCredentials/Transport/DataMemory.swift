#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for the bytes of a body that becomes `Data` without a copy.
@safe final class DataMemory: HTTPBodySink {
  static let largest = Int.max
  private var start: UnsafeMutableRawPointer?
  private var capacity = 0
  private var count = 0

  init() {}

  deinit { unsafe free(start) }

  func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    resize(to: capacity)
    unsafe HugePages.request(from: start?.advanced(by: count), count: capacity - count)
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, unsafe !bytes.isEmpty else { return }
    reserve(count + bytes.count)
    unsafe start?.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  /// Gives the bytes away.
  func take() -> Data {
    guard count > 0 else { return Data() }
    // As for arrays: many small ones may be kept.
    if count < capacity / 2, count <= 1 << 20 { resize(to: count) }
    guard let taken = unsafe start else { return Data() }
    defer {
      unsafe start = nil
      capacity = 0
      count = 0
    }
    return unsafe Data(bytesNoCopy: taken, count: count, deallocator: .free)
  }

  // Where the memory is large, the system moves its pages and copies nothing.
  private func resize(to capacity: Int) {
    guard let moved = unsafe realloc(start, capacity) else { fatalError("There is no memory for \(capacity) bytes.") }
    unsafe start = moved
    self.capacity = capacity
  }
}
