public import AWSCore
public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Provides a client that is built from credentials. When the credentials have rotated (changed), the factory builds a
/// new client and retires (closes) the client that the new one replaces.
///
/// Use a factory for clients of other libraries that take fixed credentials, and for a database pool whose passwords
/// are derived from credentials. Evergreen's own clients, such as `S3Client`, need no factory: they take the current
/// credentials for each attempt, so one can be kept as long as you like.
///
/// If something expires before the credentials, such as a database password, derive it when it is used and not when the
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
/// iteration can keep a ``ClientLease`` and check it with two atomic loads.
///
/// A factory owns the clients that it builds: each of them is retired exactly once. A client that has been replaced is
/// retired when the grace time has passed and no ``ClientLease`` of it exists any more, whichever is later. The grace
/// time (``graceTime``) begins when the client is replaced.
///
/// - While you use a client in ``withClient(_:)``, or hold a lease of it, it is not retired, however long that takes.
/// - A client that you got from ``client()`` can be used until the grace time has passed after its replacement.
///
/// A client that has to run while it is used, such as PostgresNIO's `PostgresClient`, is run by the factory from when it
/// is built until it is closed:
///
/// ```swift
/// let databases = ServiceClientFactory(credentials: credentials) { snapshot in
///   PostgresClient(configuration: try configuration(snapshot.credentials))
/// } run: { client in
///   await client.run()
/// }
/// let rows = try await databases.withClient { client in try await client.query("SELECT 1") }
/// ```
///
/// Add the factory to a `ServiceGroup`, before the services that use it, so that its clients are retired when the group
/// shuts down; see ``run()``. If a factory is released and its ``run()`` was never called, its last client is retired
/// after the grace time, unless the process exits earlier.
public final class ServiceClientFactory<Client: Sendable>: Sendable {
  /// The cache of the credentials that the clients are built from.
  public let credentials: CredentialCache
  /// The time limit for building one client. The default is 30 s.
  public let buildTimeout: Duration
  /// How long a client can still be used after it was replaced, for callers that got it from ``client()``. The default
  /// is 60 s.
  public var graceTime: Duration { lifecycle.graceTime }
  /// The time limit for closing one client. The default is 30 s.
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
    /// When the latest client became the current one, by the monotonic clock.
    var latestSince = Duration.zero
    /// The latest end of a `run` that took a client out of use.
    var endedRun: EndedRun?
    var waiters = BuildWaiters()
    var isShutDown = false
  }

  /// Makes a factory of clients. No client is built and no credentials are fetched before the first call.
  ///
  /// While the credentials of the current client have neither expired nor been refused by a service, callers get that
  /// client immediately, and the next is built in the background. If there is no such client, callers wait for the
  /// build; if the build throws, they get its error.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to build from. Share one cache among all factories that use the same role.
  ///   - buildTimeout: How long one build may take. A build that takes longer is cancelled and counts as failed; if it
  ///     returns a client nevertheless, that client is used. The default is 30 s.
  ///   - graceTime: How long after its replacement a client is not yet retired, so that callers that got it from
  ///     ``client()`` can finish. The default is 60 s. With zero, use only ``withClient(_:)`` and ``lease()``.
  ///   - retireTimeout: How long `retire` may take, together with the end of `run`. After that time, the factory
  ///     cancels both and does not wait for them any longer. It is also how long a shutdown waits for leases that still
  ///     exist. The default is 30 s.
  ///   - logger: Logs failures of the closures, without the errors that they threw, which may contain secrets.
  ///   - make: Builds a client from a snapshot of the credentials. It is called once for each change of the
  ///     credentials, and when the `run` of a client has ended, but never twice at the same time. It runs in a task of
  ///     the factory, which is not cancelled when a caller is. That task starts on the thread of the caller that noticed
  ///     the new credentials, so `make` must not block. If it throws, the current client is neither replaced nor
  ///     retired. While the current client's credentials still work, the factory calls `make` again at the first request
  ///     for a client after a pause of 1 s, which doubles with each failure up to 60 s. If there is no client with
  ///     working credentials, the factory calls `make` again at the next request for a client.
  ///   - run: Runs a client from when it is built until it is closed, for example a `PostgresClient`, whose `run()` has
  ///     to be running while it is used. It is called once for each client, in a task of its own that starts before any
  ///     caller gets the client. The task is cancelled after `retire` has returned; before that, `run` must not return.
  ///     If it returns or throws earlier, the client is out of use: that is logged once and counted in
  ///     ``endedRunCount``, the client is retired when no lease of it exists, and the next request for a client builds
  ///     another. If the `run` of that one ends within a minute, too, the next is built after a pause of 1 s, which
  ///     doubles each time up to 60 s; in the pause, requests for a client throw the error of `run`. An error that `run`
  ///     throws for the current client also ends ``run()``. A `CancellationError` counts as a return. With `nil`, the
  ///     default, nothing is run.
  ///   - retire: Closes a client. It is called exactly once for each client that `make` returned, in a task of its own,
  ///     and no caller waits for it. With `nil`, the default, nothing is called and the factory only releases the
  ///     client.
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

extension ServiceClientFactory: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The client's type, and the provider of the credentials. No client is shown, because it may hold secrets.
  public var description: String { "ServiceClientFactory<\(Client.self)>(credentials: \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the clients, because they may hold secrets.
  public var customMirror: Mirror {
    Mirror(self, children: ["credentials": credentials, "buildCount": buildCount], displayStyle: .class)
  }
}
