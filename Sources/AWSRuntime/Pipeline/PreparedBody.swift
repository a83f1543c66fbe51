import AWSCredentials
import AWSSigV4
import HTTPTypes

/// What every attempt of a request sends as its body, worked out once (step 3).
struct PreparedBody: Sendable {
  /// The header fields of the request, with those that describe the body.
  var headers: HTTPFields
  /// What the signature says of the body.
  let payload: PayloadHash
  /// The bytes before they are framed.
  private let content: AWSHTTPBody
  private let framing: Framing?

  /// How the content is cut into chunks, and the checksum in the trailer behind them.
  struct Framing: Sendable {
    let encoding: ChunkedEncoding
    /// The checksum in the trailer; `nil` if there is no trailer.
    let checksum: BodyChecksum?
  }

  init(_ content: AWSHTTPBody, headers: HTTPFields, payload: PayloadHash, framing: Framing? = nil) {
    self.content = content
    self.headers = headers
    self.payload = payload
    self.framing = framing
  }

  /// The same body with other header fields.
  func with(headers: HTTPFields) -> PreparedBody {
    var copy = self
    copy.headers = headers
    return copy
  }

  /// The body of an attempt.
  ///
  /// - Parameter seed: The signature of the attempt's head, on which those of the chunks depend.
  func body(after seed: HeaderSignature) throws(SigV4Error) -> AWSHTTPBody {
    guard let framing else { return content }
    let signer = try ChunkSigner(framing.encoding, seed: seed)
    let chunks = FramedChunks(content: content, framing: framing, signer: signer)
    let length = AWSHTTPBody.Length.known(Int64(framing.encoding.encodedLength))
    return content.replay == .any
      ? AWSHTTPBody(length: length) { chunks } : AWSHTTPBody(stream: chunks, length: length)
  }
}

/// A body in the `aws-chunked` encoding.
private struct FramedChunks: AsyncSequence, Sendable {
  let content: AWSHTTPBody
  let framing: PreparedBody.Framing
  let signer: ChunkSigner

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(
      base: content.makeAsyncIterator(), framing: framing, signer: signer, checksum: framing.checksum?.begin())
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: AWSHTTPBody.AsyncIterator
    let framing: PreparedBody.Framing
    var signer: ChunkSigner
    var checksum: (any RunningChecksum)?
    var pending: [UInt8] = []
    // What of it has been sent.
    var sent = 0
    // What has been read of the content.
    var count: Int64 = 0
    var isContentOver = false
    var isOver = false

    // Said here as of a body without frames: the transport knows that the service has not got all of it.
    private var wrongLength: AWSHTTPBodyError {
      .lengthMismatch(expected: Int64(framing.encoding.decodedLength), actual: count)
    }

    mutating func next() async throws -> [UInt8]? {
      let size = framing.encoding.chunkSize
      while pending.count - sent < size, !isContentOver {
        guard let chunk = try await base.next() else {
          isContentOver = true
          if count < framing.encoding.decodedLength { throw wrongLength }
          break
        }
        count += Int64(chunk.count)
        if count > framing.encoding.decodedLength { throw wrongLength }
        checksum?.update(chunk)
        // Usually nothing is left of the one before, and the chunk is taken as it is.
        if sent == pending.count {
          pending = chunk
        } else {
          pending.removeFirst(sent)
          pending += chunk
        }
        sent = 0
      }
      let part = pending[sent...].prefix(size)
      if !part.isEmpty {
        sent += part.count
        return try signer.chunk(Array(part))
      }
      guard !isOver else { return nil }
      isOver = true
      guard let name = framing.checksum?.name, let checksum else { return try signer.end() }
      return try signer.end(trailers: [(name, checksum.base64)])
    }
  }
}
