public import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Hands out a client built from the current credentials, and builds a new one only when the key has changed.
///
/// It works for any client: Evergreen's own, another library's that takes a fixed set of credentials, a database pool whose
/// passwords are derived from them. What ends before the key does, such as such a password, is derived when it is used, not
/// when the client is built.
///
/// ```swift
/// let factory = ServiceClientFactory(credentials: credentials) { snapshot in
///   // The key lives for hours, a token for 15 minutes: the pool asks for one whenever it opens a connection.
///   DatabasePool {
///     try AuthToken.rds(
///       host: host, port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
///   }
/// }
/// let pool = try await factory.client()
/// ```
///
/// However many tasks ask when the key rotates, one client is built. A loop that cannot afford a lock per turn holds a
/// ``ClientLease`` and checks it with one atomic load.
public final class ServiceClientFactory<Client: Sendable>: Sendable {
  /// The credentials the clients are built from.
  public let credentials: CredentialCache
  private let make: @Sendable (CredentialSnapshot) async throws -> Client
  private let state = Locked(State())
  // Written while the state's lock is held. Apart from the state and inlined into callers, which know what `Client` is:
  // unspecialised, each access would go through the metadata of generic types, at many times the cost of the lock.
  @usableFromInline let latest = Locked<Built?>(nil)
  private let rebuildEvents = Broadcast<ClientRotation<Client>>()

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
  private struct BuildOutcome {
    let result: Result<ClientLease<Client>, any Error>
    let builtFor: UInt64
  }

  private typealias BuildWaiters = Waiters<BuildOutcome, any Error>

  private struct State {
    var isBuilding = false
    var builds = 0
    var waiters = BuildWaiters()
  }

  /// Makes a factory. No client is built and no credentials are fetched before somebody asks.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to build from. Share one cache among all factories that use the same role.
  ///   - make: Builds a client from a snapshot of the credentials. It is called once for each different key, never twice
  ///     at a time, and in a task that no caller owns. If it throws, the client at hand stays in use while its credentials
  ///     are valid, and the next caller makes it run again.
  ///     Callers wait for it, so it must end in bounded time.
  public init(
    credentials: CredentialCache, make: @escaping @Sendable (CredentialSnapshot) async throws -> Client
  ) {
    self.credentials = credentials
    self.make = make
  }

  deinit { rebuildEvents.finish() }
}

// MARK: - Asking

extension ServiceClientFactory {
  /// The client for the current credentials.
  ///
  /// Refreshes the credentials first if that is due, and builds a client if the key has changed.
  ///
  /// - Throws: `CredentialError` if there are no credentials, or what building the client threw if no client with valid
  ///   credentials is at hand.
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

  /// The clients built from now on, one for each rotation of the key. A sequence that nobody reads keeps the newest 64.
  public var rotations: AsyncStream<ClientRotation<Client>> { rebuildEvents.subscribe() }

  @inlinable var latestBuilt: Built? { latest.withLock { $0 } }

  private func lease(of built: Built) -> ClientLease<Client> {
    ClientLease(
      client: built.client, generation: built.snapshot.generation, cache: credentials, version: built.version)
  }
}

// MARK: - Building

extension ServiceClientFactory {
  private enum Step {
    case resume(Result<BuildOutcome, any Error>)
    case build
    case wait
  }

  private func lease(for snapshot: CredentialSnapshot) async throws -> ClientLease<Client> {
    while true {
      let outcome = try await waitForBuild(from: snapshot)
      if outcome.builtFor >= snapshot.generation { return try outcome.result.get() }
    }
  }

  private func waitForBuild(from snapshot: CredentialSnapshot) async throws -> BuildOutcome {
    let waiter = state.withLock { $0.waiters.makeNumber() }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let step = state.withLock { enter(&$0, snapshot: snapshot, waiter: waiter, continuation: continuation) }
        switch step {
        case .resume(let result): continuation.resume(returning: result)
        case .build: Task.detached { [self] in await build(from: snapshot) }
        case .wait: break
        }
      }
    } onCancel: {
      let continuation = state.withLock { $0.waiters.remove(waiter) }
      continuation?.resume(returning: .failure(CancellationError()))
    }
    return try result.get()
  }

  private func enter(
    _ state: inout State, snapshot: CredentialSnapshot, waiter: UInt64, continuation: BuildWaiters.Continuation
  ) -> Step {
    // At least as new: while this caller was on its way a later key may have arrived and been built for.
    if let built = latestBuilt, built.snapshot.generation >= snapshot.generation {
      return .resume(.success(BuildOutcome(result: .success(lease(of: built)), builtFor: built.snapshot.generation)))
    }
    if Task.isCancelled { return .resume(.failure(CancellationError())) }
    state.waiters.add(waiter, continuation)
    if state.isBuilding { return .wait }
    state.isBuilding = true
    return .build
  }

  private func build(from snapshot: CredentialSnapshot) async {
    let result: Result<Client, any Error>
    do {
      result = .success(try await make(snapshot))
    } catch {
      result = .failure(error)
    }
    let now = credentials.clock.now()
    let (outcome, waiters) = state.withLock { state in
      state.isBuilding = false
      return (buildEnded(&state, result, snapshot: snapshot, now: now), state.waiters.removeAll())
    }
    if case .success(let client) = result {
      rebuildEvents.send(ClientRotation(client: client, snapshot: snapshot, date: now))
    }
    for waiter in waiters { waiter.resume(returning: .success(outcome)) }
  }

  private func buildEnded(
    _ state: inout State, _ result: Result<Client, any Error>, snapshot: CredentialSnapshot, now: Date
  ) -> BuildOutcome {
    switch result {
    case .success(let client):
      let built = Built(client: client, snapshot: snapshot)
      latest.withLock { $0 = built }
      state.builds += 1
      return BuildOutcome(result: .success(lease(of: built)), builtFor: snapshot.generation)
    case .failure(let error):
      guard let built = latestBuilt, !built.snapshot.credentials.isExpired(at: now) else {
        return BuildOutcome(result: .failure(error), builtFor: snapshot.generation)
      }
      return BuildOutcome(result: .success(lease(of: built)), builtFor: snapshot.generation)
    }
  }
}

extension ServiceClientFactory: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind of client and the credentials' source. A client is not shown: it may hold secrets.
  public var description: String { "ServiceClientFactory<\(Client.self)>(credentials: \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror that shows no client.
  public var customMirror: Mirror {
    Mirror(self, children: ["credentials": credentials, "buildCount": buildCount], displayStyle: .class)
  }
}
