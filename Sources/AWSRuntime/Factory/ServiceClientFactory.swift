public import AWSCore
public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Provides a client built from the current credentials, and builds a new one only when the credentials have rotated.
///
/// A client may be of any type: one of Evergreen's, one of another library that takes fixed credentials, or a database
/// pool whose passwords are derived from credentials. Derive anything that expires before the credentials, such as a
/// database password, when it is used and not when the client is built.
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
/// If many tasks ask for a client when credentials rotate, only one is built. A loop that cannot afford a lock per
/// iteration can keep a ``ClientLease`` and check it with one atomic load.
public final class ServiceClientFactory<Client: Sendable>: Sendable {
  /// The credentials the clients are built from.
  public let credentials: CredentialCache
  /// The time limit of one build.
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
  ///   - logger: Logs failed builds, without the error that `make` threw, which may contain secrets.
  ///   - make: Builds a client from a snapshot of the credentials. It is called once for each new credentials, never
  ///     twice at a time, in a task of the factory that no caller's cancellation reaches. That task starts on the
  ///     thread of the caller that noticed the new credentials, so `make` must not block. If it throws while the
  ///     current client's credentials still work, it is called again by the first call after a pause of 1, 2, 4, … and
  ///     at most 60 s. If there is no client with working credentials, it is called again by the next call.
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
  /// Refreshes the credentials first if a refresh is due, and builds a client if they have changed. If the previous
  /// client's credentials still work, that client is returned until the new one is built.
  ///
  /// - Throws: `CredentialError` if there are no credentials. If there is no client whose credentials work: the error
  ///   that building the client threw, or ``ClientBuildError`` if building took too long.
  @inlinable
  public func client() async throws -> Client {
    // Spelled out rather than taken from a lease: this is the path of every request of somebody who holds none.
    let version = credentials.version
    if let built = latestBuilt, built.version == version { return built.client }
    return try await lease().client
  }

  /// The client for the current credentials, as a lease that can be checked with one atomic load.
  ///
  /// - Throws: The same errors as ``client()``.
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

  /// A stream of the clients that are built from now on, one for each time the credentials rotate. A stream that is not
  /// read keeps only the newest 64.
  public var rotations: AsyncStream<ClientRotation<Client>> { rebuildEvents.subscribe() }

  @inlinable var latestBuilt: Built? { latest.withLock { $0 } }

  func lease(of built: Built) -> ClientLease<Client> {
    ClientLease(
      client: built.client, generation: built.snapshot.generation, cache: credentials, version: built.version)
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
