import AWSCredentials

/// Writes a body in the `aws-chunked` encoding, with trailers after the last chunk. Each chunk is signed if the
/// ``ChunkedEncoding`` says so (Amazon S3, "Signature calculations for the Authorization header: transferring payload
/// in multiple chunks" and "…including trailing headers").
///
/// ```swift
/// let encoding = try ChunkedEncoding(decodedLength: size, trailers: ["x-amz-checksum-crc32c": 8], signing: .signed)
/// request.headers = encoding.applied(to: request.headers)
/// let seed = try signer.sign(request, payload: encoding.payload, credentials: credentials, date: date)
/// var chunks = try ChunkSigner(encoding, seed: seed)
/// for try await part in parts { send(try chunks.chunk(part)) }  // of encoding.chunkSize bytes, but for the last
/// send(try chunks.end(trailers: [("x-amz-checksum-crc32c", checksum)]))
/// ```
public struct ChunkSigner: Sendable {
  private let encoding: ChunkedEncoding
  private var chain: SignatureChain?
  private let timestamp: String
  private var written = 0
  private var hasShortChunk = false
  private var isEnded = false

  /// Makes a value that writes one body. The chunks are signed with the credentials and the time with which the
  /// request's headers were signed.
  ///
  /// - Parameters:
  ///   - encoding: The body's length, its chunk size, its trailers, and whether chunks are signed.
  ///   - seed: The signature of the request's headers, made with ``ChunkedEncoding/payload``.
  /// - Throws: ``SigV4Error`` if the headers were signed for another kind of body, or the chunks are to be signed and
  ///   the headers were signed with SigV4a.
  public init(_ encoding: ChunkedEncoding, seed: HeaderSignature) throws(SigV4Error) {
    self.encoding = encoding
    guard seed.payloadHash == encoding.payload.word else {
      throw SigV4Error(
        .invalidPayload,
        message: "The request's head was signed with the payload \(seed.payloadHash); a body of this encoding needs "
          + "\(encoding.payload.word ?? "another").")
    }
    timestamp = seed.context.timestamp
    guard encoding.signing == .signed else { return }
    guard let key = seed.context.plainKey else {
      throw SigV4Error(.invalidScope, message: "Chunks are signed by SigV4 alone.")
    }
    chain = SignatureChain(key: key, scope: seed.context.scope, seed: seed.signature)
  }

  /// Encodes the next chunk of the body.
  ///
  /// - Parameter data: The bytes of the chunk: exactly ``ChunkedEncoding/chunkSize`` bytes, or fewer in the last chunk.
  /// - Returns: The encoded chunk, to be sent.
  /// - Throws: ``SigV4Error`` if the chunk has the wrong length, or the body would become longer than announced.
  public mutating func chunk(_ data: [UInt8]) throws(SigV4Error) -> [UInt8] {
    if data.isEmpty { return [] }
    guard !isEnded, !hasShortChunk, data.count <= encoding.chunkSize,
      data.count <= encoding.decodedLength - written
    else {
      throw SigV4Error(
        .invalidPayload,
        message: """
          A chunk of \(data.count) bytes after \(written) does not fit a body of \(encoding.decodedLength) bytes in chunks of \
          \(encoding.chunkSize), of which only the last may be shorter.
          """)
    }
    hasShortChunk = data.count < encoding.chunkSize
    written += data.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 100)
    append(data, to: &bytes)
    bytes += data
    bytes += ChunkedEncoding.lineEnd
    return bytes
  }

  /// Encodes the end of the body: the empty chunk and the trailers.
  ///
  /// - Parameter trailers: The names and values of the trailers that the ``ChunkedEncoding`` announces, in any order;
  ///   by default none.
  /// - Throws: ``SigV4Error`` if the body is shorter than announced, or the trailers are not those announced.
  public mutating func end(trailers: [(name: String, value: String)] = []) throws(SigV4Error) -> [UInt8] {
    guard !isEnded, written == encoding.decodedLength else {
      throw SigV4Error(
        .invalidPayload,
        message: isEnded
          ? "The body has ended before." : "The body ends after \(written) of \(encoding.decodedLength) bytes.")
    }
    let lines = try encoding.lines(of: trailers)
    isEnded = true
    var bytes: [UInt8] = []
    append([], to: &bytes)
    for (name, value) in lines {
      bytes += Array("\(name):\(value)".utf8) + ChunkedEncoding.lineEnd
    }
    if !lines.isEmpty {
      let text = lines.map { "\($0.name):\($0.value)\n" }.joined()
      let hash = SHA256Hex.of(Array(text.utf8))
      if let signature = chain?.next("AWS4-HMAC-SHA256-TRAILER", timestamp: timestamp, hashes: [hash]) {
        bytes += Array("\(ChunkedEncoding.trailerSignature):\(signature)".utf8) + ChunkedEncoding.lineEnd
      }
    }
    return bytes + ChunkedEncoding.lineEnd
  }

  private mutating func append(_ data: [UInt8], to bytes: inout [UInt8]) {
    bytes += Array(String(data.count, radix: 16).utf8)
    let hashes = chain == nil ? [] : [SHA256Hex.ofNothing, data.isEmpty ? SHA256Hex.ofNothing : SHA256Hex.of(data)]
    if let signature = chain?.next("AWS4-HMAC-SHA256-PAYLOAD", timestamp: timestamp, hashes: hashes) {
      bytes += Array("\(ChunkedEncoding.chunkSignature)\(signature)".utf8)
    }
    bytes += ChunkedEncoding.lineEnd
  }
}

extension ChunkSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many bytes of the body have been written, and how many the body has in total. Both are counted before
  /// encoding.
  public var description: String { "ChunkSigner(\(written) of \(encoding.decodedLength) bytes)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the number of bytes of the body that have been written. The signing key is left out.
  public var customMirror: Mirror { Mirror(self, children: ["written": written], displayStyle: .struct) }
}
