import Hummingbird
import HummingbirdCore
import HTTPTypes
import Logging
import NIOConcurrencyHelpers
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

/// One service on one port.
final class LoopbackServer: Sendable {
  let port: Int
  private let server: Server<HTTP1Channel>
  private let running: Task<Void, any Error>
  private let connections: ConnectionRegistry

  private init(
    port: Int, server: Server<HTTP1Channel>, running: Task<Void, any Error>, connections: ConnectionRegistry
  ) {
    self.port = port
    self.server = server
    self.running = running
    self.connections = connections
  }

  /// Listens on a port.
  ///
  /// - Parameters:
  ///   - host: The address in numbers; see ``ListenAddress``.
  ///   - port: The port; 0 for a free one.
  static func start(
    host: String, port: Int, responder: ServiceResponder, logger: Logger
  ) async throws(EmulatorError) -> LoopbackServer {
    let connections = ConnectionRegistry()
    var quiet = logger
    quiet.logLevel = logger.logLevel <= .debug ? logger.logLevel : max(logger.logLevel, .warning)
    let (ports, portSink) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: HTTP1Channel(
        responder: { request, writer, channel in
          try await responder.respond(to: request, writer: writer, channel: channel)
        },
        configuration: .init(additionalChannelHandlers: [ConnectionTracker(connections)])),
      configuration: ServerConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in
        portSink.yield(channel.localAddress?.port ?? 0)
        portSink.finish()
      },
      eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: quiet)
    let running = Task.detached {
      do {
        try await server.run()
        portSink.finish()
      } catch {
        portSink.finish(throwing: error)
        throw error
      }
    }
    do {
      for try await port in ports {
        return LoopbackServer(port: port, server: server, running: running, connections: connections)
      }
      throw EmulatorError(.cannotListen, "The server on \(host) stopped before it listened.")
    } catch {
      running.cancel()
      if port != 0, let reason = (error as? IOError).flatMap({ Self.reason(port: $0.errnoCode) }) {
        throw EmulatorError(.cannotListen, "Cannot listen on port \(port) of \(host): \(reason).", cause: error)
      }
      throw EmulatorError(
        .cannotListen, "Cannot listen on \(host): use an address of this machine.", cause: error)
    }
  }

  /// Why a port that was asked for cannot be had; `nil` if the port is not the trouble.
  private static func reason(port code: CInt) -> String? {
    switch code {
    case EADDRINUSE: "another program uses it; choose another port"
    case EACCES: "this user may not use it; choose a port from 1024 on"
    default: nil
    }
  }

  /// Takes no more connections, gives requests in flight a while to finish, then closes every connection.
  ///
  /// A caller that is cancelled, as in a group of which another service fails, stops it in the same way: a task of its own
  /// does it, since a server that is cancelled while it listens says so in the log as an error.
  func stop(grace: Duration) async {
    await Task { await end(grace: grace) }.value
  }

  private func end(grace: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [server] in try? await server.shutdownGracefully() }
      group.addTask { [connections, running] in
        try? await Task.sleep(for: grace)
        running.cancel()
        connections.closeAll()
      }
      await group.next()
      group.cancelAll()
    }
    _ = await running.result
  }
}

/// The connections that are open.
final class ConnectionRegistry: Sendable {
  private let box = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

  func insert(_ channel: any Channel) { box.withLockedValue { $0[ObjectIdentifier(channel)] = channel } }
  func remove(_ channel: any Channel) { box.withLockedValue { $0[ObjectIdentifier(channel)] = nil } }

  func closeAll() {
    for channel in box.withLockedValue({ Array($0.values) }) { channel.close(promise: nil) }
  }
}

/// Tells the registry of a connection's beginning and end.
private final class ConnectionTracker: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = Any

  private let registry: ConnectionRegistry

  init(_ registry: ConnectionRegistry) { self.registry = registry }

  func handlerAdded(context: ChannelHandlerContext) { registry.insert(context.channel) }
  func handlerRemoved(context: ChannelHandlerContext) { registry.remove(context.channel) }
}
