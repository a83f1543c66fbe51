#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Content of any length whose bytes are known by their position: pieces of it in another order are seen.
enum Pattern {
  /// A number of bytes that no part, chunk or buffer has.
  private static let period = 1_048_573

  /// Two periods, so that a piece of up to one period is in it without a break.
  private static let twice: Data = {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var once = Data(capacity: period + 8)
    while once.count < period {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for shift in stride(from: 24, to: 64, by: 8) { once.append(UInt8(truncatingIfNeeded: state >> UInt64(shift))) }
    }
    once = Data(once.prefix(period))
    return once + once
  }()

  /// The bytes from a position on.
  static func bytes(_ count: Int, at position: Int = 0) -> Data {
    var result = Data(capacity: count)
    while result.count < count {
      let start = (position + result.count) % period
      result += twice[start..<(start + min(period, count - result.count))]
    }
    return result
  }

  /// Whether these are the bytes from a position on.
  static func matches(_ piece: Data, at position: Int) -> Bool { piece == bytes(piece.count, at: position) }

  /// The content as a stream that can be read once.
  struct Stream: AsyncSequence, Sendable {
    typealias Element = Data
    typealias Failure = Never

    let size: Int

    struct AsyncIterator: AsyncIteratorProtocol {
      let size: Int
      var position = 0

      mutating func next() async -> Data? {
        let count = Swift.min(500_000, size - position)
        guard count > 0 else { return nil }
        defer { position += count }
        return Pattern.bytes(count, at: position)
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(size: size) }
  }
}
