import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct EventStreamDecoderTests {
  private static let messages = [
    EventStreamMessage(),
    EventStreamMessage(headers: [(":event-type", .string("Records"))], payload: Array("a,b\n".utf8)),
    EventStreamMessage(
      headers: [
        ("t", .bool(true)), ("f", .bool(false)), ("8", .int8(-2)), ("16", .int16(-300)), ("32", .int32(-70_000)),
        ("64", .int64(-5_000_000_000)), ("b", .bytes([1, 2, 3])), ("s", .string("한글")),
        ("d", .timestamp(Date(timeIntervalSince1970: 1_767_323_045.25))),
        ("u", .uuid(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))),
      ], payload: Array(repeating: 7, count: 5000)),
  ]

  @Test("What is encoded is decoded, in pieces of any size", arguments: [1, 3, 16, 1000, 100_000])
  func pieces(size: Int) throws {
    let bytes = try Self.messages.flatMap { try $0.encoded() }
    var decoder = EventStreamDecoder()
    var found: [EventStreamMessage] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      decoder.append(Array(bytes[start..<min(start + size, bytes.count)]))
      while let message = try decoder.next() { found.append(message) }
    }
    #expect(found == Self.messages && !decoder.hasRest)
  }

  @Test("A message in which one byte is another is refused")
  func damage() throws {
    let bytes = try Self.messages[1].encoded()
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      var decoder = EventStreamDecoder()
      decoder.append(damaged)
      #expect(throws: EventStreamDecoder.Invalid.self, "byte \(index)") { try decoder.next() }
    }
  }
}
