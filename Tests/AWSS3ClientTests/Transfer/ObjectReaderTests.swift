import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// Ranges of an object, read in any order.
@Suite struct ObjectReaderTests {
  private static let content = TestContent.bytes(500_000)

  private static func store(_ fault: @escaping PartStore.Fault = { _, _ in nil }) -> PartStore {
    let store = PartStore(fault)
    store.put(content, "k")
    return store
  }

  private func reader(_ store: PartStore, gap: Int64 = 1000) async throws -> S3.ObjectReader {
    try await S3Fixture.client(store.transport).reader(
      bucket: "b", key: "k", options: S3.ReaderOptions(largestGap: gap, concurrency: 2))
  }

  @Test("A range has its bytes; beyond the end there are fewer or none")
  func ranges() async throws {
    let reader = try await reader(Self.store())
    #expect(reader.size == 500_000)
    #expect(try await reader.read(at: 0, count: 10) == Array(Self.content[..<10]))
    #expect(try await reader.read(at: 123_456, count: 1000) == Array(Self.content[123_456..<124_456]))
    #expect(try await reader.read(at: 499_990, count: 100) == Array(Self.content[499_990...]))
    for (offset, count) in [(500_000, 5), (.max - 1, 5), (0, 0), (7, -1)] as [(Int64, Int)] {
      #expect(try await reader.read(at: offset, count: count) == [])
    }
    let isRest = try await reader.read(at: 10, count: .max) == Array(Self.content[10...])
    #expect(isRest)
  }

  @Test("Ranges that are close to each other are read with one request, in any order, and may overlap")
  func neighbours() async throws {
    let store = Self.store()
    let reader = try await reader(store)
    let ranges: [Range<Int64>] = [
      300_000..<300_100, 0..<100, 600..<700, 50..<80, 5000..<5000, 300_050..<300_200, 1701..<1800, 499_999..<600_000,
    ]
    let contents = try await reader.read(ranges)
    for (range, bytes) in zip(ranges, contents) {
      let known = range.clamped(to: 0..<500_000)
      #expect(bytes == Array(Self.content[Int(known.lowerBound)..<Int(known.upperBound)]), "\(range)")
    }
    #expect(
      store.log.filter { $0.hasPrefix("GET") }.sorted() == [
        "GET bytes=0-699", "GET bytes=1701-1799", "GET bytes=300000-300199", "GET bytes=499999-499999",
      ])
    #expect(try await reader.read([]) == [])
  }

  @Test("A connection that breaks off does not matter")
  func broken() async throws {
    let store = Self.store()
    let reader = try await reader(store)
    store.breakOff(range: "bytes=0-399999", after: 250_000)
    let isSame = try await reader.read(at: 0, count: 400_000) == Array(Self.content[..<400_000])
    #expect(isSame)
    #expect(
      store.log.contains { $0.hasPrefix("GET bytes=") && $0.hasSuffix("-399999") && !$0.hasPrefix("GET bytes=0-") })
  }

  @Test("An object that was replaced is an error, and is not read")
  func replaced() async throws {
    let store = Self.store()
    let reader = try await reader(store)
    store.put(Array(Self.content.reversed()), "k")
    let error = await S3Error.of { try await reader.read(at: 0, count: 10) }
    #expect(error?.code == .preconditionFailed)
  }

  @Test("A range that begins before the object is refused")
  func negative() async throws {
    let reader = try await reader(Self.store())
    let error = await S3Error.of { try await reader.read(at: -1, count: 10) }
    #expect(error?.code == .invalidRange)
    #expect(await S3Error.of { try await reader.read([-5..<0]) }?.code == .invalidRange)
  }
}
