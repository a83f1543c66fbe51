public import AWSCore
public import AWSCredentials

extension ServiceClientFactory {
  /// The client for the current credentials.
  ///
  /// If a refresh of the credentials is due, they are refreshed first. If they have changed, a new client is built. If
  /// the previous client's credentials still work, that client is returned until the new one is built.
  ///
  /// The client can be used until it is replaced, and for the grace time after that. For work that may take longer, use
  /// ``withClient(_:)`` or ``lease()``.
  ///
  /// - Throws: `CredentialError` if there are no credentials. If there is no client whose credentials still work: the
  ///   error that building the client threw, or ``ClientBuildError`` if building took too long. If clients' `run` ends
  ///   again and again, in the pause before the next build: the error that `run` threw, or ``ClientBuildError`` with the
  ///   code ``ClientBuildError/Code/runEnded`` if it returned. After the factory was shut down: ``ClientBuildError``
  ///   with the code ``ClientBuildError/Code/shutDown``.
  @inlinable
  public func client() async throws -> Client {
    // Spelled out rather than taken from a lease: this is the path of every request of somebody who holds none.
    let version = credentials.version
    if let built = latestBuilt, built.version == version { return built.client }
    return try await lease().client
  }

  /// Calls a closure with the client for the current credentials, and does not retire (close) the client before the
  /// closure has ended.
  ///
  /// ```swift
  /// let rows = try await factory.withClient { pool in try await pool.query("SELECT 1") }
  /// ```
  ///
  /// - Parameter body: Uses the client. The closure must not store the client for use after it has ended.
  /// - Returns: What the closure returns.
  /// - Throws: The same errors as ``client()``, and what the closure throws.
  public func withClient<Value>(_ body: (Client) async throws -> Value) async throws -> Value {
    let lease = try await lease()
    defer { withExtendedLifetime(lease) {} }
    return try await body(lease.client)
  }

  /// The client for the current credentials, as a lease. Whether the leased client still has the current credentials
  /// can be checked without a lock.
  ///
  /// The client is not retired (closed) while the lease, or a copy of it, exists.
  ///
  /// - Throws: The same errors as ``client()``.
  public func lease() async throws -> ClientLease<Client> {
    if let lease = try currentLease() { return lease }
    let snapshot = try await credentials.snapshot(at: credentials.clock.now())
    if let built = latestBuilt {
      if built.snapshot.generation >= snapshot.generation { return lease(of: built) }
      if isUsable(built) {
        buildBeside(from: snapshot)
        return lease(of: latestBuilt ?? built)
      }
    }
    return try await lease(for: snapshot)
  }

  // Not async: who waits for credentials must not keep a client from being retired.
  private func currentLease() throws -> ClientLease<Client>? {
    let version = credentials.version
    if let built = latestBuilt { return built.version == version ? lease(of: built) : nil }
    if state.withLock({ $0.isShutDown }) { throw shutDownError }
    return nil
  }

  /// The client that was built last; `nil` if none has been built, or its `run` has ended by itself. Reading this
  /// property neither refreshes credentials nor builds a client.
  public var currentClient: Client? { latestBuilt?.client }

  /// Whether the client that was built last has the current credentials, and no refresh of them is due; `false` if none
  /// has been built, or its `run` has ended by itself. The check takes one lock and reads no clock.
  public var isCurrent: Bool {
    let version = credentials.version
    return latestBuilt?.version == version
  }

  /// How many clients have been built, including the first.
  public var buildCount: Int { state.withLock { $0.builds } }

  /// The error of the last build; `nil` if it succeeded or if there has been no build. An older client may still work
  /// even if there is an error here.
  public var lastBuildFailure: (any Error)? { state.withLock { $0.lastFailure } }

  /// How many clients have been retired (closed); always 0 if the factory has neither `run` nor `retire`. A client
  /// whose `retire` threw an error or exceeded ``retireTimeout`` is counted, too.
  public var retiredCount: Int { lifecycle.retiredCount }

  /// How many clients' `run` has ended by itself, that is, before the factory began to close the client; always 0 if the
  /// factory has no `run`.
  public var endedRunCount: Int { lifecycle.endedCount }

  /// A stream of the clients that are built from now on: one for each time the credentials rotate, and one for each
  /// client that takes the place of a client whose `run` has ended. Each read of this property makes a new stream. If a
  /// stream is not read, it keeps only the newest 64 elements.
  public var rotations: AsyncStream<ClientRotation<Client>> { rebuildEvents.subscribe() }

  @inlinable var latestBuilt: Built? { latest.withLock { $0 } }

  func lease(of built: Built) -> ClientLease<Client> {
    ClientLease(built: built, generation: built.snapshot.generation, cache: credentials, version: built.version)
  }

  var shutDownError: ClientBuildError {
    ClientBuildError(.shutDown, timeout: buildTimeout, client: "\(Client.self)")
  }
}
