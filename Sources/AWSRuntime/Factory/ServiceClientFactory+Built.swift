import AWSCredentials
public import Synchronization

extension ServiceClientFactory {
  /// A client of the factory.
  ///
  /// What keeps it in use holds a reference to this object: the factory while it is the current one, each lease, and the
  /// lifecycle during the grace time. When the last reference ends, the client is retired.
  @usableFromInline final class Built: Sendable {
    @usableFromInline let client: Client
    let snapshot: CredentialSnapshot
    @usableFromInline let version: UInt64
    private let lifecycle: ClientLifecycle<Client>
    /// The client's number in the lifecycle; `nil` if nothing has to be done for it.
    let number: UInt64?
    /// Whether the factory has taken the client out of use, although its credentials may be current: its `run` has ended, or
    /// the factory is shut down.
    @usableFromInline let isOutOfUse = Atomic(false)

    /// - Parameter runEnded: Is called with the client's number if its `run` ends by itself while it is the current client.
    init(
      client: Client, snapshot: CredentialSnapshot, lifecycle: ClientLifecycle<Client>,
      runEnded: @escaping @Sendable (UInt64) -> Void
    ) {
      self.client = client
      self.snapshot = snapshot
      version = CredentialCache.version(of: snapshot)
      self.lifecycle = lifecycle
      number = lifecycle.adopt(client, runEnded: runEnded)
    }

    deinit {
      if let number { lifecycle.retire(number) }
    }

    /// Notes that the factory gives the client to nobody any more. Whoever holds a lease learns it from that.
    func takeOutOfUse() { isOutOfUse.store(true, ordering: .releasing) }

    /// Whether the client's `run` has ended by itself, or the client has been retired.
    var hasEnded: Bool { number.map(lifecycle.hasEnded) ?? false }

    /// Begins the grace time. Call it once the factory returns another client.
    func wasReplaced() {
      if let number { lifecycle.keep(self, number) }
    }
  }
}
