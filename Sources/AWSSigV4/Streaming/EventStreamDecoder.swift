import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the messages of an event stream from bytes that arrive in pieces of any size ("Event stream encoding" in the Smithy
/// specification). Both checksums of each message are compared.
package struct EventStreamDecoder: Sendable {
  private var bytes: [UInt8] = []
  // What of them has been read.
  private var start = 0

  package init() {}

  /// Whether bytes are left that are no whole message.
  package var hasRest: Bool { start < bytes.count }

  /// Takes the next bytes.
  package mutating func append(_ chunk: [UInt8]) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += chunk
  }

  /// The next message; `nil` if not all of its bytes have arrived.
  ///
  /// - Throws: ``Invalid`` if the bytes are no message, or a checksum is another.
  package mutating func next() throws(Invalid) -> EventStreamMessage? {
    let available = bytes[start...]
    guard available.count >= 12 else { return nil }
    let total = Int(number(at: 0))
    let headers = Int(number(at: 4))
    guard CRC.crc32.checksum(of: available.prefix(8)) == UInt64(number(at: 8)) else {
      throw Invalid(problem: "the checksum of its lengths is another")
    }
    guard headers <= EventStreamMessage.headersLimit, total >= headers + 16,
      total - headers - 16 <= EventStreamMessage.payloadLimit
    else { throw Invalid(problem: "its lengths are impossible") }
    guard available.count >= total else { return nil }
    guard CRC.crc32.checksum(of: available.prefix(total - 4)) == UInt64(number(at: total - 4)) else {
      throw Invalid(problem: "its checksum is another")
    }
    let payload = start + 12 + headers
    let message = EventStreamMessage(
      headers: try Self.headers(bytes[(start + 12)..<payload]), payload: Array(bytes[payload..<(start + total - 4)]))
    start += total
    return message
  }

  /// What is wrong with a message; the end of a sentence.
  package struct Invalid: Error, Hashable {
    package let problem: String
  }

  private func number(at offset: Int) -> UInt32 {
    bytes[(start + offset)..<(start + offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func headers(
    _ bytes: ArraySlice<UInt8>
  ) throws(Invalid) -> [(name: String, value: EventStreamMessage.Value)] {
    var rest = bytes
    func take(_ count: Int) throws(Invalid) -> ArraySlice<UInt8> {
      guard rest.count >= count else { throw Invalid(problem: "a header is cut off") }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    func integer(_ count: Int) throws(Invalid) -> UInt64 { try take(count).reduce(0) { $0 << 8 | UInt64($1) } }
    var headers: [(name: String, value: EventStreamMessage.Value)] = []
    while !rest.isEmpty {
      let name = String(decoding: try take(Int(try integer(1))), as: UTF8.self)
      let value: EventStreamMessage.Value
      switch try integer(1) {
      case 0: value = .bool(true)
      case 1: value = .bool(false)
      case 2: value = .int8(Int8(truncatingIfNeeded: try integer(1)))
      case 3: value = .int16(Int16(truncatingIfNeeded: try integer(2)))
      case 4: value = .int32(Int32(truncatingIfNeeded: try integer(4)))
      case 5: value = .int64(Int64(truncatingIfNeeded: try integer(8)))
      case 6: value = .bytes(Array(try take(Int(try integer(2)))))
      case 7: value = .string(String(decoding: try take(Int(try integer(2))), as: UTF8.self))
      case 8:
        value = .timestamp(Date(timeIntervalSince1970: Double(Int64(truncatingIfNeeded: try integer(8))) / 1000))
      case 9:
        let b = Array(try take(16))
        value = .uuid(
          UUID(
            uuid: (
              b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            )))
      default: throw Invalid(problem: "a header is of an unknown type")
      }
      headers.append((name, value))
    }
    return headers
  }
}
