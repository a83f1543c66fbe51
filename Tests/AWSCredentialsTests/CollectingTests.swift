import AWSCredentials
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Bodies that are read into memory, and the memory that is taken for them.
@Suite struct CollectingTests {
  private static func chunks(_ sizes: [Int]) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      var position = 0
      for size in sizes {
        continuation.yield((position..<position + size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        position += size
      }
      continuation.finish()
    }
  }

  private static func content(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

  @Test("An announced length alone takes no memory, nor do empty chunks")
  func nothingForAHead() throws {
    var plan = CollectingPlan(length: .known(64 << 20), limit: 64 << 20)
    #expect(plan.capacity == 0)
    #expect(try plan.take(0) == nil && plan.capacity == 0)
    // With the first byte, the rest is expected.
    #expect(try plan.take(1) == 64 << 20)
    #expect(try plan.take((64 << 20) - 1) == nil)
  }

  @Test("A length that may be a lie is believed as far as bytes arrive")
  func lyingLength() throws {
    var plan = CollectingPlan(length: .known(1 << 50), limit: .max)
    #expect(try plan.take(1) == CollectingPlan.trusted)
    #expect(try plan.take(CollectingPlan.trusted) == 4 * (CollectingPlan.trusted + 1))
    var largest = CollectingPlan(length: .known(.max), limit: .max)
    #expect(try largest.take(Int.max - 1) == .max)
    #expect(throws: AWSHTTPBodyError.tooLarge(limit: .max)) { try largest.take(2) }
  }

  @Test("A stream that is longer than announced does not grow chunk by chunk")
  func longerThanAnnounced() throws {
    var plan = CollectingPlan(length: .known(10), limit: 1 << 30)
    var steps = 0
    for _ in 0..<1000 where try plan.take(1000) != nil { steps += 1 }
    #expect(steps < 6 && plan.capacity >= 1_000_000)
  }

  @Test("Without a length, memory grows in few steps and never beyond the limit")
  func unknownLength() throws {
    var plan = CollectingPlan(length: .unknown, limit: 3 << 20)
    // The first chunk may be the whole body.
    #expect(try plan.take(100) == 100)
    #expect(try plan.take(1) == CollectingPlan.smallest)
    var capacities: [Int] = []
    for _ in 0..<47 { if let capacity = try plan.take(1 << 16) { capacities.append(capacity) } }
    #expect(capacities.count < 4 && capacities.last == 3 << 20, "\(capacities)")
    #expect(throws: AWSHTTPBodyError.tooLarge(limit: 3 << 20)) { try plan.take(1 << 17) }
  }

  @Test("A body of a few bytes that announced terabytes is those few bytes")
  func lyingBody() async throws {
    let body = AWSHTTPBody(stream: Self.chunks([1, 2]), length: .known(1 << 42))
    #expect(try await body.collect(upTo: .max) == Self.content(3))
    let refused = AWSHTTPBody(stream: Self.chunks([1, 2]), length: .known(1 << 42))
    await #expect(throws: AWSHTTPBodyError.tooLarge(limit: 1 << 20)) { try await refused.collect(upTo: 1 << 20) }
  }

  @Test("The content is the same in every kind of memory", arguments: [true, false])
  func kinds(isKnown: Bool) async throws {
    for sizes in [[], [0], [1], [70_000], [0, 1, 65_536, 0, 300_000], Array(repeating: 1000, count: 5000)] {
      let count = sizes.reduce(0, +)
      let length = isKnown ? AWSHTTPBody.Length.known(Int64(count)) : .unknown
      let bytes = try await AWSHTTPBody(stream: Self.chunks(sizes), length: length).collect(upTo: count)
      #expect(bytes == Self.content(count))
      // What is kept is not much larger than its content.
      if isKnown || count < 1 << 20 { #expect(bytes.capacity <= 2 * count + 64) }
      let data = try await AWSHTTPBody(stream: Self.chunks(sizes), length: length).data(upTo: count)
      #expect(data == Data(Self.content(count)))
      guard count > 0 else { continue }
      await #expect(throws: AWSHTTPBodyError.tooLarge(limit: count - 1)) {
        try await AWSHTTPBody(stream: Self.chunks(sizes), length: length).collect(upTo: count - 1)
      }
      await #expect(throws: AWSHTTPBodyError.tooLarge(limit: count - 1)) {
        try await AWSHTTPBody(stream: Self.chunks(sizes), length: length).data(upTo: count - 1)
      }
    }
  }

  @Test("Large memory is asked for in large pages and holds what was written")
  func large() async throws {
    let sizes = Array(repeating: 1 << 20, count: 9)
    let bytes = try await AWSHTTPBody(stream: Self.chunks(sizes), length: .known(9 << 20)).collect(upTo: 9 << 20)
    #expect(bytes.count == 9 << 20 && bytes.last == UInt8(truncatingIfNeeded: ((9 << 20) - 1) &* 31))
    let unknown = try await AWSHTTPBody(stream: Self.chunks(sizes), length: .unknown).data(upTo: 9 << 20)
    #expect(unknown == Data(bytes))
  }
}
