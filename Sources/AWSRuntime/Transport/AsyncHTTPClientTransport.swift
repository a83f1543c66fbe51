public import AWSCredentials
import AsyncHTTPClient
import HTTPTypes
import NIOCore
public import ServiceLifecycle

/// Sends requests with AsyncHTTPClient: one connection pool, streamed bodies with back-pressure, timeouts for idle
/// connections rather than for whole transfers. It follows no redirects and retries nothing.
///
/// The program specifies which certificate authorities it trusts and whether it uses a proxy. What the program does not
/// specify comes from environment and profile when a client or a credential provider is made from these
/// (`ClientConfiguration.standard`, the default chain): `AWS_CA_BUNDLE`, `ca_bundle`, `HTTPS_PROXY`, `HTTP_PROXY`,
/// `NO_PROXY`. Otherwise it uses the system's authorities and no proxy.
///
/// Loopback addresses and the metadata services of AWS (169.254.0.0/16 and fd00:ec2::/32) are always reached directly, because
/// a proxy would either not reach them or reach its own. Settings never send metadata through a proxy, wherever it is; if the
/// program gives a proxy itself, a metadata service at another address needs a transport without one, as `metadataTransport`
/// of a `CredentialProviderContext`.
///
/// Most programs use ``shared``. A program that must close connections cleanly when it ends makes its own, and runs it
/// in a `ServiceGroup` or calls ``shutdown()``.
public final class AsyncHTTPClientTransport: HTTPTransport, Service {
  /// The transport that all clients share unless they are given another. It exists as long as the process.
  public static let shared = AsyncHTTPClientTransport()

  /// The route of requests.
  public enum Route: Sendable, Hashable {
    /// Directly to the host.
    case direct
    /// Through an HTTP proxy, which is asked to connect (`CONNECT`) to the host.
    case proxy(host: String, port: Int)
    /// By a proxy for each scheme, with exceptions.
    case proxies(ProxySettings)
  }

  /// What the program or its settings specify about connections; `nil` for everything that is not specified.
  struct Choice: Sendable, Hashable {
    var route: Route?
    var trustRoots: TrustRoots?
  }

  let choice: Choice
  // Shared with the transports that ``configured(_:)`` makes of this one: the same connections, and one end.
  private let pools: ConnectionPools

  /// Makes a transport.
  ///
  /// - Parameters:
  ///   - maximumConnectionsPerHost: How many connections to one host may be open at a time. Further requests wait.
  ///   - route: The route of requests, except those to loopback addresses and metadata services; `nil` for no proxy
  ///     unless settings name one.
  ///   - trustRoots: The certificate authorities to trust; `nil` for the system's unless settings name others.
  public convenience init(
    maximumConnectionsPerHost: Int = 64, route: Route? = nil, trustRoots: TrustRoots? = nil
  ) {
    self.init(
      Choice(route: route, trustRoots: trustRoots),
      pools: ConnectionPools(maximumConnectionsPerHost: max(1, maximumConnectionsPerHost)))
  }

  init(_ choice: Choice, pools: ConnectionPools) {
    self.choice = choice
    self.pools = pools
  }

  /// Sends a request; see `HTTPTransport`.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let connection = ConnectionPools.Key(
      connect: request.timeouts.connect, idle: request.timeouts.idle, proxy: proxy(for: request.head),
      trustRoots: choice.trustRoots)
    let pool = try pools.pool(for: connection)
    try await Self.checkLength(of: request.body)
    let wire = try Self.translate(request)
    let deadline = request.timeouts.total.map { NIODeadline.now() + .init($0) }
    let response: HTTPClientResponse
    do {
      response = try await pool.execute(wire, deadline: deadline ?? .distantFuture)
    } catch {
      throw HTTPTransportError(describing: error, over: connection)
    }
    return Self.translate(response, deadline)
  }

  /// Closes all connections once the surrounding service group shuts down.
  ///
  /// - Throws: `CancellationError` if the task is cancelled before.
  public func run() async throws {
    try await gracefulShutdown()
    await shutdown()
  }

  /// Closes all connections. Requests sent from now on fail.
  public func shutdown() async { await pools.shutdown() }

  private func proxy(for head: HTTPRequest) -> Proxy? {
    guard let route = choice.route, route != .direct, let authority = head.authority else { return nil }
    if let address = try? MetadataAddress("http://\(authority)/"), address.isNeverBehindProxy { return nil }
    switch route {
    case .direct: return nil
    case .proxy(let host, let port): return Proxy(host: host, port: port)
    case .proxies(let settings): return settings.proxy(scheme: head.scheme ?? "https", authority: authority)
    }
  }
}

extension AsyncHTTPClientTransport: ConfigurableTransport {
  /// The same transport, with the same pool of connections, with the settings' certificate authorities and proxies
  /// wherever the program has not specified its own.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: `CredentialError` if the file of certificate authorities cannot be used. It is not read if the program has said
  ///   which authorities to trust.
  public func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
    var choice = choice
    if choice.trustRoots == nil, let file = settings.certificateAuthorities { choice.trustRoots = try TrustRoots(file) }
    if choice.route == nil, let proxies = settings.proxies, !proxies.isEmpty { choice.route = .proxies(proxies) }
    return choice == self.choice ? self : AsyncHTTPClientTransport(choice, pools: pools)
  }
}

extension AsyncHTTPClientTransport: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A description without a proxy's password.
  public var description: String {
    "AsyncHTTPClientTransport(route: \(choice.route.map { "\($0)" } ?? "open"), "
      + "trustRoots: \(choice.trustRoots.map { "\($0)" } ?? "open"))"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without connections.
  public var customMirror: Mirror {
    Mirror(self, children: ["description": description], displayStyle: .class)
  }
}
