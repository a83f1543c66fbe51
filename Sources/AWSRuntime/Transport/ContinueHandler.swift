import NIOCore
import NIOHTTP1

/// Tells the gate of a request that waits for `100 Continue` what its server says. It stands in a connection between HTTP and
/// AsyncHTTPClient, only in connections for such requests.
final class ContinueHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  private let gates: ContinueGates
  /// The gate of the request that is under way, until it is known what becomes of its body.
  private var gate: ContinueGate?
  private var timer: Scheduled<Void>?

  private init(_ gates: ContinueGates) { self.gates = gates }

  /// Adds a handler to a connection of AsyncHTTPClient. It has to be called on the connection's event loop.
  ///
  /// - Throws: An error of SwiftNIO if the connection does not read HTTP/1, or no longer.
  static func add(to channel: any Channel, _ gates: ContinueGates) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
    try pipeline.addHandler(ContinueHandler(gates), position: .after(decoder))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), let number = head.headers.first(name: ContinueGates.field)
    else {
      context.write(data, promise: promise)
      return
    }
    head.headers.remove(name: ContinueGates.field)
    if let gate = UInt64(number).flatMap(gates.take) {
      self.gate = gate
      timer = context.eventLoop.scheduleTask(in: .init(gates.timeLimit)) { gate.open() }
    }
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if gate != nil, case .head(let head) = unwrapInboundIn(data) { received(head.status.code) }
    context.fireChannelRead(data)
  }

  private func received(_ status: UInt) {
    switch status {
    case 100, 200..<300:
      timer?.cancel()
      gate?.open()
      gate = nil
    case 300...:
      // The body is not sent. AsyncHTTPClient ends the connection behind the response, and the waiting ends with it: an
      // error before that would take the place of the response.
      timer?.cancel()
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    context.fireChannelInactive()
    end()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  private func end() {
    timer?.cancel()
    gate?.refuse()
    gate = nil
  }
}
