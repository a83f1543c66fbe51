import NIOCore
import NIOHTTP1

/// Puts the path and query into the head of a request whose path AsyncHTTPClient cannot send: one with escapes that do not stand for
/// UTF-8, in whose place Foundation's `URL` has it send `/`. It stands in a connection between HTTP and AsyncHTTPClient, only in
/// connections for such requests.
final class RawTargetHandler: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  /// The header field with the path and query. It goes no further than to this handler.
  static let field = "x-evergreen-target"

  private init() {}

  /// Adds a handler to a connection of AsyncHTTPClient. It has to be called on the connection's event loop.
  ///
  /// - Throws: An error of SwiftNIO if the connection does not read HTTP/1, or no longer.
  static func add(to channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
    try pipeline.addHandler(RawTargetHandler(), position: .after(decoder))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), let target = head.headers[Self.field].last else {
      context.write(data, promise: promise)
      return
    }
    head.headers.remove(name: Self.field)
    head.uri = target
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
