import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Ends the request on a connection, and the connection, when nothing was sent or received for too long.
final class IdleLimitHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  private var limit: IdleLimit
  private var timer: Scheduled<Void>?

  private init(_ limit: TimeAmount) { self.limit = IdleLimit(limit) }

  /// Adds the limit to a connection of AsyncHTTPClient. It has to be called on the connection's event loop.
  ///
  /// - Throws: An error of SwiftNIO if the connection does not read HTTP/1, or no longer.
  static func add(to channel: any Channel, _ limit: Duration) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
    try pipeline.addHandler(IdleLimitHandler(TimeAmount(limit)), position: .after(decoder))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    // A task that is cancelled may be about to run.
    limit.endSending(at: .now())
    limit.endReceiving(at: .now())
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let now = NIODeadline.now()
    switch unwrapOutboundIn(data) {
    case .head:
      let time = limit.begin(at: now)
      if timer == nil { setTimer(time, context) }
    case .body: limit.move(at: now)
    case .end: limit.endSending(at: now)
    }
    context.write(data, promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let now = NIODeadline.now()
    switch unwrapInboundIn(data) {
    case .head, .body: limit.move(at: now)
    case .end: limit.endReceiving(at: now)
    }
    context.fireChannelRead(data)
  }

  // AsyncHTTPClient reads on only if somebody asks for more of the response.
  func read(context: ChannelHandlerContext) {
    limit.beginReading(at: .now())
    context.read()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    limit.pauseReading()
    context.fireChannelReadComplete()
  }

  private func setTimer(_ time: NIODeadline, _ context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) { self.check(context) }
  }

  private func check(_ context: ChannelHandlerContext) {
    timer = nil
    let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    switch limit.check(at: .now(), unsent: unsent) {
    case .unused: break
    case .wait(let time): setTimer(time, context)
    case .reached:
      let isSending = limit.isSending || unsent > 0
      context.fireErrorCaught(isSending ? HTTPClientError.writeTimeout : HTTPClientError.readTimeout)
    }
  }
}
