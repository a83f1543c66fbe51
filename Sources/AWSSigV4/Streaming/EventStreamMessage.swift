#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A message of an event stream (`application/vnd.amazon.eventstream`): headers with types, and a payload.
///
/// The format is that of "Event stream encoding", Amazon Transcribe Developer Guide.
public struct EventStreamMessage: Sendable {
  /// The value of a header.
  public enum Value: Sendable, Hashable {
    /// A truth value.
    case bool(Bool)
    /// An integer of 8 bits.
    case int8(Int8)
    /// An integer of 16 bits.
    case int16(Int16)
    /// An integer of 32 bits.
    case int32(Int32)
    /// An integer of 64 bits.
    case int64(Int64)
    /// Bytes, 32767 at most.
    case bytes([UInt8])
    /// Text, 32767 bytes at most.
    case string(String)
    /// A time, to the millisecond.
    case timestamp(Date)
    /// A UUID.
    case uuid(UUID)
  }

  /// The headers, in order.
  public var headers: [(name: String, value: Value)]
  /// The payload.
  public var payload: [UInt8]

  /// Makes a message.
  ///
  /// - Parameters:
  ///   - headers: The headers; each name at most once.
  ///   - payload: The payload, 24 MiB at most.
  public init(headers: [(name: String, value: Value)] = [], payload: [UInt8] = []) {
    self.headers = headers
    self.payload = payload
  }

  /// The message as it is sent: the prelude with its CRC, the headers, the payload, and the CRC of it all.
  ///
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidMessage`` if a header or the payload does not fit the
  ///   format.
  public func encoded() throws(SigV4Error) -> [UInt8] {
    var names: Set<String> = []
    for header in headers {
      guard names.insert(header.name).inserted else {
        throw SigV4Error(.invalidMessage, message: "A header occurs twice in the message.")
      }
    }
    let headerBytes = try Self.encode(headers)
    guard headerBytes.count <= 131_072, payload.count <= 25_165_824 else {
      throw SigV4Error(
        .invalidMessage,
        message:
          "The message has \(headerBytes.count) bytes of headers and \(payload.count) of payload; 128 KiB and 24 "
          + "MiB are allowed.")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerBytes.count + payload.count + 16)
    bytes.append(bigEndian: UInt32(headerBytes.count + payload.count + 16))
    bytes.append(bigEndian: UInt32(headerBytes.count))
    bytes.append(bigEndian: CRC32.of(bytes))
    bytes.append(contentsOf: headerBytes)
    bytes.append(contentsOf: payload)
    bytes.append(bigEndian: CRC32.of(bytes))
    return bytes
  }
}

extension EventStreamMessage {
  /// The bytes of some headers.
  static func encode(_ headers: [(name: String, value: Value)]) throws(SigV4Error) -> [UInt8] {
    var bytes: [UInt8] = []
    for (number, header) in headers.enumerated() {
      let name = header.name.utf8
      guard (1...255).contains(name.count) else {
        throw SigV4Error(
          .invalidMessage, message: "The name of header number \(number + 1) must have 1 to 255 bytes.")
      }
      bytes.append(UInt8(name.count))
      bytes.append(contentsOf: name)
      try header.value.append(to: &bytes, name: header.name)
    }
    return bytes
  }
}

extension EventStreamMessage.Value {
  fileprivate func append(to bytes: inout [UInt8], name: String) throws(SigV4Error) {
    switch self {
    case .bool(let value): bytes.append(value ? 0 : 1)
    case .int8(let value):
      bytes.append(2)
      bytes.append(UInt8(bitPattern: value))
    case .int16(let value):
      bytes.append(3)
      bytes.append(bigEndian: value)
    case .int32(let value):
      bytes.append(4)
      bytes.append(bigEndian: value)
    case .int64(let value):
      bytes.append(5)
      bytes.append(bigEndian: value)
    case .bytes(let value): try Self.append(value, type: 6, to: &bytes, name: name)
    case .string(let value): try Self.append(Array(value.utf8), type: 7, to: &bytes, name: name)
    case .timestamp(let value):
      let milliseconds = (value.timeIntervalSince1970 * 1000).rounded(.down)
      guard let milliseconds = Int64(exactly: milliseconds) else {
        throw SigV4Error(.invalidMessage, message: "The time in a header of the message cannot be written.")
      }
      bytes.append(8)
      bytes.append(bigEndian: milliseconds)
    case .uuid(let value):
      let id = value.uuid
      bytes.append(9)
      bytes.append(contentsOf: [
        id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15,
      ])
    }
  }

  private static func append(
    _ value: [UInt8], type: UInt8, to bytes: inout [UInt8], name: String
  ) throws(SigV4Error) {
    guard value.count <= 32_767 else {
      throw SigV4Error(
        .invalidMessage, message: "The value of a header of the message has \(value.count) bytes; 32767 are allowed.")
    }
    bytes.append(type)
    bytes.append(bigEndian: UInt16(value.count))
    bytes.append(contentsOf: value)
  }
}

extension [UInt8] {
  fileprivate mutating func append<Integer: FixedWidthInteger>(bigEndian value: Integer) {
    for shift in stride(from: Integer.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

extension EventStreamMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the headers and the size of the payload.
  public var description: String {
    "EventStreamMessage(headers: \(headers.map(\.name)), payload: \(payload.count) bytes)"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the values and the payload.
  public var customMirror: Mirror {
    Mirror(self, children: ["headers": headers.map(\.name), "payload": payload.count], displayStyle: .struct)
  }
}
