public import AWSCore

/// The error that a ``ServiceClientFactory`` throws if building a client took longer than the factory's `buildTimeout`.
public struct ClientBuildError: Error, Sendable, Hashable {
  /// The time limit that was exceeded.
  public let timeout: Duration
  /// The kind of client.
  let client: String

  package init(timeout: Duration, client: String) {
    self.timeout = timeout
    self.client = client
  }
}

extension ClientBuildError: CustomStringConvertible, PrintableError {
  /// What happened and what to do.
  public var description: String {
    ErrorDescription(
      message: """
        Building a \(client) took longer than \(timeout) and was given up; let the closure of the ServiceClientFactory end \
        sooner, or give it a longer buildTimeout.
        """
    ).description
  }
}
