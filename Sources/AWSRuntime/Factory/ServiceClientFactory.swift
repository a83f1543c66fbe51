public import AWSCore
public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Provides a client built from the current credentials, and builds a new one only when the key has changed.
///
/// It works for any client: Evergreen's own, another library's that takes a fixed set of credentials, a database pool
/// whose passwords are derived from them. Anything that expires before the key, such as such a password, is derived
/// when it is used, not when the client is built.
///
/// ```swift
/// let factory = ServiceClientFactory(credentials: credentials) { snapshot in
///   // The key lives for hours, a token for 15 minutes: the pool asks for one whenever it opens a connection.
///   DatabasePool {
///     try IAMAuthToken.rds(
///       host: host, port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
///   }
/// }
/// let pool = try await factory.client()
/// ```
///
/// However many tasks ask when credentials rotate, only one client is built. A loop that cannot afford a lock per
/// iteration holds a ``ClientLease`` and checks it with one atomic load.
public final class ServiceClientFactory<Client: Sendable>: Sendable {
  /// The credentials the clients are built from.
  public let credentials: CredentialCache
  /// How long one build may take.
  public let buildTimeout: Duration
  let make: @Sendable (CredentialSnapshot) async throws -> Client
  let logger: Logger
  let state = Locked(State())
  // Written while the state's lock is held. Apart from the state and inlined into callers, which know what `Client` is:
  // unspecialised, each access would go through the metadata of generic types, at many times the cost of the lock.
  @usableFromInline let latest = Locked<Built?>(nil)
  let rebuildEvents = Broadcast<ClientRotation<Client>>()

  @usableFromInline final class Built: Sendable {
    @usableFromInline let client: Client
    let snapshot: CredentialSnapshot
    @usableFromInline let version: UInt64

    init(client: Client, snapshot: CredentialSnapshot) {
      self.client = client
      self.snapshot = snapshot
      version = CredentialCache.version(of: snapshot)
    }
  }

  // What a build came to, and for which key: a caller that has seen a later key must not be content with it.
  struct BuildOutcome {
    let result: Result<ClientLease<Client>, any Error>
    let builtFor: UInt64
  }

  typealias BuildWaiters = Waiters<BuildOutcome, any Error>

  struct State {
    /// The build that runs; `nil` if none does. A build that is given up loses its place here.
    var running: UInt64?
    var begun: UInt64 = 0
    var builds = 0
    var pause: BuildPause?
    var lastFailure: (any Error)?
    var waiters = BuildWaiters()
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
  ///   - logger: Where failed builds are reported, without the error that was thrown, which may contain secrets.
  ///   - make: Builds a client from a snapshot of the credentials. It is called once for each different key, never
  ///     twice at a time, and in a task that no caller owns. That task begins on the thread of the caller who noticed
  ///     the new key, so what needs no waiting is ready at once; do not block in it. If it throws while the current
  ///     client still works, it runs again on the first call after 1, 2, 4, … and at most 60 s; without such a client
  ///     it runs again on the next call.
  public init(
    credentials: CredentialCache, buildTimeout: Duration = .seconds(30), logger: Logger = Logger.current,
    make: @escaping @Sendable (CredentialSnapshot) async throws -> Client
  ) {
    self.credentials = credentials
    self.buildTimeout = buildTimeout
    self.logger = logger
    self.make = make
  }

  deinit { rebuildEvents.finish() }
}

// MARK: - Asking

extension ServiceClientFactory {
  /// The client for the current credentials.
  ///
  /// Refreshes the credentials first if that is due, and builds a client if the key has changed. As long as the current
  /// client works, it is returned until the new one is ready.
  ///
  /// - Throws: `CredentialError` if there are no credentials, or, if there is no client with valid credentials, the
  ///   error of building the client or ``ClientBuildError`` if that took too long.
  @inlinable
  public func client() async throws -> Client {
    // Spelled out rather than taken from a lease: this is the path of every request of somebody who holds none.
    let version = credentials.version
    if let built = latestBuilt, built.version == version { return built.client }
    return try await lease().client
  }

  /// The client for the current credentials, as a lease whose validity can be checked with one atomic load.
  ///
  /// - Throws: As ``client()``.
  public func lease() async throws -> ClientLease<Client> {
    let version = credentials.version
    if let built = latestBuilt, built.version == version { return lease(of: built) }
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

  /// The client built last, without refreshing or building anything; `nil` before the first.
  public var currentClient: Client? { latestBuilt?.client }

  /// Whether the client built last is for the current key and no refresh is due. One lock, no clock.
  public var isCurrent: Bool {
    let version = credentials.version
    return latestBuilt?.version == version
  }

  /// How many clients have been built, the first included.
  public var buildCount: Int { state.withLock { $0.builds } }

  /// The error of the last build; `nil` if it succeeded or there was none. A working client may exist nevertheless.
  public var lastBuildFailure: (any Error)? { state.withLock { $0.lastFailure } }

  /// The clients built from now on, one for each rotation of the key. A sequence that is not read keeps the newest 64.
  public var rotations: AsyncStream<ClientRotation<Client>> { rebuildEvents.subscribe() }

  @inlinable var latestBuilt: Built? { latest.withLock { $0 } }

  func lease(of built: Built) -> ClientLease<Client> {
    ClientLease(
      client: built.client, generation: built.snapshot.generation, cache: credentials, version: built.version)
  }
}

extension ServiceClientFactory: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind of client and the credentials' provider. A client is not shown: it may hold secrets.
  public var description: String { "ServiceClientFactory<\(Client.self)>(credentials: \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror that shows no client.
  public var customMirror: Mirror {
    Mirror(self, children: ["credentials": credentials, "buildCount": buildCount], displayStyle: .class)
  }
}
