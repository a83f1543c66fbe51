/// What a signature says about a request's body.
public enum PayloadHash: Sendable {
  /// The body itself, which the signer hashes.
  case bytes([UInt8])
  /// The SHA-256 of the body as 64 hexadecimal digits, for a body that is in a file or was hashed before.
  case sha256(hex: String)
  /// The body is not covered by the signature (`UNSIGNED-PAYLOAD`).
  ///
  /// Only Amazon S3 takes this, and AWS's SDKs use it over TLS alone: over plain HTTP anyone on the way could replace
  /// the body. The signer does as it is told. Presigned URLs of S3 are always signed this way.
  case unsigned
  /// The body is chunked, not covered by the signature, and followed by a trailer with its checksum
  /// (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`); Amazon S3 only.
  case streamingUnsignedTrailer
  /// The body is in signed chunks (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD`), as ``ChunkedSigner`` makes them.
  case streamingSigned
  /// The body is in signed chunks and followed by a signed trailer (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`).
  case streamingSignedTrailer
  /// There is no body.
  case empty
}

extension PayloadHash {
  /// Writes the payload's line of the canonical request.
  func append(to bytes: inout [UInt8]) throws(SigV4Error) {
    switch self {
    case .bytes(let body):
      if body.isEmpty { bytes.append(text: SHA256Hex.ofNothing) } else { bytes.append(sha256Of: body) }
    case .sha256(let hex):
      let start = bytes.count
      bytes.append(lowercased: hex)
      guard bytes.count - start == 64, bytes[start...].allSatisfy(\.isLowercaseHexDigit) else {
        throw SigV4Error(
          .invalidPayloadHash,
          message: "The payload hash must be a SHA-256 of 64 hexadecimal digits; it has \(hex.utf8.count) characters.")
      }
    case .unsigned: bytes.append(text: "UNSIGNED-PAYLOAD")
    case .streamingUnsignedTrailer: bytes.append(text: "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    case .streamingSigned: bytes.append(text: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    case .streamingSignedTrailer: bytes.append(text: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
    case .empty: bytes.append(text: SHA256Hex.ofNothing)
    }
  }
}

extension PayloadHash: CustomStringConvertible, CustomReflectable {
  /// The kind of payload, without the body.
  public var description: String {
    switch self {
    case .bytes(let body): "bytes(\(body.count))"
    case .sha256(let hex): "sha256(\(hex))"
    case .unsigned: "unsigned"
    case .streamingUnsignedTrailer: "streamingUnsignedTrailer"
    case .streamingSigned: "streamingSigned"
    case .streamingSignedTrailer: "streamingSignedTrailer"
    case .empty: "empty"
    }
  }

  /// A mirror without the body.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .enum) }
}
