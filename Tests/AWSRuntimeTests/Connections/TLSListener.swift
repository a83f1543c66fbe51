import AWSCore
import AWSCredentials
import NIOCore
import NIOPosix
import NIOSSL

/// A server on 127.0.0.1 that speaks TLS with a certificate of a test's authority, and gives one response to each request.
final class TLSListener: Sendable {
  let port: Int
  private let channel: any Channel
  private let received: Received

  /// The heads of the requests that came.
  var requests: [String] { received.heads.withLock { $0 } }

  /// What the handlers of all connections share.
  private final class Received: Sendable {
    let heads = Locked<[String]>([])
  }

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - server: The server's certificate and key in PEM.
  ///   - respond: The body of the response, given the head of the request.
  static func start(
    _ server: (certificate: String, key: String), respond: @escaping @Sendable (String) -> String = { _ in "" }
  ) async throws -> TLSListener {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(server.certificate.utf8)).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(server.key.utf8), format: .pem)))
    let context = try NIOSSLContext(configuration: configuration)
    let received = Received()
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(context: context), Responder(received: received, respond: respond),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return TLSListener(channel: channel, received: received)
  }

  private init(channel: any Channel, received: Received) {
    self.channel = channel
    self.received = received
    port = channel.localAddress?.port ?? 0
  }

  func stop() async { try? await channel.close() }

  /// Waits for a whole request, responds and closes.
  private final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let received: Received
    private let respond: @Sendable (String) -> String
    private var text = ""
    private var isDone = false

    init(received: Received, respond: @escaping @Sendable (String) -> String) {
      self.received = received
      self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let buffer = unwrapInboundIn(data)
      text += String(decoding: buffer.readableBytesView, as: UTF8.self)
      guard !isDone, let end = text.firstRange(of: "\r\n\r\n") else { return }
      let head = String(text[..<end.lowerBound])
      let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      guard text[end.upperBound...].utf8.count >= length.flatMap({ Int($0.dropFirst(15).filter(\.isNumber)) }) ?? 0
      else { return }
      isDone = true
      received.heads.withLock { $0.append(head) }
      let body = respond(head)
      let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
      context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
