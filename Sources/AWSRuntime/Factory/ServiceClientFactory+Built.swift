import AWSCredentials

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
    private let number: UInt64?

    init(client: Client, snapshot: CredentialSnapshot, lifecycle: ClientLifecycle<Client>) {
      self.client = client
      self.snapshot = snapshot
      version = CredentialCache.version(of: snapshot)
      self.lifecycle = lifecycle
      number = lifecycle.adopt(client)
    }

    deinit {
      if let number { lifecycle.retire(number) }
    }

    /// Begins the grace time. Call it once the factory returns another client.
    func wasReplaced() {
      if let number { lifecycle.keep(self, number) }
    }
  }
}
