import AWSCore
import AWSCredentials
import AsyncHTTPClient
import NIOCore
import NIOSSL
import Tracing

/// The connections of a transport, in one pool for each kind of connection.
final class ConnectionPools: Sendable {
  /// What connections of one pool have in common.
  struct Key: Hashable {
    let connect: Duration
    let idle: Duration
    let proxy: Proxy?
    let trustRoots: TrustRoots?
    /// Whether the program has a tracer, for the spans of AsyncHTTPClient, which looks for one only when a pool is made.
    ///
    /// This is asked for each request, because a program may set up its tracer at any time, and none of the pools that were
    /// made before knows of it. It costs one read lock.
    var isTraced = InstrumentationSystem.isBootstrapped
    /// Whether its requests wait for `100 Continue` before they send their bodies.
    var waitsForContinue = false
    /// Whether its requests need a ``RawTargetHandler``.
    var hasRawTargets = false
  }

  private struct State {
    // Time limits belong to a pool in AsyncHTTPClient. In practice there are three: services, large uploads, and metadata
    // endpoints; and as many again if the program sets up its tracer after its first request.
    var pools: [Key: HTTPClient] = [:]
    var isShutDown = false
  }

  /// The program's own client, which is used for all connections and never shut down here; `nil` for pools made here.
  private let given: HTTPClient?

  /// The requests that wait for `100 Continue`.
  let gates: ContinueGates

  private let state = Locked(State())
  private let maximumConnectionsPerHost: Int
  private let buffers: ReceiveBuffers
  let fieldNames: KnownFieldNames

  // An `HTTPClient` of the program becomes a transport anew for each request.
  private static let namesOfGivenClients = KnownFieldNames()
  private static let noBuffers = ReceiveBuffers(maximum: 0, total: 0)

  init(maximumConnectionsPerHost: Int, buffers: ReceiveBuffers, continueTimeLimit: Duration) {
    gates = ContinueGates(timeLimit: continueTimeLimit)
    self.maximumConnectionsPerHost = maximumConnectionsPerHost
    self.buffers = buffers
    fieldNames = KnownFieldNames()
    given = nil
  }

  /// Uses a client of the program for everything.
  init(_ client: HTTPClient) {
    gates = ContinueGates(timeLimit: .zero)
    maximumConnectionsPerHost = 0
    buffers = Self.noBuffers
    fieldNames = Self.namesOfGivenClients
    given = client
  }

  /// Whether the program's own client is used, whose settings hold.
  var isGiven: Bool { given != nil }

  deinit {
    // AsyncHTTPClient insists on being shut down. Whoever did not wait for that gets it all the same.
    for pool in takePools() { Task.detached { try? await pool.shutdown() } }
  }

  /// The pool of a kind of connection.
  func pool(for key: Key) throws(HTTPTransportError) -> HTTPClient {
    let pool = state.withLock { state -> HTTPClient? in
      if state.isShutDown { return nil }
      if let given { return given }
      if let pool = state.pools[key] { return pool }
      let pool = makePool(key)
      state.pools[key] = pool
      return pool
    }
    guard let pool else { throw HTTPTransportError(.cancelled, message: "The transport has been shut down.") }
    return pool
  }

  /// Closes all connections.
  func shutdown() async {
    for pool in takePools() {
      // It can only fail by being shut down already, which the emptied table rules out.
      try? await pool.shutdown()
    }
  }

  private func takePools() -> [HTTPClient] {
    state.withLock { state in
      state.isShutDown = true
      defer { state.pools.removeAll() }
      return Array(state.pools.values)
    }
  }

  private func makePool(_ key: Key) -> HTTPClient {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .init(key.connect))
    configuration.connectionPool.idleTimeout = .seconds(20)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = maximumConnectionsPerHost
    // The pipeline decides about retries; hidden ones would be made with a stale signature.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    // It would work out the attributes of a span that nobody records.
    if !key.isTraced { configuration.tracing.tracer = nil }
    let gates = key.waitsForContinue ? self.gates : nil
    configuration.http1_1ConnectionDebugInitializer = { [buffers] channel in
      buffers.apply(to: channel).flatMapThrowing {
        try IdleLimitHandler.add(to: channel, key.idle)
        if let gates { try ContinueHandler.add(to: channel, gates) }
        if key.hasRawTargets { try RawTargetHandler.add(to: channel) }
      }
    }
    if let certificates = key.trustRoots?.certificates {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .certificates(certificates)
      configuration.tlsConfiguration = tls
    }
    if key.trustRoots == .anyCertificate {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.certificateVerification = .none
      configuration.tlsConfiguration = tls
    }
    if let proxy = key.proxy {
      configuration.proxy = .server(
        host: proxy.host, port: proxy.port,
        authorization: proxy.login.map { .basic(username: $0.user, password: $0.password) })
    }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }
}
