import AWSCredentials
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A pipeline over a scripted service and a scripted provider, with a clock that moves only when told.
struct PipelineBench {
  let clock = ManualClock()
  let provider = ScriptedCredentialProvider(staleness: .mayServeStale)
  let transport: ScriptedTransport
  let credentials: CredentialCache
  let pipeline: RequestPipeline

  init(
    classifier: ErrorClassifier = .standard, retry: RetryPolicy = RetryPolicy(baseDelay: .zero),
    answers: [ScriptedTransport.Response] = [], interceptors: [any RequestInterceptor] = []
  ) {
    transport = ScriptedTransport(answers)
    credentials = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
    pipeline = Self.pipeline(
      credentials: credentials, transport: transport, clock: clock, classifier: classifier, retry: retry,
      interceptors: interceptors)
  }

  /// A pipeline to a service whose errors are texts of the form `Code|message`.
  static func pipeline(
    credentials: CredentialCache, transport: ScriptedTransport, clock: ManualClock,
    classifier: ErrorClassifier = .standard, retry: RetryPolicy = RetryPolicy(baseDelay: .zero),
    interceptors: [any RequestInterceptor] = []
  ) -> RequestPipeline {
    var configuration = ClientConfiguration(
      credentials: credentials, region: "us-east-1", transport: transport, retry: retry, clock: clock,
      random: { 0.5 }, logger: Logger(label: "test"))
    configuration.interceptors = interceptors
    let service = ServiceDescription(
      name: "test", signer: SigV4Signer(service: "s3", region: "us-east-1"), classifier: classifier,
      parseError: { head, body in
        let parts = String(decoding: body, as: UTF8.self).split(separator: "|", maxSplits: 1)
        var error = ParsedServiceError(
          code: parts.first.map(String.init) ?? "HTTP\(head.status.code)",
          message: parts.count > 1 ? String(parts[1]) : "")
        if error.code == "FrontDoor" { error.gatewayMessage = error.message }
        return error
      })
    return RequestPipeline(service: service, configuration: configuration)
  }

  /// Lets the provider answer with a key that lives for an hour from now.
  func enqueueKey(_ number: Int, lifetime: Double = 3600) {
    provider.enqueue(
      .success(
        Credentials(
          accessKeyId: "ASIA\(number)", secretAccessKey: "hush", sessionToken: "quiet-\(number)",
          expiration: clock.now().addingTimeInterval(lifetime), provider: "test")))
  }

  func request(
    _ method: HTTPRequest.Method = .get, body: AWSHTTPBody = .empty,
    retrySafety: ServiceRequest.RetrySafety = .idempotent,
    responseBody: ServiceRequest.ResponseBody = .streamed
  ) throws -> ServiceRequest {
    ServiceRequest(
      operation: "Try", method: method, endpoint: try Endpoint("https://example.com"), path: "/a", body: body,
      retrySafety: retrySafety, responseBody: responseBody)
  }

  /// Sends a request whose success may hold an error, and may be damaged.
  func executeReading(_ request: ServiceRequest) async throws(ServiceError) -> ServiceResponse {
    try await pipeline.execute(request) { response throws(ParsedServiceError) in
      let text = String(decoding: response.bytes, as: UTF8.self)
      if text.hasPrefix("Internal") { throw ParsedServiceError(code: "InternalError", message: "late", status: 500) }
      if text.hasPrefix("?") {
        var error = ParsedServiceError(code: "InvalidResponse", message: "This is damaged.")
        error.isDamaged = true
        error.isInvalidResponse = true
        throw error
      }
      return response
    }
  }

  /// The keys that signed the requests sent so far.
  var signers: [String] {
    transport.requests.map { request in
      let value = request.head.headerFields[.authorization] ?? ""
      let credential = value.split(separator: "=").dropFirst().first ?? ""
      return String(credential.prefix { $0 != "/" })
    }
  }

  /// The session tokens that were sent so far.
  var tokens: [String?] {
    transport.requests.map { request in
      HTTPField.Name("x-amz-security-token").flatMap { request.head.headerFields[$0] }
    }
  }
}
