import AWSCore
public import AWSCredentials

/// How a signature covers the body of a request: by the hash of the body, by signatures of its chunks, or not at all.
public enum PayloadHash: Sendable {
  /// The body itself, as bytes. The signer computes its hash, and the signature covers the hash.
  case bytes([UInt8])
  /// The SHA-256 of the body as 64 hexadecimal digits, for a body that is in a file or whose hash is already known.
  case sha256(hex: String)
  /// The body is not covered by the signature (`UNSIGNED-PAYLOAD`).
  ///
  /// Only Amazon S3 accepts this, and AWS's SDKs use it only over TLS: over plain HTTP the body could be replaced on
  /// its way. The signer does not check the scheme. Presigned URLs of Amazon S3 are signed this way.
  case unsigned
  /// The body is sent in chunks, is not covered by the signature, and is followed by a trailer with its checksum
  /// (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`); Amazon S3 only.
  case streamingUnsignedTrailer
  /// The body is sent in chunks, each of which is signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD`); Amazon S3 only. See
  /// ``ChunkSigner``.
  case streaming
  /// The body is sent in chunks, each of which is signed, and so is the trailer after them
  /// (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`); Amazon S3 only. See ``ChunkSigner``.
  case streamingTrailer
  /// The body is an event stream whose messages are signed (`STREAMING-AWS4-HMAC-SHA256-EVENTS`). See
  /// ``EventStreamSigner``.
  case events
  /// The request has no body.
  case empty
}

extension PayloadHash {
  /// The body itself, as bytes of whatever type, such as `Data`, `String` or SwiftNIO's `ByteBuffer`.
  ///
  /// - Parameter bytes: The bytes of the body.
  public static func body(_ bytes: some AWSHTTPBodyBytes) -> PayloadHash { .bytes(bytes.bodyBytes) }

  /// What stands in the place of the body's hash; `nil` where the hash does.
  var word: String? {
    switch self {
    case .bytes, .sha256, .empty: nil
    case .unsigned: "UNSIGNED-PAYLOAD"
    case .streamingUnsignedTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    case .streaming: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    case .streamingTrailer: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    case .events: "STREAMING-AWS4-HMAC-SHA256-EVENTS"
    }
  }

  /// Writes the payload's line of the canonical request.
  func append(to bytes: inout ByteWriter) throws(SigV4Error) {
    switch self {
    case .bytes(let body):
      if body.isEmpty { bytes.append(SHA256Hex.noBytes) } else { bytes.append(sha256Of: body) }
    case .sha256(let hex):
      guard hex.utf8.count == 64, hex.everyByte({ $0.hexValue != nil }) else {
        throw SigV4Error(
          .invalidPayloadHash,
          message: "The payload hash must be a SHA-256 of 64 hexadecimal digits; it has \(hex.utf8.count) characters.")
      }
      bytes.append(lowercased: hex)
    case .unsigned, .streamingUnsignedTrailer, .streaming, .streamingTrailer, .events: bytes.append(text: word ?? "")
    case .empty: bytes.append(SHA256Hex.noBytes)
    }
  }
}

extension PayloadHash: CustomStringConvertible, CustomReflectable {
  /// The name of the case, such as `bytes`, with the number of bytes or the SHA-256 if the case has one. The bytes of
  /// the body are left out.
  public var description: String {
    switch self {
    case .bytes(let body): "bytes(\(body.count))"
    case .sha256(let hex): "sha256(\(hex))"
    case .unsigned: "unsigned"
    case .streamingUnsignedTrailer: "streamingUnsignedTrailer"
    case .streaming: "streaming"
    case .streamingTrailer: "streamingTrailer"
    case .events: "events"
    case .empty: "empty"
    }
  }

  /// A mirror without children, so that the bytes of the body are not shown.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .enum) }
}
