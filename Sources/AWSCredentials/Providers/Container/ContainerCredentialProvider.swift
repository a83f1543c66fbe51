import AWSCore
import HTTPTypes

/// A provider of the credentials of a container's role: Amazon ECS task roles and EKS Pod Identity.
///
/// The address of the credential service comes from `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, a path on 169.254.170.2,
/// or else from `AWS_CONTAINER_CREDENTIALS_FULL_URI`: any `https` address, or an `http` one whose host is a loopback
/// address, `localhost`, 169.254.170.2, 169.254.170.23 or fd00:ec2::23. The request carries the token in the file that
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, read again at each fetch because EKS rotates it, or else
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN`. The rules are those of the AWS SDKs and Tools reference guide, "Container
/// credential provider".
///
/// A name other than `localhost` is refused over `http` even if it resolves to one of these addresses: what it resolves
/// to can change between the check and the request, and the request carries a token.
///
/// A fetch makes up to three attempts. The transport that sends its requests should not use a proxy: these addresses
/// are local.
public struct ContainerCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `container`.
  public let name = "container"
  /// What a cache may do when a refresh fails: keep using the cached credentials, even past their expiration, while the
  /// container's credential service is unavailable.
  public let staleness = StalenessPolicy.mayServeStale

  let environment: ProcessEnvironment
  let fileSystem: any CredentialFileSystem
  private let exchange: MetadataExchange
  /// The transport for an `https` address, which trusts the authorities that settings name.
  private let trustingTransport: @Sendable () throws(CredentialError) -> any HTTPTransport

  static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
  static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
  static let tokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
  static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
  private static let attempts = 3
  private static let tokenFileLimit = 1024 * 1024

  /// Makes a provider of the credentials of a container's role (ECS, EKS).
  ///
  /// For an `https` address, the provider trusts the certificate authorities in the file that `AWS_CA_BUNDLE` or the
  /// profile's `ca_bundle` names, if one of them is set.
  ///
  /// - Parameter context: The environment, files, transports and clock to use. Requests are sent through its
  ///   `metadataTransport`.
  public init(context: CredentialProviderContext) {
    environment = context.environment
    fileSystem = context.fileSystem
    exchange = MetadataExchange(
      provider: "container", transport: context.metadataTransport, clock: context.clock, logger: context.logger,
      paths: .hidden)
    trustingTransport = { () throws(CredentialError) in try context.trustingMetadataTransport() }
  }

  /// Requests credentials from the container's credential service.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if neither of the two address variables is set;
  ///   ``CredentialError/Code/invalidConfiguration`` if the address is not allowed or the token cannot be used;
  ///   otherwise an error that says why the service returned no credentials.
  public func credentials() async throws(CredentialError) -> Credentials {
    let address = try address()
    let token = try authorizationToken()
    let fields = [("Accept", "application/json")] + (token.map { [("Authorization", $0)] } ?? [])
    let timeouts = HTTPTimeouts(connect: .seconds(2), idle: .seconds(5), total: .seconds(5))
    let exchange = try exchange(with: address)
    return try await exchange.attempting(Self.attempts) { _ async throws(AttemptFailure) in
      let response = try await exchange.send(.get, address, fields: fields, timeouts: timeouts)
      return try read(response)
    }
  }

  private func exchange(with address: MetadataAddress) throws(CredentialError) -> MetadataExchange {
    guard address.scheme == "https" else { return exchange }
    var exchange = exchange
    do throws(CredentialError) {
      exchange.transport = try trustingTransport()
    } catch {
      throw CredentialError(error.code, provider: name, message: error.message, cause: error.cause)
    }
    return exchange
  }

  package func address() throws(CredentialError) -> MetadataAddress {
    if let path = environment[Self.relative] {
      guard path.hasPrefix("/") else {
        throw invalid("\(Self.relative) must be a path that begins with '/'.")
      }
      return try parse("http://169.254.170.2" + path, Self.relative)
    }
    guard let text = environment[Self.full] else {
      throw CredentialError(
        .notConfigured, provider: name,
        message: "No environment variables were set to configure ECS provider credentials: neither \(Self.relative) "
          + "nor \(Self.full).")
    }
    let address = try parse(text, Self.full)
    guard address.scheme == "https" || Self.mayBeAskedInClear(address.host) else {
      throw invalid(
        "\(Self.full) names the host \(address.host), which may not be asked over http; use https, or a loopback "
          + "address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23].")
    }
    return address
  }

  private func parse(_ text: String, _ variable: String) throws(CredentialError) -> MetadataAddress {
    do {
      return try MetadataAddress(text)
    } catch {
      throw invalid("\(variable) is not a usable address: \(error.reason).")
    }
  }

  private static func mayBeAskedInClear(_ host: String) -> Bool {
    if host == "localhost" { return true }
    if let bytes = IPAddress.v4(host) {
      return bytes[0] == 127 || bytes == [169, 254, 170, 2] || bytes == [169, 254, 170, 23]
    }
    return host.utf8.contains(UInt8(ascii: ":"))
      && [[0, 0, 0, 0, 0, 0, 0, 1], [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x23]].contains(IPAddress.v6(host))
  }

  private func authorizationToken() throws(CredentialError) -> String? {
    let text: String
    let origin: String
    if let path = environment[Self.tokenFile] {
      origin = "The file \(path) that \(Self.tokenFile) names"
      let bytes: [UInt8]
      do {
        bytes = try fileSystem.read(path, limit: Self.tokenFileLimit)
      } catch {
        throw invalid("\(origin) cannot be used: \(error.reason).", cause: error)
      }
      guard let decoded = String(validating: bytes, as: UTF8.self) else { throw invalid("\(origin) is not text.") }
      guard decoded.nilIfBlank != nil else { throw invalid("\(origin) is empty.") }
      text = decoded
    } else if let value = environment.exactValue(of: Self.token) {
      origin = Self.token
      text = value
    } else {
      return nil
    }
    guard !text.holdsControlCharacter else {
      throw invalid("\(origin) holds a line break or another control character, which a token must not.")
    }
    return text.trimmingASCIIWhitespace()
  }

  private func read(_ response: MetadataExchange.Response) throws(AttemptFailure) -> Credentials {
    let document = CredentialDocument(json: response.body)
    if response.status == 200, let document, document.failure == nil {
      do {
        return try exchange.credentials(in: document, of: response)
      } catch {
        // The response was complete: another attempt would get the same one.
        throw AttemptFailure(error, .pointless)
      }
    }
    let kind = ForeignBody(response.body)
    var said = document == nil && kind == .html ? ": " + kind.insteadOf("the JSON of the service") : ""
    if let document, let failure = document.failure {
      let text = [failure.code, failure.message].compactMap(\.self).joined(separator: ": ")
      said = ": " + response.quotable(text, hiding: document.secrets)
    }
    let message: String
    switch response.status {
    case 200 where document == nil:
      let what = kind.notJSONObject(insteadOf: "the JSON of the service")
      throw AttemptFailure(
        CredentialError(.invalidResponse, provider: name, message: "The response is \(what)."), .sensible)
    case 200: message = "The service gave no credentials\(said)."
    case 300..<400: message = "The service redirects elsewhere (status \(response.status)), which is not followed."
    default: message = "The service responded with status \(response.status)\(said)."
    }
    throw AttemptFailure(
      CredentialError(.failed, provider: name, message: message),
      response.status >= 500 || response.status == 429 ? .sensible : .pointless)
  }

  private func invalid(_ message: String, cause: (any Error)? = nil) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: name, message: message, cause: cause)
  }
}
