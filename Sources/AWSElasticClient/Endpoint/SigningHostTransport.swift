import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Sends requests to another host than the one they are signed for.
struct SigningHostTransport: ReroutingTransport {
  let base: any HTTPTransport
  /// Where requests really go.
  let authority: String

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    var request = request
    request.head.authority = authority
    return try await base.send(request)
  }
}
