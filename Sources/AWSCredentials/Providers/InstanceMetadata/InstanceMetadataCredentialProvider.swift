import AWSCore

/// A provider of the credentials of the role attached to an EC2 instance. They come from version 2 of the instance
/// metadata service.
///
/// With ``CredentialPath/standard`` the name of the role is read from the service at each fetch, so that a changed role
/// is noticed, unless ``InstanceMetadataSettings/instanceProfileName`` is set.
///
/// Version 1 of the service, which needs no session token, is never used; `AWS_EC2_METADATA_V1_DISABLED` and
/// `ec2_metadata_v1_disabled` therefore have no effect.
public struct InstanceMetadataCredentialProvider: CredentialProvider {
  /// Which path of the metadata service the credentials are read from.
  public enum CredentialPath: Sendable, Hashable {
    /// The path `iam/security-credentials`, which every instance has.
    case standard
    /// The path `iam/security-credentials-extended`, whose credentials include the account id. If the service does not
    /// have this path, `iam/security-credentials` is used.
    ///
    /// Few instances have the extended path so far. The name of the role is remembered between fetches, and read again
    /// when the service no longer has credentials for it.
    case extended
  }

  /// The name of this provider in messages and logs: `instance metadata`.
  public let name = InstanceMetadataSettings.provider
  /// What a cache may do when a refresh fails: keep using the cached credentials, even past their expiration, while the
  /// metadata service is unavailable.
  public let staleness = StalenessPolicy.mayServeStale
  /// Which path of the metadata service the credentials are read from.
  public let credentialPath: CredentialPath

  let client: InstanceMetadataClient
  let memory = InstanceRoleMemory()

  /// Makes a provider of the credentials of the role of an EC2 instance.
  ///
  /// - Parameters:
  ///   - client: The client that reads the metadata service. Pass the same client to everything that reads the service, so
  ///     that all use one session token.
  ///   - credentialPath: Which path of the service the credentials are read from. Only the program can choose it: there is
  ///     no variable and no property of a profile for it.
  public init(client: InstanceMetadataClient, credentialPath: CredentialPath = .standard) {
    self.client = client
    self.credentialPath = credentialPath
  }

  /// Makes a provider that reads the metadata service with a client of its own, made from the context.
  ///
  /// - Parameters:
  ///   - context: The environment, files and clock to use. Requests are sent through its `metadataTransport`.
  ///   - credentialPath: Which path of the service the credentials are read from.
  public init(context: CredentialProviderContext, credentialPath: CredentialPath = .standard) {
    self.init(client: InstanceMetadataClient(context: context), credentialPath: credentialPath)
  }

  /// Reads the name of the role, if no setting names it, and then the role's credentials.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if a setting disables the service;
  ///   ``CredentialError/Code/unreachable`` if no connection could be made; otherwise an error that says why there are
  ///   no credentials.
  public func credentials() async throws(CredentialError) -> Credentials {
    let settings = try client.settings()
    switch credentialPath {
    case .standard:
      let role = if let name = settings.instanceProfileName { name } else { try await listedRole(settings, .legacy) }
      guard let credentials = try await credentials(of: role, settings, .legacy) else { throw unknown(role) }
      return credentials
    case .extended: return try await extendedCredentials(settings)
    }
  }

  /// The part of the metadata service that credentials are read from.
  enum Branch: String, Sendable {
    // With the slash at their end: without, some services respond with a redirect.
    case legacy = "/latest/meta-data/iam/security-credentials/"
    case extended = "/latest/meta-data/iam/security-credentials-extended/"
  }

  /// The first role that the service lists.
  func listedRole(_ settings: InstanceMetadataSettings, _ branch: Branch) async throws(CredentialError) -> String {
    guard let role = try await role(settings, branch) else { throw noRole() }
    return role
  }

  /// The first role that the service lists; `nil` if it has no such list (status 404).
  func role(_ settings: InstanceMetadataSettings, _ branch: Branch) async throws(CredentialError) -> String? {
    let response = try await client.get(branch.rawValue, settings)
    if response.status == 404 { return nil }
    guard response.status == 200 else {
      throw error(.failed, "The service responded with status \(response.status) when asked for the instance's role.")
    }
    guard let list = String(validating: response.body, as: UTF8.self) else {
      throw error(.invalidResponse, "The list of the instance's roles is not text.")
    }
    // The service itself sends HTML too, but not with status 200.
    let kind = ForeignBody(response.body)
    guard kind != .html else {
      throw error(.invalidResponse, "Asked for the instance's role, \(kind.insteadOf("its name")).")
    }
    let lines = list.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard let first = lines.lazy.compactMap({ String(Substring($0)).nilIfBlank }).first else { throw noRole() }
    // The name goes into paths, and with them into messages.
    guard response.quotable(first) == first.oneLine() else {
      throw error(.invalidResponse, "Instead of the instance's role the service sends the session token back.")
    }
    guard first.utf8.count <= 1024, first.utf8.allSatisfy(Self.mayBeInName) else {
      throw error(.invalidResponse, "What the service gives as the instance's role is not the name of a role.")
    }
    return first
  }

  /// Visible, and not a sign of JSON or HTML: what comes from the wrong place must not get into messages as a name.
  private static func mayBeInName(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"{}<>\\".utf8.contains(byte)
  }

  /// The credentials of a role; `nil` if the service does not know it (status 404).
  func credentials(
    of role: String, _ settings: InstanceMetadataSettings, _ branch: Branch
  ) async throws(CredentialError) -> Credentials? {
    let response = try await client.get(branch.rawValue + Self.encoded(role), settings)
    if response.status == 404 { return nil }
    guard response.status == 200 else {
      throw error(
        .failed, "The service responded with status \(response.status) for the credentials of role '\(role.oneLine())'."
      )
    }
    guard let document = CredentialDocument(json: response.body) else {
      let what = ForeignBody(response.body).notJSONObject(insteadOf: "JSON")
      throw error(.invalidResponse, "The credentials of role '\(role.oneLine())' are \(what).")
    }
    if let failure = document.failure { throw refused(failure, role, response, document) }
    return try client.credentials(in: document, of: response)
  }

  func unknown(_ role: String) -> CredentialError {
    error(.failed, "The instance has no role '\(role.oneLine())' (status 404).")
  }

  private func noRole() -> CredentialError {
    error(.failed, "The instance has no role attached; attach an instance profile to it.")
  }

  private func refused(
    _ failure: (code: String?, message: String?), _ role: String, _ response: MetadataExchange.Response,
    _ document: CredentialDocument
  ) -> CredentialError {
    let said = [failure.code, failure.message].compactMap { $0 }.joined(separator: ": ")
    let hint =
      failure.code?.lowercased() == "assumeroleunauthorizedaccess"
      ? " The role's trust policy probably does not let ec2.amazonaws.com assume it." : ""
    return error(
      .failed,
      "The service gives no credentials for role '\(role.oneLine())': "
        + "\(response.quotable(said, hiding: document.secrets)).\(hint)")
  }

  /// The name of a role as one part of a path, with what names of roles may hold as it is.
  private static func encoded(_ role: String) -> String { PercentEncoding.encode(role, keeping: "+=,@") }

  func error(_ code: CredentialError.Code, _ message: String) -> CredentialError {
    CredentialError(code, provider: name, message: message)
  }
}
