import AWSCore
import AWSCredentials
import Benchmarking

/// Keeps the last request that was sent, from which the requests of bare AsyncHTTPClient are made.
final class RecordingTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let recorded = Locked<HTTPTransportRequest?>(nil)

  init(_ base: any HTTPTransport) { self.base = base }

  var request: HTTPTransportRequest {
    get throws {
      guard let request = recorded.withLock({ $0 }) else { throw BenchmarkError(description: "Nothing was sent.") }
      return request
    }
  }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    recorded.withLock { $0 = request }
    return try await base.send(request)
  }
}
