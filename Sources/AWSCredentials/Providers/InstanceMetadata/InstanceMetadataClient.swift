import AWSCore
import HTTPTypes
public import Logging

/// Reads the EC2 instance metadata service, version 2.
///
/// Each value is read with a session token, which is fetched with `PUT /latest/api/token`, kept, replaced two minutes
/// before it expires, and replaced at once when the service refuses it. Version 1 of the service is never used. The
/// rules are those of the EC2 user guide, "Use the Instance Metadata Service", and the AWS SDKs and Tools reference
/// guide, "IMDS credential provider".
///
/// A failed connection is not tried again, because outside EC2 nothing responds and the start of a program would be
/// delayed. Responses with status 429 or 500 and above, timeouts and broken connections are tried again, up to
/// ``InstanceMetadataSettings/attempts`` in all. The transport should not use a proxy: the address is local.
public final class InstanceMetadataClient: Sendable {
  let resolveSettings: @Sendable () throws(CredentialError) -> InstanceMetadataSettings
  private let exchange: MetadataExchange
  private let clock: any WallClock
  private let token = Locked(InstanceMetadataToken())

  /// Makes a client for the metadata service with the given settings.
  ///
  /// - Parameters:
  ///   - transport: Sends the requests.
  ///   - settings: How the service is reached.
  ///   - clock: Decides when the session token is replaced, and measures the pauses between attempts.
  ///   - logger: Gets a debug message for each repeated attempt.
  public convenience init(
    transport: any HTTPTransport,
    settings: InstanceMetadataSettings,
    clock: any WallClock = SystemWallClock(),
    logger: Logger = .current
  ) {
    self.init(transport, clock, logger) { () throws(CredentialError) in settings }
  }

  /// Makes a client for the metadata service. At each use, its settings are determined from the environment and the
  /// active profile.
  ///
  /// - Parameter context: The environment, files and clock to use. Requests are sent through its `metadataTransport`.
  public convenience init(context: CredentialProviderContext) {
    let environment = context.environment
    self.init(context.metadataTransport, context.clock, context.logger) { () throws(CredentialError) in
      let variable = "AWS_EC2_METADATA_DISABLED"
      // If the variable disables the service, the files are not read: a broken one must not cause an error.
      if environment[variable]?.lowercased() == "true" {
        return try InstanceMetadataSettings(environment: [variable: "true"])
      }
      do throws(CredentialError) {
        return try InstanceMetadataSettings(
          environment: environment, profile: try context.sharedConfiguration().profile(context.profile.name))
      } catch {
        throw CredentialError(
          error.code, provider: InstanceMetadataSettings.provider, message: error.message, cause: error.cause)
      }
    }
  }

  private init(
    _ transport: any HTTPTransport, _ clock: any WallClock, _ logger: Logger,
    _ resolveSettings: @escaping @Sendable () throws(CredentialError) -> InstanceMetadataSettings
  ) {
    self.resolveSettings = resolveSettings
    self.clock = clock
    exchange = MetadataExchange(
      provider: InstanceMetadataSettings.provider, transport: transport, clock: clock, logger: logger, paths: .shown)
  }

  /// The AWS region that the instance runs in, read from `/latest/meta-data/placement/region`.
  ///
  /// - Throws: The same as ``value(at:)``; ``CredentialError/Code/invalidResponse`` if the value is not the name of a
  ///   region.
  public func region() async throws -> String {
    let path = "/latest/meta-data/placement/region"
    guard let text = try await value(at: path).nilIfBlank, let region = AWSRegion(text), region.name == text else {
      throw error(.invalidResponse, "What the service gives at \(path) is not the name of a region.")
    }
    return region.name
  }

  /// Reads a value of the metadata service as text.
  ///
  /// - Parameter path: The path of the value, for example `/latest/meta-data/instance-id`.
  /// - Throws: ``CredentialError/Code/notConfigured`` if a setting disables the service;
  ///   ``CredentialError/Code/unreachable`` if no connection could be made; for other failures a ``CredentialError``
  ///   with another code. `CancellationError` if the task is cancelled.
  public func value(at path: String) async throws -> String {
    do throws(CredentialError) {
      return try await text(at: path)
    } catch {
      throw error.publicError
    }
  }

  private func text(at path: String) async throws(CredentialError) -> String {
    let path = path.hasPrefix("/") ? path : "/" + path
    let response = try await get(path, settings())
    guard response.status == 200 else { throw unexpected(response, path) }
    guard let text = String(validating: response.body, as: UTF8.self) else {
      throw error(.invalidResponse, "What the service gives at \(path) is not text.")
    }
    return text
  }

  /// The settings, if they allow the service to be asked.
  func settings() throws(CredentialError) -> InstanceMetadataSettings {
    let settings = try resolveSettings()
    if case .disabled(let origin) = settings.availability {
      throw error(.notConfigured, "The instance metadata service is disabled by \(origin).")
    }
    return settings
  }

  /// Credentials out of a response.
  func credentials(
    in document: CredentialDocument, of response: MetadataExchange.Response
  ) throws(CredentialError) -> Credentials {
    try exchange.credentials(in: document, of: response)
  }

  /// Reads a path and returns any response that is neither a 401 nor worth another attempt.
  func get(
    _ path: String, _ settings: InstanceMetadataSettings
  ) async throws(CredentialError) -> MetadataExchange.Response {
    let first = try await get(path, settings, token: try await sessionToken(settings))
    guard first.response.status == 401 else { return first.response }
    token.withLock { token in token.reject(first.token) }
    return try await get(path, settings, token: try await sessionToken(settings)).response
  }

  private func get(
    _ path: String, _ settings: InstanceMetadataSettings, token: InstanceMetadataToken.Token
  ) async throws(CredentialError) -> (response: MetadataExchange.Response, token: InstanceMetadataToken.Token) {
    let response = try await exchange.attempting(settings.attempts) { _ async throws(AttemptFailure) in
      try await self.send(.get, path, settings, ("X-aws-ec2-metadata-token", token.text))
    }
    return (response, token)
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ settings: InstanceMetadataSettings,
    _ field: (name: String, value: String)
  ) async throws(AttemptFailure) -> MetadataExchange.Response {
    let timeouts = HTTPTimeouts(connect: settings.timeout, idle: settings.timeout, total: settings.timeout * 2)
    do throws(AttemptFailure) {
      let response = try await exchange.send(
        method, settings.address(of: path), fields: [field], timeouts: timeouts)
      guard response.status < 500, response.status != 429 else {
        throw AttemptFailure(unexpected(response, path), .sensible)
      }
      return response
    } catch {
      guard error.transport == .connect || error.transport == .connectTimeout else { throw error }
      let message =
        "\(error.error.message) This is not an EC2 instance, or its metadata service cannot be reached; set "
      throw AttemptFailure(
        CredentialError(
          error.error.code, provider: error.error.provider,
          message: message + "AWS_EC2_METADATA_DISABLED=true not to ask it.",
          cause: error.error.cause), .pointless, transport: error.transport)
    }
  }

  private func sessionToken(
    _ settings: InstanceMetadataSettings
  ) async throws(CredentialError) -> InstanceMetadataToken.Token {
    let now = clock.monotonicNow()
    if let usable = token.withLock({ token in token.usable(for: settings.endpoint, at: now) }) { return usable }
    let response = try await exchange.attempting(settings.attempts) { _ async throws(AttemptFailure) in
      do throws(AttemptFailure) {
        return try await self.send(
          .put, "/latest/api/token", settings,
          ("X-aws-ec2-metadata-token-ttl-seconds", "\(InstanceMetadataToken.lifetime)"))
      } catch {
        guard error.transport == .timeout else { throw error }
        throw AttemptFailure(self.hopLimitHint(error.error), error.retry, transport: error.transport)
      }
    }
    let text = try tokenText(response)
    let lifetime = Self.lifetime(response.headers)
    // Counted from before the request, so that the token is never thought to live longer than it does.
    return token.withLock { token in
      token.store(text, from: settings.endpoint, lifetime: lifetime, at: now)
    }
  }

  /// How many seconds the service says the token lives; what was asked for, if it does not say.
  private static func lifetime(_ headers: HTTPFields) -> Double {
    let asked = Double(InstanceMetadataToken.lifetime)
    guard let name = HTTPField.Name("X-aws-ec2-metadata-token-ttl-seconds"), let text = headers[name],
      let seconds = Double(text), seconds > 0
    else { return asked }
    return min(seconds, asked)
  }

  /// Real ones have 56 bytes.
  private static let longestToken = 8192

  private func tokenText(_ response: MetadataExchange.Response) throws(CredentialError) -> String {
    switch response.status {
    case 200:
      let kind = ForeignBody(response.body)
      guard kind != .html else {
        throw error(.invalidResponse, "Asked for a session token, \(kind.insteadOf("a token")).")
      }
      let text = String(validating: response.body, as: UTF8.self)?.nilIfBlank
      guard let text, !text.holdsControlCharacter else {
        throw error(.invalidResponse, "The session token the service gives is empty or not text.")
      }
      guard text.utf8.count <= Self.longestToken else {
        throw error(.invalidResponse, "What the service gives as a session token is too long for a header field.")
      }
      return text
    case 403:
      throw error(
        .failed,
        "The instance metadata service is disabled for this instance (status 403 for the session token); enable "
          + "it in the instance's metadata options.")
    case 404, 405:
      throw error(
        .failed,
        "What responds at this address does not speak version 2 of the instance metadata service (status "
          + "\(response.status) for the session token), and version 1 is not used.")
    default:
      throw error(.failed, "The service gave no session token: it responded with status \(response.status).")
    }
  }

  private func hopLimitHint(_ error: CredentialError) -> CredentialError {
    CredentialError(
      error.code, provider: error.provider,
      message: error.message + " In a container this is what a hop limit of 1 looks like: set the instance's "
        + "HttpPutResponseHopLimit to 2.",
      cause: error.cause)
  }

  private func unexpected(_ response: MetadataExchange.Response, _ path: String) -> CredentialError {
    let what =
      switch response.status {
      case 401: "refused a new session token (status 401)"
      case 403: "refuses access (status 403)"
      case 404: "has nothing there (status 404)"
      case 300..<400: "redirects elsewhere (status \(response.status)), which is not followed"
      default: "responded with status \(response.status)"
      }
    return error(.failed, "For \(path) the service \(what).")
  }

  private func error(_ code: CredentialError.Code, _ message: String) -> CredentialError {
    CredentialError(code, provider: InstanceMetadataSettings.provider, message: message)
  }
}
