public import AWSCore

/// Why a ``ServiceClientFactory`` has no client, if neither the credentials nor the closure that makes one is the cause.
public struct ClientBuildError: Error, Sendable, Hashable {
  /// What happened.
  public let code: Code
  /// How long the factory lets one build take, its ``ServiceClientFactory/buildTimeout``.
  public let timeout: Duration
  /// The kind of client.
  let client: String

  package init(_ code: Code, timeout: Duration, client: String) {
    self.code = code
    self.timeout = timeout
    self.client = client
  }
}

extension ClientBuildError {
  /// The causes. New ones may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable { case timedOut, shutDown }
    private let value: Value

    /// Building the client took too long.
    public static let timedOut = Code(value: .timedOut)
    /// The factory has been shut down and has retired its client.
    public static let shutDown = Code(value: .shutDown)

    /// The name of the code.
    public var description: String { value.rawValue }
  }
}

extension ClientBuildError: CustomStringConvertible, PrintableError {
  /// What happened and what to do.
  public var description: String { ErrorDescription(message: message).description }

  private var message: String {
    switch code {
    case .shutDown:
      """
      The factory of \(client) has been shut down and builds no more clients; in a ServiceGroup, list the factory before the \
      services that use it, so that it is shut down after them.
      """
    default:
      """
      Building a \(client) took longer than \(timeout) and was given up; let the closure of the ServiceClientFactory end sooner, \
      or give it a longer buildTimeout.
      """
    }
  }
}
