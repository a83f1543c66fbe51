import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Carries a request to its service, and the response or the fault back.
struct ServiceResponder: Sendable {
  /// Ends a connection from within a responder; the server closes it then.
  private struct ConnectionEnded: Error {}

  /// Larger bodies are written in pieces, so that a slow reader holds up the writer.
  private static let pieceSize = 1 << 18

  let service: any EmulatedService
  let faults: EmulatorFaults
  let clock: EmulatorClock
  let statistics: StatisticsRecorder
  let logger: Logger

  @concurrent func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
    let incoming = EmulatedRequest(
      method: request.method.rawValue, target: request.head.path ?? "/", authority: request.head.authority ?? "",
      headers: request.headers)
    statistics.record(service.service) { $0.requests += 1 }
    let fault = faults.strike(service: service.service, method: incoming.method, path: incoming.path)
    if fault.delay > .zero || fault.action != nil { statistics.record(service.service) { $0.faults += 1 } }
    if fault.delay > .zero { try await Task.sleep(for: fault.delay) }
    switch fault.action?.kind {
    case .reset:
      try await reset(channel)
    case .hang:
      try await hang(until: channel)
    case .respond(let status, let code, let message):
      let response = service.failure(
        status: min(max(status, 200), 599), code: code, message: message, request: incoming)
      try await write(response, for: incoming, writer: writer)
    case .throttle:
      try await write(service.throttled(incoming), for: incoming, writer: writer)
    case .loseResponse:
      _ = try await respond(incoming, body: request.body, writer: writer)
      try await reset(channel)
    case .respondLate(let duration):
      let result = try await respond(incoming, body: request.body, writer: writer)
      try await Task.sleep(for: duration)
      try await write(result, for: incoming, writer: writer)
    case .truncate(let count):
      let result = try await respond(incoming, body: request.body, writer: writer)
      try await write(result, for: incoming, writer: writer, truncatedTo: count)
    case .delay, nil:
      let result = try await respond(incoming, body: request.body, writer: writer)
      try await write(result, for: incoming, writer: writer)
    }
  }

  @concurrent private func respond(
    _ incoming: EmulatedRequest, body: RequestBody, writer: borrowing ResponseWriter
  ) async throws -> EmulatedResponse {
    switch service.admit(incoming) {
    case .response(let response): return response
    case .read(let plan, let complete):
      if let length = incoming.contentLength, length > plan.limit { return plan.tooLarge }
      if Self.expectsContinue(incoming) { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) }
      let collected = try await BodyCollector.collect(body, plan: plan, expected: incoming.contentLength)
      return collected.map(complete) ?? plan.tooLarge
    }
  }

  @concurrent private func write(
    _ response: EmulatedResponse, for incoming: EmulatedRequest, writer: consuming ResponseWriter,
    truncatedTo limit: Int? = nil
  ) async throws {
    var response = response
    service.finish(&response)
    response.headers[.date] = CivilTime(clock.now()).httpDate
    let isHead = incoming.method == "HEAD"
    if response.status != 204 && response.status != 304 {
      response.headers[.contentLength] = String(response.headLength ?? response.body.readableBytes)
    }
    let head = HTTPResponse(status: .init(code: response.status), headerFields: response.headers)
    var body = isHead ? ByteBuffer() : response.body
    if let limit, limit < body.readableBytes {
      let part = body.readSlice(length: limit) ?? ByteBuffer()
      var bodyWriter = try await writer.writeHead(head)
      try await bodyWriter.write(part)
      throw ConnectionEnded()
    }
    if body.readableBytes <= Self.pieceSize {
      try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
    } else {
      var bodyWriter = try await writer.writeHead(head)
      while let piece = body.readSlice(length: min(Self.pieceSize, body.readableBytes)), piece.readableBytes > 0 {
        try await bodyWriter.write(piece)
      }
      try await bodyWriter.finish(nil)
    }
    // A client that was not told to go on may send its body or not: nothing more can be read from this connection.
    if Self.expectsContinue(incoming), response.status >= 400 { throw ConnectionEnded() }
  }

  private static func expectsContinue(_ request: EmulatedRequest) -> Bool {
    request.first(.expect)?.lowercased() == "100-continue"
  }

  /// Closes with a TCP reset rather than an orderly end.
  private func reset(_ channel: any Channel) async throws -> Never {
    if let options = channel as? any SocketOptionProvider {
      try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await channel.close()
    throw ConnectionEnded()
  }

  /// Waits for the client to give up or the emulator to stop.
  private func hang(until channel: any Channel) async throws -> Never {
    let (gone, sink) = AsyncStream.makeStream(of: Void.self)
    channel.closeFuture.whenComplete { _ in sink.finish() }
    for await _ in gone {}
    throw ConnectionEnded()
  }
}
