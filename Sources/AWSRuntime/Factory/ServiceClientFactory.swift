public import AWSCore
public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Provides a client that is derived from credentials: builds a new one when the credentials have rotated, and retires
/// the one that it replaces.
///
/// It is for clients of other libraries that take fixed credentials, and for a database pool whose passwords are derived
/// from credentials. Evergreen's own clients, such as `S3Client`, need no factory: keep one as long as you like, it takes
/// the current credentials for each attempt.
///
/// Derive anything that expires before the credentials, such as a database password, when it is used and not when the
/// client is built.
///
/// ```swift
/// let factory = ServiceClientFactory(credentials: credentials) { snapshot in
///   // The key lives for hours, a token for 15 minutes: the pool asks for one whenever it opens a connection.
///   DatabasePool {
///     try IAMAuthToken.rds(
///       host: host, port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
///   }
/// } retire: { pool in
///   await pool.close()
/// }
/// let rows = try await factory.withClient { pool in try await pool.query("SELECT 1") }
/// ```
///
/// If many tasks ask for a client when credentials rotate, only one is built. A loop that cannot afford a lock per
/// iteration can keep a ``ClientLease`` and check it with one atomic load.
///
/// A factory owns the clients that it builds: each of them is retired exactly once. A client that has been replaced is
/// retired when the grace time has passed and no ``ClientLease`` of it exists any more, whichever is later:
///
/// - While you use a client in ``withClient(_:)``, or hold a lease of it, it is not retired, however long that takes.
/// - A client that you got from ``client()`` can be used until the grace time has passed after its replacement.
///
/// Add the factory to a `ServiceGroup`, before the services that use it, so that its clients are retired when the group
/// shuts down; see ``run()``. A factory that is released without having run retires its last client like one that has
/// been replaced, after the grace time. A process that exits earlier does not retire it.
public final class ServiceClientFactory<Client: Sendable>: Sendable {
  /// The credentials the clients are built from.
  public let credentials: CredentialCache
  /// The time limit of one build.
  public let buildTimeout: Duration
  /// How long a client can still be used after it was replaced.
  public var graceTime: Duration { lifecycle.graceTime }
  /// The time limit of retiring one client.
  public var retireTimeout: Duration { lifecycle.retireTimeout }
  let make: @Sendable (CredentialSnapshot) async throws -> Client
  let logger: Logger
  let lifecycle: ClientLifecycle<Client>
  let state = Locked(State())
  // Written while the state's lock is held. Apart from the state and inlined into callers, which know what `Client` is:
  // unspecialised, each access would go through the metadata of generic types, at many times the cost of the lock.
  @usableFromInline let latest = Locked<Built?>(nil)
  let rebuildEvents = Broadcast<ClientRotation<Client>>()

  // What a build came to, and for which key: a caller that has seen a later key must not be content with it.
  struct BuildOutcome {
    let result: Result<ClientLease<Client>, any Error>
    let builtFor: UInt64
  }

  typealias BuildWaiters = Waiters<BuildOutcome, any Error>

  struct State {
    /// The build that runs; `nil` if none does. A build that is given up loses its place here.
    var running: UInt64?
    /// The task of that build.
    var build: Task<Void, Never>?
    var begun: UInt64 = 0
    var builds = 0
    var pause: BuildPause?
    var lastFailure: (any Error)?
    var waiters = BuildWaiters()
    var isShutDown = false
  }

  /// Makes a factory. No client is built and no credentials are fetched before the first call.
  ///
  /// While the credentials of the current client have neither expired nor been refused by a service, callers get that
  /// client immediately, and the next is built in the background. Only without such a client do callers wait for a
  /// build, and get the error if it throws.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to build from. Share one cache among all factories that use the same role.
  ///   - buildTimeout: How long one build may take. A build that takes longer is cancelled and counts as failed; if it
  ///     returns a client nevertheless, that client is used. The default is 30 s.
  ///   - graceTime: How long a client is not retired after it was replaced, for the sake of callers that got it from
  ///     ``client()`` and still use it. The default is 60 s. With zero, use ``withClient(_:)`` and leases only.
  ///   - retireTimeout: How long `retire` may take, together with the end of `run`. After that time both are cancelled
  ///     and not waited for. It is also how long a shutdown waits for leases that still exist. The default is 30 s.
  ///   - logger: Logs failures of the closures, without the errors that they threw, which may contain secrets.
  ///   - make: Builds a client from a snapshot of the credentials. It is called once for each new credentials, never
  ///     twice at a time, in a task of the factory that no caller's cancellation reaches. That task starts on the
  ///     thread of the caller that noticed the new credentials, so `make` must not block. If it throws, the current
  ///     client is neither replaced nor retired. While the current client's credentials still work, it is called again
  ///     by the first call after a pause of 1, 2, 4, … and at most 60 s. If there is no client with working
  ///     credentials, it is called again by the next call.
  ///   - run: Runs a client for the time of its life, for example a `PostgresClient`, whose `run()` has to be running
  ///     while it is used. It is called once for each client, in a task of its own that starts before any caller gets
  ///     the client. The task is cancelled after `retire` has returned. If `run` throws before that, the error ends
  ///     ``run()``. With `nil`, the default, nothing is run.
  ///   - retire: Closes a client. It is called exactly once for each client that `make` returned, in a task of its own,
  ///     and delays no caller. With `nil`, the default, a client is only released.
  public init(
    credentials: CredentialCache, buildTimeout: Duration = .seconds(30), graceTime: Duration = .seconds(60),
    retireTimeout: Duration = .seconds(30), logger: Logger = Logger.current,
    make: @escaping @Sendable (CredentialSnapshot) async throws -> Client,
    run: (@Sendable (Client) async throws -> Void)? = nil,
    retire: (@Sendable (Client) async throws -> Void)? = nil
  ) {
    self.credentials = credentials
    self.buildTimeout = buildTimeout
    self.logger = logger
    self.make = make
    lifecycle = ClientLifecycle(
      clock: credentials.clock, graceTime: graceTime, retireTimeout: retireTimeout, logger: logger, run: run,
      retire: retire)
  }

  deinit {
    rebuildEvents.finish()
    // Whoever got it from `client()` may still use it.
    latestBuilt?.wasReplaced()
  }
}

// MARK: - Asking

extension ServiceClientFactory {
  /// The client for the current credentials.
  ///
  /// Refreshes the credentials first if a refresh is due, and builds a client if they have changed. If the previous
  /// client's credentials still work, that client is returned until the new one is built.
  ///
  /// The client can be used until it is replaced, and for the grace time after that. For work that may take longer, use
  /// ``withClient(_:)`` or ``lease()``.
  ///
  /// - Throws: `CredentialError` if there are no credentials. If there is no client whose credentials work: the error
  ///   that building the client threw, or ``ClientBuildError`` if building took too long. After the factory was shut
  ///   down: ``ClientBuildError`` with the code ``ClientBuildError/Code/shutDown``.
  @inlinable
  public func client() async throws -> Client {
    // Spelled out rather than taken from a lease: this is the path of every request of somebody who holds none.
    let version = credentials.version
    if let built = latestBuilt, built.version == version { return built.client }
    return try await lease().client
  }

  /// Calls a closure with the client for the current credentials, which is not retired before the closure has ended.
  ///
  /// ```swift
  /// let rows = try await factory.withClient { pool in try await pool.query("SELECT 1") }
  /// ```
  ///
  /// - Parameter body: Uses the client. Do not let the client escape.
  /// - Returns: What the closure returns.
  /// - Throws: The same errors as ``client()``, and what the closure throws.
  public func withClient<Value>(_ body: (Client) async throws -> Value) async throws -> Value {
    let lease = try await lease()
    defer { withExtendedLifetime(lease) {} }
    return try await body(lease.client)
  }

  /// The client for the current credentials, as a lease that can be checked with one atomic load.
  ///
  /// The client is not retired while the lease, or a copy of it, exists.
  ///
  /// - Throws: The same errors as ``client()``.
  public func lease() async throws -> ClientLease<Client> {
    let version = credentials.version
    let current = latestBuilt
    if let current, current.version == version { return lease(of: current) }
    if current == nil, state.withLock({ $0.isShutDown }) { throw shutDownError }
    let snapshot = try await credentials.snapshot()
    if let built = latestBuilt {
      if built.snapshot.generation >= snapshot.generation { return lease(of: built) }
      if isUsable(built) {
        buildBeside(from: snapshot)
        return lease(of: latestBuilt ?? built)
      }
    }
    return try await lease(for: snapshot)
  }

  /// The client built last, without refreshing credentials or building a client; `nil` if none has been built.
  public var currentClient: Client? { latestBuilt?.client }

  /// Whether the client built last has the current credentials and no refresh is due; `false` if none has been built.
  /// Takes one lock and reads no clock.
  public var isCurrent: Bool {
    let version = credentials.version
    return latestBuilt?.version == version
  }

  /// How many clients have been built, including the first.
  public var buildCount: Int { state.withLock { $0.builds } }

  /// The error of the last build; `nil` if it succeeded or if there has been no build. An older client may still work.
  public var lastBuildFailure: (any Error)? { state.withLock { $0.lastFailure } }

  /// How many clients have been retired; 0 if the factory has neither `run` nor `retire`. A client whose `retire` failed
  /// or was given up is counted, too.
  public var retiredCount: Int { lifecycle.retiredCount }

  /// A stream of the clients that are built from now on, one for each time the credentials rotate. A stream that is not
  /// read keeps only the newest 64.
  public var rotations: AsyncStream<ClientRotation<Client>> { rebuildEvents.subscribe() }

  @inlinable var latestBuilt: Built? { latest.withLock { $0 } }

  func lease(of built: Built) -> ClientLease<Client> {
    ClientLease(built: built, generation: built.snapshot.generation, cache: credentials, version: built.version)
  }

  var shutDownError: ClientBuildError {
    ClientBuildError(.shutDown, timeout: buildTimeout, client: "\(Client.self)")
  }
}

extension ServiceClientFactory: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The client's type and the credentials' provider. No client is shown, because it may hold secrets.
  public var description: String { "ServiceClientFactory<\(Client.self)>(credentials: \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror that shows no client.
  public var customMirror: Mirror {
    Mirror(self, children: ["credentials": credentials, "buildCount": buildCount], displayStyle: .class)
  }
}
