import AWSCore
import AWSCredentials

/// Holds the body of a request back until its server wants it: the request has the header field `Expect: 100-continue`
/// (RFC 9110, 10.1.1).
///
/// AsyncHTTPClient sends the body directly behind the head. But it asks for the body chunk by chunk, and is kept waiting for
/// the first one here. What the server says reaches the gate through a handler of the connection.
final class ContinueGate: Sendable {
  private enum State {
    case closed(CheckedContinuation<Void, any Error>?)
    case opened
    case refused
  }

  private let state = Locked(State.closed(nil))

  /// Waits until the body may be sent. It is called once.
  ///
  /// - Throws: ``HTTPTransportError`` if the connection has ended, or the server does not want the body.
  func pass() async throws {
    try await withCheckedThrowingContinuation { continuation in
      let result = state.withLock { state -> Result<Void, any Error>? in
        switch state {
        case .opened: return .success(())
        case .refused: return .failure(Self.refusal)
        case .closed:
          state = .closed(continuation)
          return nil
        }
      }
      if let result { continuation.resume(with: result) }
    }
  }

  /// Lets the body pass.
  func open() { end(.opened, .success(())) }

  /// Ends the waiting for a body that is not sent.
  func refuse() { end(.refused, .failure(Self.refusal)) }

  private func end(_ end: State, _ result: Result<Void, any Error>) {
    let waiting = state.withLock { state -> CheckedContinuation<Void, any Error>? in
      guard case .closed(let waiting) = state else { return nil }
      state = end
      return waiting
    }
    waiting?.resume(with: result)
  }

  private static let refusal = HTTPTransportError(
    .connectionClosed, message: "The connection ended before the body was sent.")
}
