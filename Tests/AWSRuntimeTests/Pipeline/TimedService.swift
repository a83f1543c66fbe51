import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A service that is its own clock: sending a request and pausing move the time to where a scenario has it.
final class TimedService: HTTPTransport, WallClock {
  struct Exchange: Sendable {
    var sent: Date
    var received: Date
    var status: Int
    var fields: HTTPFields
    var code: String
  }

  private struct State {
    var now = Date(timeIntervalSince1970: 1_767_225_600)
    var exchanges: [Exchange] = []
    var signingTimes: [String] = []
  }
  private let state = Locked(State())

  /// The exchanges of the next call, with the clock at the first one's beginning.
  func play(_ exchanges: [Exchange]) {
    state.withLock { state in
      state.exchanges = exchanges
      state.signingTimes = []
      if let first = exchanges.first { state.now = first.sent }
    }
  }

  /// An exchange from which a client learns an offset.
  func teaching(_ skew: Double) -> Exchange {
    let date = skew == 300 ? "Thu, 01 Jan 2026 00:05:00 GMT" : "Thu, 01 Jan 2026 00:00:00 GMT"
    let start = Date(timeIntervalSince1970: 1_767_225_600)
    return Exchange(sent: start, received: start, status: 200, fields: [.date: date], code: "")
  }

  /// The times by which the requests of the current call were signed.
  var signingTimes: [String] { state.withLock { $0.signingTimes } }

  /// What a client has learned.
  func offset(of pipeline: RequestPipeline) -> Double {
    pipeline.signingTime(at: Date(timeIntervalSince1970: 0)).timeIntervalSince1970
  }

  func now() -> Date { state.withLock { $0.now } }

  func sleep(for duration: Duration) async throws {
    state.withLock { state in
      if let next = state.exchanges.first { state.now = next.sent }
    }
  }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let exchange = state.withLock { state -> Exchange? in
      if let name = HTTPField.Name("x-amz-date") {
        state.signingTimes.append(request.head.headerFields[name] ?? "none")
      }
      guard !state.exchanges.isEmpty else { return nil }
      let exchange = state.exchanges.removeFirst()
      state.now = exchange.received
      return exchange
    }
    guard let exchange else { throw HTTPTransportError(.other, message: "the scenario has no further answer") }
    return HTTPTransportResponse(
      head: HTTPResponse(status: .init(code: exchange.status), headerFields: exchange.fields),
      body: AWSHTTPBody(exchange.code))
  }

  static func request() throws -> ServiceRequest {
    ServiceRequest(operation: "Try", method: .get, endpoint: try Endpoint("https://example.com"), path: "/")
  }

  func pipeline(maxAttempts: Int) -> RequestPipeline {
    let credentials = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush")
    return RequestPipeline(
      service: ServiceDescription(
        name: "test", signer: SigV4Signer(service: "es", region: "us-east-1"),
        parseError: { _, body in ParsedServiceError(code: String(decoding: body, as: UTF8.self), message: "") }),
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: "us-east-1",
        transport: self, retry: RetryPolicy(maxAttempts: maxAttempts), clock: self, random: { 0.5 }))
  }
}
