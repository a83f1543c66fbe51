#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import HTTPTypes
import NIOConcurrencyHelpers

/// The instance metadata service, version 2 only: without a session token every response is 401
/// (Amazon EC2 user guide, "Use the Instance Metadata Service").
struct EmulatedInstanceMetadata: EmulatedService {
  let service = EmulatorService.instanceMetadata
  private let context: ServiceContext
  private let tokens = NIOLockedValueBox<[ByteKey: Date]>([:])

  private static let ttlHeader = HTTPField.Name.known("X-aws-ec2-metadata-token-ttl-seconds")
  private static let tokenHeader = HTTPField.Name.known("X-aws-ec2-metadata-token")
  private static let forwardedHeader = HTTPField.Name.known("X-Forwarded-For")
  private static let credentialsPath = "/latest/meta-data/iam/security-credentials"
  /// Tokens that have expired are forgotten when there are more than this.
  private static let rememberedTokens = 1000

  init(context: ServiceContext) { self.context = context }

  func admit(_ request: EmulatedRequest) -> Admission { .response(respond(request)) }

  private func respond(_ request: EmulatedRequest) -> EmulatedResponse {
    if request.path == "/latest/api/token" || request.path == "/latest/api/token/" {
      return request.method == "PUT" ? issueToken(request) : page(405, "Method Not Allowed")
    }
    guard request.method == "GET" || request.method == "HEAD" else { return page(405, "Method Not Allowed") }
    guard let token = request.first(Self.tokenHeader), isValid(token) else {
      context.reject(service, "Unauthorized", request)
      return page(401, "Unauthorized")
    }
    context.accept(service)
    guard let text = document(request.path) else { return page(404, "Not Found") }
    return EmulatedResponse(status: 200, text: text, type: "text/plain")
  }

  private func issueToken(_ request: EmulatedRequest) -> EmulatedResponse {
    if request.first(Self.forwardedHeader) != nil { return page(403, "Forbidden") }
    guard let ttl = request.first(Self.ttlHeader).flatMap({ Int($0) }), (1...21_600).contains(ttl) else {
      context.reject(service, "BadTokenRequest", request)
      return page(400, "Bad Request")
    }
    let token = RandomText.base64(count: 52) + "=="
    let now = context.clock.now()
    tokens.withLockedValue { tokens in
      if tokens.count > Self.rememberedTokens { tokens = tokens.filter { $0.value > now } }
      tokens[ByteKey(token)] = now.addingTimeInterval(Double(ttl))
    }
    context.accept(service)
    context.statistics.record { $0.metadataTokens += 1 }
    return EmulatedResponse(status: 200, text: token, type: "text/plain", headers: [Self.ttlHeader: String(ttl)])
  }

  private func isValid(_ token: String) -> Bool {
    let now = context.clock.now()
    return tokens.withLockedValue { $0[ByteKey(token)] }.map { now < $0 } ?? false
  }

  private func document(_ path: String) -> String? {
    let configuration = context.configuration
    let place = path.hasSuffix("/") ? String(path.dropLast()) : path
    if place.hasPrefix(Self.credentialsPath) { return credentials(at: place) }
    switch path {
    case "/latest/meta-data/placement/region": return configuration.region
    case "/latest/meta-data/placement/availability-zone": return configuration.region + "a"
    case "/latest/meta-data/instance-id": return configuration.instanceId
    case "/latest/meta-data/iam/info":
      return JSON.object([
        ("Code", .string("Success")),
        (
          "InstanceProfileArn",
          .string("arn:aws:iam::\(configuration.accountId):instance-profile/\(configuration.roleName)")
        ),
        ("InstanceProfileId", .string("AIPAEVERGREENEXAMPLE")),
      ]).text
    case "/latest/dynamic/instance-identity/document":
      return JSON.object([
        ("accountId", .string(configuration.accountId)), ("instanceId", .string(configuration.instanceId)),
        ("region", .string(configuration.region)), ("availabilityZone", .string(configuration.region + "a")),
      ]).text
    default: return nil
    }
  }

  private func credentials(at path: String) -> String? {
    let role = context.configuration.roleName
    for served in context.configuration.metadataCredentials.paths {
      let list = Self.credentialsPath + served
      if path == list { return role }
      if path == "\(list)/\(role)" { return credentials(namingAccount: !served.isEmpty) }
    }
    return nil
  }

  private func credentials(namingAccount: Bool) -> String {
    let set = context.authority.fetchRoleCredentials()
    context.statistics.record { $0.metadataCredentialFetches += 1 }
    var members: [(name: String, value: JSON)] = [
      ("Code", .string("Success")),
      ("LastUpdated", .string(CivilTime(context.clock.now()).iso8601(withMilliseconds: false))),
      ("Type", .string("AWS-HMAC")), ("AccessKeyId", .string(set.accessKeyId)),
      ("SecretAccessKey", .string(set.secretAccessKey)), ("Token", .string(set.sessionToken)),
      ("Expiration", .string(ExpirationText.text(set.expiration))),
    ]
    if namingAccount { members.append(("AccountId", .string(context.configuration.accountId))) }
    return JSON.object(members).text
  }

  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    page(status, code)
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse { page(429, "Too Many Requests") }

  func finish(_ response: inout EmulatedResponse) {}

  private func page(_ status: Int, _ title: String) -> EmulatedResponse {
    let title = XMLText.escaped(title)
    return EmulatedResponse(
      status: status,
      text: "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<html><head><title>\(status) - \(title)</title></head>"
        + "<body><h1>\(status) - \(title)</h1></body></html>\n",
      type: "text/html")
  }
}
