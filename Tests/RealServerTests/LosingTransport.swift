import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Lets requests through to a real server, which carries them out, and loses the first responses.
final class LosingTransport: HTTPTransport {
  /// What comes in place of a response.
  enum Loss: Sendable {
    /// The connection breaks.
    case reset
    /// A proxy that lost the server says so.
    case status(Int)
  }

  private let losses: Locked<[Loss]>
  private let sent = Locked(0)

  init(_ losses: [Loss]) { self.losses = Locked(losses) }

  /// How many requests have reached the server.
  var count: Int { sent.withLock { $0 } }

  func lose(_ loss: Loss) { losses.withLock { $0.append(loss) } }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let response = try await AsyncHTTPClientTransport.shared.send(request)
    sent.withLock { $0 += 1 }
    let loss = losses.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let loss else { return response }
    // The server is done when its response is complete.
    _ = try? await response.body.collect(upTo: 1 << 24)
    switch loss {
    case .reset: throw HTTPTransportError(.connectionClosed, message: "lost on purpose")
    case .status(let code):
      return HTTPTransportResponse(
        head: HTTPResponse(status: HTTPResponse.Status(code: code)),
        body: AWSHTTPBody("<html>upstream went away</html>"))
    }
  }
}
