public import AWSCredentials
public import AWSRuntime
import AWSSigV4
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The calls of AWS Security Token Service that Evergreen needs itself. A cheap value; copies share everything.
public struct STSClient: Sendable {
  private static let version = "2011-06-15"
  private let pipeline: RequestPipeline
  private let endpoint: Endpoint

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - configuration: Credentials, region and transport.
  ///   - endpoint: Where STS is; by default the region's own endpoint, as the SDKs' `regional` mode has it.
  /// - Throws: ``ServiceError`` if the region cannot be part of a host name.
  public init(configuration: ClientConfiguration, endpoint: Endpoint? = nil) throws(ServiceError) {
    do throws(EndpointError) {
      if let endpoint {
        self.endpoint = endpoint
      } else {
        self.endpoint = try Endpoint("https://sts.\(configuration.region).\(configuration.region.partitionDomain)")
      }
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Region", message: "'\(configuration.region)' is not the name of a region",
        operation: "sts", cause: error)
    }
    let description = ServiceDescription(
      name: "sts", signer: SigV4Signer(service: "sts", region: configuration.region), parseError: Self.parseError)
    pipeline = RequestPipeline(service: description, configuration: configuration)
  }

  /// Who the credentials belong to.
  public struct CallerIdentity: Sendable, Hashable {
    /// The account's number.
    public let account: String
    /// The ARN of the user or of the assumed role's session.
    public let arn: String
    /// The unique id of the user or of the assumed role's session.
    public let userId: String
  }

  /// Asks who the credentials belong to. It needs no permission.
  public func getCallerIdentity() async throws(ServiceError) -> CallerIdentity {
    let answer = try await call("GetCallerIdentity", [])
    let result = answer["GetCallerIdentityResult"]
    guard let account = result?.text("Account"), let arn = result?.text("Arn"), let userId = result?.text("UserId")
    else { throw invalid("GetCallerIdentity", "the answer does not say whose the credentials are") }
    return CallerIdentity(account: account, arn: arn, userId: userId)
  }

  /// Takes on a role.
  ///
  /// - Parameters:
  ///   - role: Which role, and how.
  ///   - source: The name the credentials carry as their source.
  /// - Returns: The session's credentials.
  public func assumeRole(_ role: AssumeRole, source: String = "assume role") async throws(ServiceError) -> Credentials {
    var parameters = [("RoleArn", role.roleArn), ("RoleSessionName", role.sessionName)]
    if let duration = role.duration { parameters.append(("DurationSeconds", String(Int(duration.components.seconds)))) }
    if let externalId = role.externalId { parameters.append(("ExternalId", externalId)) }
    let answer = try await call("AssumeRole", parameters)
    let result = answer["AssumeRoleResult"]
    guard let session = result?["Credentials"], let key = session.text("AccessKeyId")?.nilIfBlank,
      let secret = session.text("SecretAccessKey")?.nilIfBlank, let token = session.text("SessionToken")?.nilIfBlank
    else { throw invalid("AssumeRole", "the answer holds no complete credentials") }
    guard let expiration = session.text("Expiration").flatMap(ISO8601.date(from:)) else {
      throw invalid("AssumeRole", "the answer holds no valid Expiration")
    }
    let parts = result?["AssumedRoleUser"]?.text("Arn")?.split(separator: ":", omittingEmptySubsequences: false)
    return Credentials(
      accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: expiration,
      accountId: parts.flatMap { $0.count > 4 ? String($0[4]) : nil }, source: source)
  }

  /// A role to take on.
  public struct AssumeRole: Sendable, Hashable {
    /// The role's ARN.
    public var roleArn: String
    /// The session's name, which shows in logs and in the caller's ARN.
    public var sessionName: String
    /// How long the session lasts, in whole seconds; `nil` for the service's default, an hour. AWS takes 900 s or more.
    public var duration: Duration?
    /// The external id that the role's trust policy asks for.
    public var externalId: String?

    /// Describes a role to take on.
    public init(roleArn: String, sessionName: String, duration: Duration? = nil, externalId: String? = nil) {
      self.roleArn = roleArn
      self.sessionName = sessionName
      self.duration = duration
      self.externalId = externalId
    }
  }
}

// MARK: - The query protocol

extension STSClient {
  private func call(_ action: String, _ parameters: [(String, String)]) async throws(ServiceError) -> XMLNode {
    let form = ([("Action", action), ("Version", Self.version)] + parameters)
      .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
      .joined(separator: "&")
    let request = ServiceRequest(
      operation: action, method: .post, endpoint: endpoint, path: "/",
      headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8"], body: HTTPBody(form))
    let response = try await pipeline.execute(request)
    do {
      return try XMLNode.parse(try await response.body.collect(upTo: 1024 * 1024))
    } catch {
      throw invalid(action, "the answer cannot be read", cause: error)
    }
  }

  private func invalid(_ action: String, _ message: String, cause: (any Error)? = nil) -> ServiceError {
    ServiceError(.invalidResponse, code: "InvalidResponse", message: message, operation: "sts.\(action)", cause: cause)
  }

  private static let parseError: @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError = { head, body in
    // `ErrorResponse` around `Error` is what STS says; some compatible servers leave the outer element away.
    guard let root = try? XMLNode.parse(body) else {
      return ParsedServiceError(code: "HTTP\(head.status.code)", message: head.status.reasonPhrase)
    }
    let error = root.name == "Error" ? root : root["Error"]
    return ParsedServiceError(
      code: error?.text("Code")?.nilIfBlank ?? "HTTP\(head.status.code)",
      message: error?.text("Message")?.nilIfBlank ?? head.status.reasonPhrase)
  }
}
