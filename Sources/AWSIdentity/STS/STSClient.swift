import AWSCore
public import AWSCredentials
public import AWSRuntime
import AWSSigV4
import HTTPTypes
public import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A client for the calls of AWS Security Token Service (STS) that issue and describe credentials. A client is cheap to
/// copy; copies share the connections, the retry quota and the measured difference between the clocks of the service
/// and this machine.
public struct STSClient: Sendable {
  private static let version = "2011-06-15"
  private let pipeline: RequestPipeline
  private let endpoint: Endpoint
  /// Credentials, clock, logger and whatever else the client was made with.
  var configuration: ClientConfiguration { pipeline.configuration }
  /// Where STS is, for messages.
  var place: String { "\(endpoint)" }

  /// Makes a client that signs with credentials.
  ///
  /// - Parameters:
  ///   - configuration: The credentials, the region, the transport and the other settings of the client.
  ///   - endpoint: The endpoint of STS; `nil` for the one that the configuration's endpoint settings name, or else the
  ///     endpoint of the region (the `regional` mode of the AWS SDKs).
  /// - Throws: ``ServiceError`` if the region cannot be part of a host name.
  public init(configuration: ClientConfiguration, endpoint: Endpoint? = nil) throws(ServiceError) {
    if let endpoint {
      self.endpoint = endpoint
    } else if let configured = try configuration.endpoints.configuredEndpoint(of: "sts") {
      self.endpoint = configured
    } else {
      self.endpoint = try Self.regional(configuration)
    }
    let description = ServiceDescription(
      name: "sts", signer: SigV4Signer(service: "sts", region: configuration.region),
      classifier: .sts, parseError: Self.parseError)
    pipeline = RequestPipeline(service: description, configuration: configuration)
  }

  /// Makes a client for the calls that need no credentials: assuming a role with a web identity token or a SAML
  /// assertion.
  ///
  /// - Parameters:
  ///   - region: The region whose endpoint is called.
  ///   - endpoint: The endpoint of STS; `nil` for the regional endpoint.
  ///   - transport: The transport that sends requests.
  ///   - timeouts: The time limits of one attempt.
  ///   - clock: The clock that the client reads; tests replace it.
  ///   - random: Returns a random number that is at least 0 and less than 1, for the pauses between retries; tests
  ///     replace it.
  ///   - logger: The logger to which retries are reported.
  ///   - plainHTTPTokenHosts: Hosts, besides this machine, to which the token or assertion may be sent over plain
  ///     `http`, where others can read it. None by default.
  /// - Throws: ``ServiceError`` if the region cannot be part of a host name.
  public init(
    anonymousIn region: String, endpoint: Endpoint? = nil,
    transport: any HTTPTransport = AsyncHTTPClientTransport.shared, timeouts: HTTPTimeouts = HTTPTimeouts(),
    clock: any WallClock = SystemWallClock(), random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    logger: Logger = .current, plainHTTPTokenHosts: Set<String> = []
  ) throws(ServiceError) {
    let nobody = CredentialCache(provider: CredentialChain([]), clock: clock, random: random, logger: logger)
    var configuration = ClientConfiguration(
      credentials: nobody, region: region, transport: transport, timeouts: timeouts, clock: clock, random: random,
      logger: logger)
    configuration.plainHTTPTokenHosts = plainHTTPTokenHosts
    try self.init(configuration: configuration, endpoint: endpoint)
  }
}

// MARK: - The endpoint

extension STSClient {
  private static func regional(_ configuration: ClientConfiguration) throws(ServiceError) -> Endpoint {
    // With another text the token of a web identity would be sent to another host.
    guard let region = AWSRegion(configuration.region) else {
      throw ServiceError(
        .invalidRequest, code: "Region", message: AWSRegion.refusal(of: configuration.region), operation: "sts")
    }
    do throws(MissingEndpoint) {
      return try ServiceEndpoint(.sts, in: region, variant: configuration.endpoints.variant).resolved().endpoint
    } catch {
      throw ServiceError(.invalidRequest, code: "Endpoint", message: error.message, operation: "sts", cause: error)
    }
  }
}

// MARK: - The query protocol

extension STSClient {
  /// What STS said, and the time by its clock.
  struct Response {
    let root: XMLNode
    let clock: IssuerClock?
  }

  /// What every public call goes through.
  ///
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  func call(
    _ action: String, _ parameters: STSParameters, authentication: ServiceRequest.Authentication = .signed
  ) async throws -> Response {
    let form = ([("Action", action), ("Version", Self.version)] + parameters.fields)
      .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
      .joined(separator: "&")
    var request = ServiceRequest(
      operation: action, method: .post, endpoint: endpoint, path: "/",
      headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8"], body: AWSHTTPBody(form),
      authentication: authentication,
      // A code of an MFA device counts once: a second attempt would be refused because of the first.
      retrySafety: parameters.fields.contains { $0.0 == "TokenCode" } ? .onlyIfNotProcessed : .idempotent,
      responseBody: .collected(limit: 1024 * 1024))
    request.secrets = parameters.secrets
    let response: ServiceResponse
    do throws(ServiceError) {
      response = try await pipeline.execute(request)
    } catch {
      throw error.publicError
    }
    let fields = response.head.headerFields
    let clock = IssuerClock(date: fields[.date], age: fields[.age], received: pipeline.configuration.clock.now())
    guard response.head.status == .ok else {
      throw invalid(action, "The response has the status \(response.head.status.code) instead of 200.")
    }
    let body = response.bytes
    // A web page may be well-formed XML.
    let kind = ForeignBody(body)
    guard kind == .xml else { throw invalid(action, kind.insteadOf("the XML of STS").sentence) }
    // A token in which a byte was replaced is not the token.
    guard String(validating: body, as: UTF8.self) != nil else { throw invalid(action, "The response is not UTF-8.") }
    do {
      return Response(root: try XMLNode.parse(body), clock: clock)
    } catch {
      throw invalid(action, "The response cannot be read.", cause: error)
    }
  }

  /// Reads the session out of a response.
  func session(_ action: String, _ response: Response, provider: String) throws(ServiceError) -> Session {
    let result = response.root["\(action)Result"]
    func value(_ name: String) throws(ServiceError) -> String {
      guard let text = result?["Credentials"]?.text(name)?.nilIfBlank, !text.holdsControlCharacter else {
        throw invalid(action, "The response holds no complete credentials: it has no valid \(name).")
      }
      return text
    }
    let end = try value("Expiration")
    guard let expiration = ISO8601.date(from: end) else {
      throw invalid(action, "The response's Expiration \(ISO8601.problem(in: end) ?? "")".sentence)
    }
    let arn = result?["AssumedRoleUser"]?.text("Arn")?.nilIfBlank
    let parts = arn?.split(separator: ":", omittingEmptySubsequences: false)
    let credentials = Credentials(
      accessKeyId: try value("AccessKeyId"), secretAccessKey: try value("SecretAccessKey"),
      sessionToken: try value("SessionToken"), expiration: expiration,
      accountId: parts.flatMap { $0.count > 4 ? String($0[4]).nilIfBlank : nil }, provider: provider)
    return Session(
      credentials: response.clock?.translated(credentials, logger: pipeline.configuration.logger) ?? credentials,
      assumedRoleArn: arn, sourceIdentity: result?.text("SourceIdentity")?.nilIfBlank,
      packedPolicySize: result?.text("PackedPolicySize").flatMap { Int($0) },
      subject: (result?.text("SubjectFromWebIdentityToken") ?? result?.text("Subject"))?.nilIfBlank)
  }

  func invalid(_ action: String, _ message: String, cause: (any Error)? = nil) -> ServiceError {
    ServiceError(.invalidResponse, code: "InvalidResponse", message: message, operation: "sts.\(action)", cause: cause)
  }

  private static let parseError: @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError = { head, body in
    // `ErrorResponse` around `Error` is what STS says; some compatible servers leave the outer element away.
    let kind = ForeignBody(body)
    guard kind == .xml, let root = try? XMLNode.parse(body) else {
      return ParsedServiceError(
        code: "HTTP\(head.status.code)",
        message: [
          head.status.reasonPhrase.nilIfBlank?.withFullStop,
          kind == .xml || kind == .empty ? nil : kind.insteadOf("the XML of STS").sentence,
        ].compactMap { $0 }.joined(separator: " "))
    }
    let error = root.name == "Error" ? root : root["Error"]
    return ParsedServiceError(
      code: error?.text("Code")?.nilIfBlank ?? "HTTP\(head.status.code)",
      message: error?.text("Message")?.nilIfBlank ?? head.status.reasonPhrase)
  }
}
