public import Logging

/// Credentials of the role attached to an EC2 instance, from its metadata service, version 2.
///
/// The name of the role is read at each fetch, so that a role that was exchanged is noticed, unless
/// ``InstanceMetadataSettings/instanceProfileName`` is set.
public struct InstanceMetadataSource: CredentialSource {
  /// `instance metadata`.
  public let name = InstanceMetadataSettings.source
  /// An outage of the service must not take running clients down.
  public let staleness = StalenessPolicy.mayServeStale

  private let client: InstanceMetadataClient
  private static let path = "/latest/meta-data/iam/security-credentials/"

  /// Makes a source.
  ///
  /// - Parameter client: Reads the service; share it with whoever else reads it, and they share its session token.
  public init(client: InstanceMetadataClient) { self.client = client }

  /// Makes a source with a client of its own.
  ///
  /// - Parameters:
  ///   - transport: Sends the requests.
  ///   - profile: The name of the profile whose settings apply; by default the one the environment chooses.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the shared configuration files.
  ///   - clock: Tells when the session token is due, and waits between attempts.
  ///   - logger: Gets a debug message for each repeated attempt.
  public init(
    transport: any HTTPTransport,
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any FileSystem = SystemFileSystem(),
    clock: any WallClock = SystemWallClock(),
    logger: Logger = .current
  ) {
    self.init(
      client: InstanceMetadataClient(
        transport: transport, profile: profile, environment: environment, fileSystem: fileSystem, clock: clock,
        logger: logger))
  }

  /// Asks the service for the role, then for its credentials.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if a setting disables the service;
  ///   ``CredentialError/Code/unreachable`` if no connection could be made; otherwise why there are no credentials.
  public func credentials() async throws(CredentialError) -> Credentials {
    let settings = try client.settings()
    let role = try await role(settings)
    let answer = try await client.get(Self.path + Self.encoded(role), settings)
    guard answer.status == 200 else {
      let text =
        answer.status == 404
        ? "The instance has no role '\(role.oneLine())' (status 404)"
        : "The service answered with status \(answer.status) for the credentials of role '\(role.oneLine())'"
      throw error(.failed, text + ".")
    }
    guard let document = CredentialDocument(json: answer.body) else {
      throw error(.invalidResponse, "The credentials of role '\(role.oneLine())' are not a JSON object.")
    }
    if let failure = document.failure { throw refused(failure, role) }
    return try document.credentials(source: name)
  }

  private func role(_ settings: InstanceMetadataSettings) async throws(CredentialError) -> String {
    if let name = settings.instanceProfileName { return name }
    let answer = try await client.get(Self.path, settings)
    guard answer.status == 200 || answer.status == 404 else {
      throw error(.failed, "The service answered with status \(answer.status) when asked for the instance's role.")
    }
    guard answer.status == 200, let list = String(validating: answer.body, as: UTF8.self),
      let first = list.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        .lazy.compactMap({ String(Substring($0)).nilIfBlank }).first
    else {
      throw error(.failed, "The instance has no role attached; attach an instance profile to it.")
    }
    return first
  }

  private func refused(_ failure: (code: String?, message: String?), _ role: String) -> CredentialError {
    let said = [failure.code, failure.message].compactMap { $0?.oneLine() }.joined(separator: ": ")
    let hint =
      failure.code?.lowercased() == "assumeroleunauthorizedaccess"
      ? " The role's trust policy probably does not let ec2.amazonaws.com assume it." : ""
    return error(.failed, "The service gives no credentials for role '\(role.oneLine())': \(said).\(hint)")
  }

  /// The name of a role as one part of a path.
  private static func encoded(_ role: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return role.utf8.reduce(into: "") { path, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        path.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where "-_.~+=,@".utf8.contains(byte): path.unicodeScalars.append(Unicode.Scalar(byte))
      default: path += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  private func error(_ code: CredentialError.Code, _ message: String) -> CredentialError {
    CredentialError(code, source: name, message: message)
  }
}
