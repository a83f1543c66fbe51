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

/// Calls services that speak JSON and take tokens instead of signatures.
///
/// What a server says is put into messages only after every secret of the request has been taken out of it.
struct TokenServiceClient: Sendable {
  let service: String
  let provider: String
  private let context: CredentialProviderContext

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - service: The service's name for messages.
  ///   - provider: The name of the credential provider.
  ///   - context: Transport, clock, randomness and logger.
  init(service: String, provider: String, context: CredentialProviderContext) {
    self.service = service
    self.provider = provider
    self.context = context
  }

  private func configuration() throws(CredentialError) -> ClientConfiguration {
    var configuration = ClientConfiguration(
      credentials: CredentialCache(provider: CredentialChain([])), region: "",
      transport: try context.serviceTransport(),
      timeouts: HTTPTimeouts(idle: .seconds(10), total: .seconds(15)), clock: context.clock, random: context.random,
      logger: context.logger)
    configuration.plainHTTPTokenHosts = context.plainHTTPTokenHosts
    return configuration
  }

  /// A response that is not a success.
  struct Refusal: Error, Sendable {
    /// The service's error code.
    let code: String
    /// What the member `error` of the response says, the finer code of services in OAuth's manner.
    var reason: String?
    /// Code and message, without secrets.
    let text: String
    /// The status; `nil` if no response came.
    let status: Int?
    /// What to tell the caller unless the provider knows better.
    let error: CredentialError

    /// Whether the service refused what it was given, rather than failed.
    var isRefusal: Bool { [400, 401, 403].contains(status) }
  }

  /// Sends a request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - secrets: What must not appear in any message.
  ///   - wrap: What to send it with, given the context's transport.
  /// - Returns: The members of the JSON object that the response is.
  func call(
    _ request: ServiceRequest, secrets: [String], through wrap: (any HTTPTransport) -> any HTTPTransport = { $0 }
  ) async throws(Refusal) -> JSONMembers {
    try await response(to: request, secrets: secrets, through: wrap).members
  }

  /// Sends a request, as ``call(_:secrets:through:)``, whose response holds times of the service's clock.
  ///
  /// - Returns: The members of the JSON object that the response is, and the service's clock; `nil` if the response does not tell.
  func response(
    to request: ServiceRequest, secrets: [String], through wrap: (any HTTPTransport) -> any HTTPTransport = { $0 }
  ) async throws(Refusal) -> (members: JSONMembers, clock: IssuerClock?) {
    var request = request
    request.authentication = .token
    request.secrets = secrets
    request.responseBody = .collected(limit: 1024 * 1024)
    var configuration: ClientConfiguration
    do throws(CredentialError) {
      configuration = try self.configuration()
    } catch {
      throw Refusal(
        code: "\(error.code)", text: error.message, status: nil,
        error: CredentialError(error.code, provider: provider, message: error.message, cause: error.cause))
    }
    configuration.transport = wrap(configuration.transport)
    let service = service
    let description = ServiceDescription(
      name: service, signer: SigV4Signer(service: service, region: configuration.region),
      parseError: { head, body in Self.parse(head, body, service: service, secrets: secrets) })
    let bytes: [UInt8]
    let clock: IssuerClock?
    do throws(ServiceError) {
      let response = try await RequestPipeline(service: description, configuration: configuration).execute(request)
      let fields = response.head.headerFields
      clock = IssuerClock(date: fields[.date], age: fields[.age], received: configuration.clock.now())
      guard response.head.status == .ok else {
        throw ServiceError(
          .invalidResponse, code: "InvalidResponse",
          message: "The response has the status \(response.head.status.code) instead of 200.",
          operation: request.operation)
      }
      bytes = response.bytes
    } catch {
      throw refusal(error, request: request, secrets: secrets)
    }
    guard let members = JSONMembers(bytes) else {
      throw refusal(
        ServiceError(
          .invalidResponse, code: "InvalidResponse", message: Self.notJSON(bytes, service: service),
          operation: request.operation),
        request: request, secrets: secrets)
    }
    return (members, clock)
  }

  private func refusal(_ error: ServiceError, request: ServiceRequest, secrets: [String]) -> Refusal {
    let status = error.statusCode
    let isRedirect = status.map { (300..<400).contains($0) } ?? false
    let code: CredentialError.Code =
      switch error.kind {
      case .cancelled: .cancelled
      case .transport: .unreachable
      case .invalidResponse: .invalidResponse
      case .invalidRequest: .invalidConfiguration
      default: isRedirect ? .invalidResponse : .failed
      }
    let text = Self.line(error, secrets: secrets)
    let place = "\(request.scheme)://\(request.authority)"
    // The service's response may repeat what it was sent, so the error that holds it stays here.
    return Refusal(
      code: error.code, reason: JSONMembers(error.body)?.text("error"), text: text, status: status,
      error: CredentialError(
        code, provider: provider,
        message: "\(service) at \(place) failed\(status.map { " with status \($0)" } ?? ""): \(text)".withFullStop))
  }

  /// Reads the error of a response: the code from its header field, `__type` or `error`, in this order.
  private static func parse(
    _ head: HTTPResponse, _ body: [UInt8], service: String, secrets: [String]
  ) -> ParsedServiceError {
    let members = body.count <= 1024 * 1024 ? JSONMembers(body) : nil
    let header = HTTPField.Name("x-amzn-errortype").flatMap { head.headerFields[$0] }?.nilIfBlank
    let written = header ?? members?.text("__type") ?? members?.text("error") ?? members?.text("code")
    let code = written?.split(separator: ":").first.flatMap { $0.split(separator: "#").last }.map(String.init)
    let message =
      members?.text("message") ?? members?.text("Message") ?? members?.text("error_description")
      ?? [
        head.status.reasonPhrase.nilIfBlank?.withFullStop,
        members == nil && !body.isEmpty ? notJSON(body, service: service).withFullStop : nil,
      ].compactMap { $0 }.joined(separator: " ")
    return ParsedServiceError(
      code: redacted(code ?? "HTTP\(head.status.code)", secrets: secrets, limit: 80),
      message: redacted(message, secrets: secrets))
  }

  private static func notJSON(_ body: [UInt8], service: String) -> String {
    "The response is " + ForeignBody(body).notJSONObject(insteadOf: "the JSON of \(service)")
  }

  /// Code and message of an error in one line, with the secrets taken out.
  static func line(_ error: ServiceError, secrets: [String], limit: Int = 300) -> String {
    ErrorDescription(
      code: redacted(error.code, secrets: secrets), message: redacted(error.message, secrets: secrets, limit: limit)
    ).line
  }

  /// A text in one short line, with the secrets taken out in whatever way it quotes them.
  static func redacted(_ text: String, secrets: [String], limit: Int = 300) -> String {
    EchoRedaction(secrets).quotable(text, limit: limit)
  }
}
