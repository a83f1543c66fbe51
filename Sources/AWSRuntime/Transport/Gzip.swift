package import AWSCredentials
import HTTPTypes

/// Unpacks gzip (RFC 1952).
///
/// No request of ours asks for it; some proxies pack documents all the same.
package enum Gzip {
  /// The bytes are not gzip, or not all of it.
  package struct Malformed: Error, Sendable, CustomStringConvertible {
    package var description: String { "the body says that it is gzip, which it is not, or not all of it" }
  }

  /// Unpacks bytes.
  ///
  /// - Parameters:
  ///   - bytes: One or more members, complete.
  ///   - limit: The most bytes to unpack: a small body can hold a large one.
  /// - Throws: ``Malformed``, or `AWSHTTPBodyError.tooLarge`.
  package static func unpacked(_ bytes: [UInt8], upTo limit: Int) throws -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    repeat {
      var member = Inflate(try content(of: rest), upTo: limit - output.count)
      do throws(Inflate.Failure) {
        try member.run()
      } catch {
        switch error {
        case .malformed: throw Malformed()
        case .tooLarge: throw AWSHTTPBodyError.tooLarge(limit: limit)
        }
      }
      let end = bytes[member.position...]
      guard end.count >= 8, word(end) == checksum(member.output),
        word(end.dropFirst(4)) == UInt32(truncatingIfNeeded: member.output.count)
      else { throw Malformed() }
      output += member.output
      rest = end.dropFirst(8)
    } while !rest.isEmpty
    return output
  }

  /// What follows a member's header: magic number, method 8, flags, time, and the optional parts that the flags announce.
  private static func content(of bytes: ArraySlice<UInt8>) throws(Malformed) -> ArraySlice<UInt8> {
    guard bytes.count >= 18, bytes.starts(with: [0x1F, 0x8B, 8]) else { throw Malformed() }
    let flags = bytes[bytes.startIndex + 3]
    var rest = bytes.dropFirst(10)
    if flags & 4 != 0 {
      guard rest.count >= 2 else { throw Malformed() }
      rest = rest.dropFirst(2 + Int(rest[rest.startIndex]) + Int(rest[rest.startIndex + 1]) << 8)
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard let end = rest.firstIndex(of: 0) else { throw Malformed() }
      rest = rest[(end + 1)...]
    }
    return flags & 2 != 0 ? rest.dropFirst(2) : rest
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }
}

extension HTTPTransportResponse {
  /// Reads the body into memory, unpacked if the response says that it is packed: for documents, never for objects, which are
  /// stored and returned in whatever encoding their owner chose.
  package func collectDocument(upTo limit: Int) async throws -> [UInt8] {
    try await body.collectDocument(head, upTo: limit)
  }
}

extension ServiceResponse {
  /// The same for a response that the pipeline has judged.
  package func collectDocument(upTo limit: Int) async throws -> [UInt8] {
    try await body.collectDocument(head, upTo: limit)
  }
}

extension AWSHTTPBody {
  fileprivate func collectDocument(_ head: HTTPResponse, upTo limit: Int) async throws -> [UInt8] {
    let bytes = try await collect(upTo: limit)
    // Some proxies unpack a body and leave the field, and what the pipeline has inspected is unpacked already. No document
    // begins with gzip's magic number.
    guard let encoding = head.headerFields[.contentEncoding]?.trimmingASCIIWhitespace().lowercased(),
      encoding == "gzip" || encoding == "x-gzip", bytes.starts(with: [0x1F, 0x8B])
    else { return bytes }
    return try Gzip.unpacked(bytes, upTo: limit)
  }
}
