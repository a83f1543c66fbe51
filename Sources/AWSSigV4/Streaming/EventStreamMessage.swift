import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A message of the event stream encoding, `application/vnd.amazon.eventstream` (Amazon Transcribe developer guide, "Event
/// stream encoding"; Smithy, "Amazon Event Stream Specification").
public struct EventStreamMessage: Sendable, Hashable {
  /// The value of a header of an event stream message, in one of the types that the encoding defines.
  public enum Value: Sendable, Hashable {
    /// A Boolean value.
    case bool(Bool)
    /// A signed integer of 8 bits.
    case int8(Int8)
    /// A signed integer of 16 bits.
    case int16(Int16)
    /// A signed integer of 32 bits.
    case int32(Int32)
    /// A signed integer of 64 bits.
    case int64(Int64)
    /// A sequence of at most 65,535 bytes.
    case bytes([UInt8])
    /// A text of at most 65,535 bytes in UTF-8.
    case string(String)
    /// A point in time. It is encoded as the number of milliseconds since 1970.
    case timestamp(Date)
    /// A universally unique identifier (UUID) of 16 bytes.
    case uuid(UUID)
  }

  /// The largest length of the encoded headers of a message, in bytes.
  public static let headersLimit = 131_072
  /// The largest length of the payload of a message, in bytes.
  public static let payloadLimit = 25_165_824

  /// The names and values of the message's headers, in the order in which they are sent.
  public var headers: [(name: String, value: Value)]
  /// The content of the message, without its headers.
  public var payload: [UInt8]

  /// Makes a message of an event stream from its headers and its payload, which are both empty by default.
  public init(headers: [(name: String, value: Value)] = [], payload: [UInt8] = []) {
    self.headers = headers
    self.payload = payload
  }

  /// Encodes the message for sending.
  ///
  /// - Throws: ``SigV4Error`` if a header or the payload is longer than the encoding allows.
  public func encoded() throws(SigV4Error) -> [UInt8] {
    try Self.encoded(headers: Self.encode(headers), payload: payload)
  }

  static func encoded(headers: [UInt8], payload: [UInt8]) throws(SigV4Error) -> [UInt8] {
    guard headers.count <= headersLimit, payload.count <= payloadLimit else {
      throw SigV4Error(
        .invalidPayload,
        message: "A message has \(headers.count) bytes of headers and \(payload.count) of payload; there is room for "
          + "\(headersLimit) and \(payloadLimit).")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headers.count + payload.count + 16)
    bytes.append(bigEndian: UInt32(headers.count + payload.count + 16))
    bytes.append(bigEndian: UInt32(headers.count))
    bytes += CRC.crc32.bytes(of: CRC.crc32.checksum(of: bytes))
    bytes += headers
    bytes += payload
    bytes += CRC.crc32.bytes(of: CRC.crc32.checksum(of: bytes))
    return bytes
  }

  static func encode(_ headers: [(name: String, value: Value)]) throws(SigV4Error) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in headers {
      guard (1...255).contains(name.utf8.count) else {
        throw SigV4Error(.invalidPayload, message: "The name of a message's header has to be 1 to 255 bytes long.")
      }
      bytes.append(UInt8(name.utf8.count))
      bytes += Array(name.utf8)
      try encode(value, of: name, to: &bytes)
    }
    return bytes
  }

  private static func encode(_ value: Value, of name: String, to bytes: inout [UInt8]) throws(SigV4Error) {
    func sized(_ type: UInt8, _ content: [UInt8]) throws(SigV4Error) -> [UInt8] {
      guard let count = UInt16(exactly: content.count) else {
        throw SigV4Error(
          .invalidPayload, message: "The value of the message's header \(name) is longer than 65535 bytes.")
      }
      return [type, UInt8(count >> 8), UInt8(truncatingIfNeeded: count)] + content
    }
    switch value {
    case .bool(let value): bytes.append(value ? 0 : 1)
    case .int8(let value): bytes += [2, UInt8(bitPattern: value)]
    case .int16(let value): bytes.append(3, bigEndian: UInt16(bitPattern: value))
    case .int32(let value): bytes.append(4, bigEndian: UInt32(bitPattern: value))
    case .int64(let value): bytes.append(5, bigEndian: UInt64(bitPattern: value))
    case .bytes(let value): bytes += try sized(6, value)
    case .string(let value): bytes += try sized(7, Array(value.utf8))
    case .timestamp(let value):
      let milliseconds = (value.timeIntervalSince1970 * 1000).rounded()
      guard let exact = Int64(exactly: milliseconds) else {
        throw SigV4Error(.invalidDate, message: "The time in the message's header \(name) is out of range.")
      }
      bytes.append(8, bigEndian: UInt64(bitPattern: exact))
    case .uuid(let value):
      let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = value.uuid
      bytes += [9, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }
  }

  /// Whether two messages have the same headers and the same payload.
  public static func == (left: Self, right: Self) -> Bool {
    left.payload == right.payload && left.headers.count == right.headers.count
      && zip(left.headers, right.headers).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  /// Hashes the message's headers and payload.
  public func hash(into hasher: inout Hasher) {
    for (name, value) in headers {
      hasher.combine(name)
      hasher.combine(value)
    }
    hasher.combine(payload)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  fileprivate mutating func append(_ type: UInt8, bigEndian value: some FixedWidthInteger) {
    append(type)
    append(bigEndian: value)
  }
}
