public import AWSCore

/// The error of a ``ServiceClientFactory`` that has no client to return: building one took too long, the `run` of the
/// latest has ended, or the factory has been shut down.
public struct ClientBuildError: Error, Sendable, Hashable {
  /// Why there is no client: ``Code/timedOut``, ``Code/runEnded`` or ``Code/shutDown``.
  public let code: Code
  /// The factory's time limit for building one client, its ``ServiceClientFactory/buildTimeout``.
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
  /// The reasons why a factory has no client. New reasons may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable { case timedOut, runEnded, shutDown }
    private let value: Value

    /// Building the client took longer than the time limit ``ServiceClientFactory/buildTimeout``.
    public static let timedOut = Code(value: .timedOut)
    /// The `run` of the latest client has returned, although the client was not closed, and the pause before another
    /// client is built is not over.
    public static let runEnded = Code(value: .runEnded)
    /// The factory has been shut down. It builds no more clients and closes those that it has built.
    public static let shutDown = Code(value: .shutDown)

    /// The name of the code, such as `timedOut`.
    public var description: String { value.rawValue }
  }
}

extension ClientBuildError: CustomStringConvertible, PrintableError {
  /// What happened, as a sentence, and what to do about it.
  public var description: String { ErrorDescription(message: message).description }

  private var message: String {
    switch code {
    case .shutDown:
      """
      The factory of \(client) has been shut down and builds no more clients; in a ServiceGroup, list the factory before the \
      services that use it, so that it is shut down after them.
      """
    case .runEnded:
      """
      The run of a \(client) has ended, and it is too early to build another; let the closure run of the ServiceClientFactory \
      return only when its client has been closed.
      """
    default:
      """
      Building a \(client) took longer than \(timeout) and was given up; let the closure of the ServiceClientFactory end sooner, \
      or give it a longer buildTimeout.
      """
    }
  }
}
