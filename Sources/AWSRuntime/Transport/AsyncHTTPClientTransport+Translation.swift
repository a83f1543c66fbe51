import AWSCredentials
import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

extension AsyncHTTPClientTransport {
  /// The request as AsyncHTTPClient sends it.
  ///
  /// - Parameters:
  ///   - gate: What holds its body back; `nil` to send it at once.
  ///   - hasRawTarget: Whether a ``RawTargetHandler`` puts path and query into it.
  static func translate(
    _ request: HTTPTransportRequest, behind gate: ContinueGate?, hasRawTarget: Bool
  ) throws(HTTPTransportError) -> HTTPClientRequest {
    let head = request.head
    guard let scheme = head.scheme, let authority = head.authority, !authority.isEmpty else {
      throw HTTPTransportError(.invalidRequest, message: "A request needs a scheme and an authority.")
    }
    let target = head.path ?? "/"
    var url = ""
    url.reserveCapacity(scheme.utf8.count + 3 + authority.utf8.count + target.utf8.count)
    url += scheme
    url += "://"
    url += authority
    url += hasRawTarget ? "/" : target
    var wire = HTTPClientRequest(url: url)
    wire.method = HTTPMethod(rawValue: head.method.rawValue)
    wire.headers = headers(of: head.headerFields, authority: authority)
    if hasRawTarget { wire.headers.add(name: RawTargetHandler.field, value: target) }
    wire.body = try body(of: request, behind: gate)
    return wire
  }

  /// The header fields with `Host` before them.
  private static func headers(of fields: HTTPFields, authority: String) -> HTTPHeaders {
    var host: String?
    var headers: [(String, String)] = []
    // AsyncHTTPClient adds the length of a body.
    headers.reserveCapacity(fields.count + 2)
    headers.append(("Host", authority))
    for field in fields {
      if field.name.canonicalName == "host" {
        host = host ?? field.value
      } else {
        headers.append((field.name.rawName, field.value))
      }
    }
    // A request may name another host than the one it goes to: at the other end of a tunnel.
    if let host { headers[0].1 = host }
    return HTTPHeaders(headers)
  }

  private static func body(
    of request: HTTPTransportRequest, behind gate: ContinueGate?
  ) throws(HTTPTransportError) -> HTTPClientRequest.Body? {
    if let bytes = request.body.bytesInMemory {
      // A PUT or POST without a body still needs a `Content-Length` of zero; AsyncHTTPClient sends it.
      if bytes.isEmpty { return nil }
      if let gate {
        let chunks = GatedChunks(base: SlicedBytes(bytes: bytes), gate: gate)
        return .stream(chunks, length: .known(Int64(bytes.count)))
      }
      if bytes.count <= SlicedBytes.sliceSize { return .bytes(ByteBuffer(bytes: bytes)) }
      // In slices, so that a response that comes before the end, such as a refusal, is read while they are written:
      // written in one piece they would keep the connection busy until the server has given it up.
      return .stream(SlicedBytes(bytes: bytes), length: .known(Int64(bytes.count)))
    }
    guard case .known(let length) = request.body.length else {
      throw HTTPTransportError(
        .invalidRequest, message: "The length of a request's body must be known; AWS refuses chunked transfer coding.")
    }
    if length == 0 { return nil }
    let chunks = LengthCheckedChunks(body: request.body, length: length)
    guard let gate else { return .stream(chunks, length: .known(length)) }
    return .stream(GatedChunks(base: chunks, gate: gate), length: .known(length))
  }

  /// A stream announced with no bytes is never asked for any; that it has some must not be lost in silence.
  static func checkLength(of body: AWSHTTPBody) async throws(HTTPTransportError) {
    guard body.bytesInMemory == nil, case .known(let length) = body.length, length <= 0 else { return }
    guard length == 0 else {
      throw HTTPTransportError(.invalidRequest, message: "A body cannot have \(length) bytes.")
    }
    do {
      for try await chunk in body where !chunk.isEmpty {
        throw AWSHTTPBodyError.lengthMismatch(expected: 0, actual: Int64(chunk.count))
      }
    } catch {
      throw HTTPTransportError(describing: error)
    }
  }

  static func translate(
    _ response: HTTPClientResponse, _ deadline: NIODeadline?, names: KnownFieldNames
  ) -> HTTPTransportResponse {
    let fields = names.fields(response.headers)
    let head = HTTPResponse(
      status: .init(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase), headerFields: fields)
    let length = fields.value(of: .contentLength).flatMap { Int64($0) }.map { AWSHTTPBody.Length.known($0) } ?? .unknown
    return HTTPTransportResponse(
      head: head, body: AWSHTTPBody(ResponseSource(response.body, deadline), length: length, replay: .once))
  }
}

/// The body of a response, which can be read once.
private final class ResponseSource: HTTPBodySource {
  private let body: HTTPClientResponse.Body
  private let deadline: NIODeadline?
  private let isRead = Atomic<Bool>(false)

  init(_ body: HTTPClientResponse.Body, _ deadline: NIODeadline?) {
    self.body = body
    self.deadline = deadline
  }

  func makeReader() throws -> any HTTPBodyReader {
    guard !isRead.exchange(true, ordering: .acquiringAndReleasing) else { throw AWSHTTPBodyError.alreadyRead }
    return ResponseReader(body.makeAsyncIterator(), deadline)
  }
}

/// Reads the chunks of a response in the memory in which they arrived, as fast as they are asked for.
private final class ResponseReader: HTTPBodyReader {
  private var base: HTTPClientResponse.Body.AsyncIterator
  private let deadline: NIODeadline?

  init(_ base: HTTPClientResponse.Body.AsyncIterator, _ deadline: NIODeadline?) {
    self.base = base
    self.deadline = deadline
  }

  func next() async throws -> (any HTTPBodyChunk)? {
    let chunk: ByteBuffer?
    do {
      chunk = try await base.next(isolation: #isolation)
    } catch {
      throw HTTPTransportError(describing: error)
    }
    // AsyncHTTPClient's own deadline ends with the head. The limit on silence ends a body that stops; this one a body that
    // arrives in pieces for too long.
    if chunk != nil, let deadline, deadline < .now() {
      throw HTTPTransportError(.timeout, message: "The response did not end in the time allowed.")
    }
    return chunk
  }
}

/// Bytes in memory, handed over slice by slice, from the beginning each time.
private struct SlicedBytes: AsyncSequence, Sendable {
  static let sliceSize = 64 * 1024
  let bytes: [UInt8]

  struct AsyncIterator: AsyncIteratorProtocol {
    let bytes: [UInt8]
    var position = 0

    mutating func next() async -> ByteBuffer? {
      guard position < bytes.count else { return nil }
      let end = Swift.min(position + SlicedBytes.sliceSize, bytes.count)
      defer { position = end }
      return ByteBuffer(bytes: bytes[position..<end])
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }
}

/// The chunks of a request's body, with a clear error when they are not as many bytes as announced.
private struct LengthCheckedChunks: AsyncSequence, Sendable {
  let body: AWSHTTPBody
  let length: Int64

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: AWSHTTPBody.AsyncIterator
    let length: Int64
    var count: Int64 = 0
    var isAtEnd = false

    mutating func next() async throws -> ByteBuffer? {
      if isAtEnd { return nil }
      guard let chunk = try await base.nextChunk() else {
        if count != length { throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count) }
        return nil
      }
      count += Int64(chunk.byteCount)
      // A service that has got all bytes that were announced takes the request for whole, so the last of them do not leave
      // before it is known that no more follow.
      if count == length {
        while count == length, let more = try await base.nextChunk() { count += Int64(more.byteCount) }
        isAtEnd = true
      }
      if count > length { throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count) }
      return ByteBuffer(chunk)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator(), length: length) }
}
