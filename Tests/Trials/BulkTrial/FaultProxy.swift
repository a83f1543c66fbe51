import AWSCredentials
import AWSElasticClient
import AWSSigV4
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// Stands before a server, verifies signatures and lets things go wrong.
struct FaultProxy: Sendable {
  /// Ends a connection from within a responder; the server closes it then.
  private struct ConnectionEnded: Error {}

  private struct Response {
    var status: Int
    var type = "application/json"
    var body: String
  }

  let server: TrialServer
  let keys: KeyRing
  let dice: FaultDice

  /// Listens on a free port while the closure runs.
  func listen(_ body: (_ endpoint: String) async throws -> Void) async throws {
    let (ports, portSink) = AsyncStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: HTTP1Channel(responder: { request, writer, channel in
        try await respond(to: request, writer: writer, channel: channel)
      }),
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        portSink.yield(channel.localAddress?.port ?? 0)
        portSink.finish()
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "proxy") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { try await server.run() }
    defer { running.cancel() }
    for await port in ports { try await body("http://127.0.0.1:\(port)") }
    try await server.shutdownGracefully()
  }

  @concurrent private func respond(
    to request: Request, writer: consuming ResponseWriter, channel: any Channel
  ) async throws {
    let body = [UInt8](buffer: try await request.body.collect(upTo: 64 << 20))
    let head = request.head
    let signed = SigningRequest(
      method: head.method.rawValue, scheme: "http", authority: head.authority ?? "", target: head.path ?? "/",
      headers: head.headerFields.map { ($0.name.rawName, $0.value) })
    if let refusal = keys.refusal(of: signed, body: body) {
      dice.count("403")
      return try await write(.init(status: 403, body: #"{"message":"\#(refusal)"}"#), writer)
    }
    guard let bulk = BulkBody(body) else {
      return try await write(.init(status: 400, body: #"{"error":"the proxy knows index actions only"}"#), writer)
    }
    // What is not large is not too large.
    let fault = dice.fault().flatMap { $0 == .tooLarge && bulk.actions.count <= 60 ? nil : $0 }
    if let fault { dice.count(fault.rawValue) }
    switch fault {
    case .unavailable: try await write(.init(status: 503, type: "text/plain", body: "no healthy upstream"), writer)
    case .badGateway:
      try await write(.init(status: 502, type: "text/html", body: "<html>502 Bad Gateway</html>"), writer)
    case .rejected:
      let text = """
        {"error":{"root_cause":[],"type":"es_rejected_execution_exception","reason":"rejected execution"},"status":429}
        """
      try await write(.init(status: 429, body: text), writer)
    case .tooLarge:
      try await write(.init(status: 413, body: #"{"Message":"Request size exceeded 10485760 bytes"}"#), writer)
    case .cut: try await reset(channel)
    case .unavailableAfterwards:
      _ = await forward(bulk, head.path ?? "/")
      try await write(
        .init(status: 503, type: "text/plain", body: "upstream connect error or disconnect/reset before headers"),
        writer)
    case .timeoutAfterwards:
      _ = await forward(bulk, head.path ?? "/")
      try await write(.init(status: 504, type: "text/html", body: "<html>504 Gateway Time-out</html>"), writer)
    case .cutAfterwards:
      _ = await forward(bulk, head.path ?? "/")
      try await reset(channel)
    case .half: try await write(await forward(bulk, head.path ?? "/"), writer, isBrokenOff: true)
    case .shortened:
      var response = await forward(bulk, head.path ?? "/")
      response.body = String(response.body.prefix(response.body.count / 2))
      try await write(response, writer)
    case nil: try await write(await forward(bulk, head.path ?? "/"), writer)
    }
  }

  /// Sends what no item fault strikes to the server, and puts the outcomes of all together.
  private func forward(_ bulk: BulkBody, _ path: String) async -> Response {
    var refused: [Int: String] = [:]
    for (position, action) in bulk.actions.enumerated() {
      if dice.isBad(action.number) {
        refused[position] = outcome(
          of: action, 400,
          #"{"type":"mapper_parsing_exception","reason":"failed to parse","caused_by":{"type":"x","reason":"y"}}"#)
      } else if dice.rejectsItem() {
        refused[position] = outcome(
          of: action, 429, #"{"type":"es_rejected_execution_exception","reason":"rejected execution"}"#)
      }
    }
    let kept = bulk.actions.indices.filter { refused[$0] == nil }
    var stored: [String] = []
    if !kept.isEmpty {
      do {
        let response = try await server.client.perform(
          .post, .wire(path), body: .ndjson(kept.flatMap { Array(bulk.actions[$0].lines) }))
        stored = (try response.json()["items"]?.array ?? []).map(\.description)
      } catch {
        let error = error as? ElasticError
        dice.count("upstream \(error?.statusCode ?? 0)")
        return Response(status: error?.statusCode ?? 502, body: String(decoding: error?.body ?? [], as: UTF8.self))
      }
    }
    var items: [String] = []
    var next = stored.makeIterator()
    for position in bulk.actions.indices { items.append(refused[position] ?? next.next() ?? "null") }
    // `errors` is no help either.
    return Response(status: 200, body: #"{"took":1,"errors":false,"items":[\#(items.joined(separator: ","))]}"#)
  }

  private func outcome(of action: BulkBody.Action, _ status: Int, _ reason: String) -> String {
    let leavesReasonOut = dice.leavesReasonOut()
    dice.count(leavesReasonOut ? "item \(status) without error" : "item \(status)")
    let id = action.id.map { JSONValue($0).description } ?? "null"
    return #"{"index":{"_id":\#(id),"status":\#(status)\#(leavesReasonOut ? "" : ",\"error\":\(reason)")}}"#
  }

  @concurrent private func write(
    _ response: Response, _ writer: consuming ResponseWriter, isBrokenOff: Bool = false
  ) async throws {
    var headers = HTTPFields()
    headers[.contentType] = response.type
    headers[.contentLength] = String(response.body.utf8.count)
    let head = HTTPResponse(status: .init(code: response.status), headerFields: headers)
    if isBrokenOff {
      var body = try await writer.writeHead(head)
      try await body.write(ByteBuffer(string: String(response.body.prefix(response.body.count / 2))))
      throw ConnectionEnded()
    }
    try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: response.body)))
  }

  private func reset(_ channel: any Channel) async throws -> Never {
    try? await channel.close()
    throw ConnectionEnded()
  }
}
