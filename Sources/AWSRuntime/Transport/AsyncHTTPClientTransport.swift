import AWSCore
public import AWSCredentials
public import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
public import ServiceLifecycle

/// Sends requests with AsyncHTTPClient. It has one connection pool. Bodies are streamed, and only as fast as they are
/// read. The default time limits apply to connecting and to a connection on which no data flows, not to the whole
/// transfer; `HTTPTimeouts.total` limits that. The transport does not follow redirects and does not retry.
///
/// The program can specify the trusted certificate authorities and the proxy. If it does not, the environment and the
/// profile are used (`AWS_CA_BUNDLE`, `ca_bundle`, `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) where a client or a
/// credential provider is made from them: by `ClientConfiguration.standard` and by the default chain. If environment
/// and profile specify nothing either, the system's authorities and no proxy are used.
///
/// Requests to loopback addresses and to the metadata services of AWS (169.254.0.0/16 and fd00:ec2::/32) never go
/// through a proxy, because a proxy would send the request to its own machine's loopback address or metadata service,
/// if it has one. A proxy from environment or profile is never used for any metadata service. If the program itself
/// specifies a proxy and uses a metadata service at another address, set a transport without a proxy as
/// `metadataTransport` of the `CredentialProviderContext`.
///
/// Most programs use ``shared``. A program that must close its connections when it ends makes a transport of its own
/// and runs it in a `ServiceGroup`, or calls ``shutdown()``.
public final class AsyncHTTPClientTransport: HTTPTransport, Service {
  /// The transport that all clients use unless the program specifies another. It is never closed.
  public static let shared = AsyncHTTPClientTransport()

  /// How requests reach their host: directly or through a proxy.
  public enum Route: Sendable, Hashable {
    /// Requests are sent directly to the host, without a proxy.
    case direct
    /// Requests are sent through the HTTP proxy at this host and port. The proxy opens a tunnel to the target host
    /// (`CONNECT`).
    case proxy(host: String, port: Int)
    /// Requests with `http` and those with `https` are each sent through a proxy of their own, except those to the
    /// hosts that the settings exclude.
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

  /// Makes a transport with connection pools of its own.
  ///
  /// - Parameters:
  ///   - maximumConnectionsPerHost: How many connections to one host may be open at a time. Further requests wait for a
  ///     free connection.
  ///   - maximumReceiveBuffer: The largest memory into which a connection receives at once, in bytes; from 4 KiB to 16
  ///     MiB, rounded up to a power of two. A connection begins with 2 KiB and takes more only while a large response
  ///     fills it, so small responses are not affected. It gives back what is more than 64 KiB when the bytes in it
  ///     have been read.
  ///   - maximumReceiveMemory: How much memory the buffers that are larger than 64 KiB may take for all connections
  ///     together, in bytes, one for each connection. The more connections receive large responses, or received one last,
  ///     the smaller the buffer of each, down to 64 KiB. With the default of 16 MiB, each of 16 connections has 1 MiB,
  ///     and each of 64 has 256 KiB. Count with twice as much, because the next buffer is filled while one is read. For
  ///     example, 64 connections that received as fast as they could took 29 MB together, and kept 20 MB when they were
  ///     idle.
  ///   - route: How requests reach their host, except those to loopback addresses and metadata services. `nil`, the
  ///     default, to use the proxy that environment or profile name, or none if they name none.
  ///   - trustRoots: The certificate authorities to trust. `nil`, the default, to use those that environment or profile
  ///     name, or the system's if they name none.
  public convenience init(
    maximumConnectionsPerHost: Int = 64, maximumReceiveBuffer: Int = 1 << 20,
    maximumReceiveMemory: Int = 16 << 20, route: Route? = nil, trustRoots: TrustRoots? = nil
  ) {
    self.init(
      Choice(route: route, trustRoots: trustRoots),
      pools: ConnectionPools(
        maximumConnectionsPerHost: max(1, maximumConnectionsPerHost),
        buffers: ReceiveBuffers(maximum: maximumReceiveBuffer, total: maximumReceiveMemory),
        continueTimeLimit: Self.continueTimeLimit))
  }

  /// How long the body of a request waits for `100 Continue`. Many servers say nothing; other clients wait as long.
  private static let continueTimeLimit = Duration.seconds(1)

  /// A transport whose requests wait longer, or shorter, for `100 Continue`.
  package convenience init(continueTimeLimit: Duration) {
    self.init(
      Choice(),
      pools: ConnectionPools(
        maximumConnectionsPerHost: 64, buffers: ReceiveBuffers(maximum: 1 << 20, total: 16 << 20),
        continueTimeLimit: continueTimeLimit))
  }

  /// Makes a transport that sends requests with an `HTTPClient` of the program. An `HTTPClient` is an `HTTPTransport`
  /// itself, so this is needed only to end the use of a client that stays open, with ``shutdown()``. The connections,
  /// the proxy, the certificate authorities, and the time limits for connecting and for silence on a connection are
  /// those of that client.
  ///
  /// ```swift
  /// let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
  /// let transport = AsyncHTTPClientTransport(client)
  /// let s3 = try await S3Client(transport: transport)
  /// ```
  ///
  /// Configure the client not to follow redirects, as above: a redirected request would carry the signature of the
  /// original request. If the client has followed a redirect nevertheless, the request fails with an error that says
  /// so. The settings of environment and profile for proxies and certificate authorities are not used. Of the time
  /// limits of a request (`HTTPTimeouts`), only the limit for the whole request is used.
  ///
  /// - Parameter client: The client. The transport does not shut it down: ``shutdown()`` and ``run()`` only make later
  ///   requests fail. The program has to shut down the client after the last request.
  public convenience init(_ client: HTTPClient) { self.init(Choice(), pools: ConnectionPools(client)) }

  init(_ choice: Choice, pools: ConnectionPools) {
    self.choice = choice
    self.pools = pools
  }

  /// Sends a request and returns when the head of the response has arrived. The body can then be read from the result,
  /// as `HTTPTransport` describes.
  ///
  /// If the request has the header field `Expect: 100-continue`, its body is sent when the server has responded with `100
  /// Continue`, or after one second. Such requests have connections of their own. An `HTTPClient` of the program cannot
  /// wait for that response: the header field is left out then.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let asks = !request.body.isEmpty && request.head.headerFields.value(of: .expect) != nil
    let gate = asks && !pools.isGiven ? ContinueGate() : nil
    let fault = WirePath.fault(inTarget: request.head.path ?? "/")
    let connection = ConnectionPools.Key(
      connect: request.timeouts.connect, idle: request.timeouts.idle, proxy: proxy(for: request.head),
      trustRoots: choice.trustRoots, waitsForContinue: gate != nil,
      hasRawTargets: fault == .encoding && !pools.isGiven)
    let pool = try pools.pool(for: connection)
    try await Self.checkLength(of: request.body)
    // AsyncHTTPClient would change it, and what arrives would not be what was signed.
    if let fault, !connection.hasRawTargets {
      throw HTTPTransportError(.invalidRequest, message: "The path or query of a request must not hold \(fault).")
    }
    var wire = try Self.translate(request, behind: gate, hasRawTarget: connection.hasRawTargets)
    if asks, gate == nil { wire.headers.remove(name: "expect") }
    let gateNumber = gate.map(pools.gates.add)
    if let gateNumber { wire.headers.add(name: ContinueGates.field, value: "\(gateNumber)") }
    defer { if let gateNumber { pools.gates.take(gateNumber) } }
    let deadline = request.timeouts.total.map { NIODeadline.now() + .init($0) }
    let response: HTTPClientResponse
    do {
      response = try await pool.execute(wire, deadline: deadline ?? .distantFuture)
    } catch {
      throw HTTPTransportError(describing: error, over: connection, to: Server(request.head))
    }
    guard response.history.count <= 1 else {
      throw HTTPTransportError(
        .other,
        message: """
          The HTTPClient of the program followed a redirect, which has made the signature invalid. Make it with \
          redirectConfiguration: .disallow.
          """)
    }
    return Self.translate(response, deadline, names: pools.fieldNames)
  }

  /// Waits until the surrounding service group shuts down, and then closes all connections.
  ///
  /// If the task is cancelled, for example because another service of the group fails, the connections are closed as
  /// well.
  ///
  /// - Throws: `CancellationError` if the task is cancelled before the shutdown.
  public func run() async throws {
    do {
      try await gracefulShutdown()
    } catch {
      // Another service of the group has failed. What is left open would be torn down with the process.
      await shutdown()
      throw error
    }
    await shutdown()
  }

  /// Closes all connections, and returns when they are closed. Requests that are under way fail, and so do later ones.
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
  /// A transport with the same connection pool, which uses the certificate authorities and proxies of the given
  /// settings unless the program has specified its own.
  ///
  /// - Parameter settings: The proxies and the file of certificate authorities that environment and profile name.
  /// - Throws: `CredentialError` if the file of certificate authorities cannot be used. The file is not read if the
  ///   program has specified the authorities.
  public func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
    if pools.isGiven { return self }
    var choice = choice
    if choice.trustRoots == nil, let file = settings.certificateAuthorities { choice.trustRoots = try TrustRoots(file) }
    if choice.route == nil, let proxies = settings.proxies, !proxies.isEmpty { choice.route = .proxies(proxies) }
    return choice == self.choice ? self : AsyncHTTPClientTransport(choice, pools: pools)
  }
}

extension AsyncHTTPClientTransport: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The route and the certificate authorities of the transport, without the proxy's password.
  public var description: String {
    "AsyncHTTPClientTransport(route: \(choice.route.map { "\($0)" } ?? "open"), "
      + "trustRoots: \(choice.trustRoots.map { "\($0)" } ?? "open"))"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the description only. The connections are left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["description": description], displayStyle: .class)
  }
}
