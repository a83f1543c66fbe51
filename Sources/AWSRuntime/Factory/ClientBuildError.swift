/// Why a ``ServiceClientFactory`` could not build a client, if it was not the closure that threw.
public struct ClientBuildError: Error, Sendable, Hashable {
  /// How long the closure was given.
  public let timeout: Duration
  /// The kind of client.
  let client: String

  init(timeout: Duration, client: String) {
    self.timeout = timeout
    self.client = client
  }
}

extension ClientBuildError: CustomStringConvertible {
  /// What happened and what to do.
  public var description: String {
    """
    Building a \(client) took longer than \(timeout) and was given up; let the closure of the ServiceClientFactory end sooner, \
    or give it a longer buildTimeout.
    """
  }
}
