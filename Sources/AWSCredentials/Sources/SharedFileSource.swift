/// The static keys of a profile in the shared config and credentials files.
///
/// The files are read again at each fetch, so keys that were rotated in the file are picked up. A profile that gets its
/// credentials another way (a role to assume, single sign-on, a process …) is reported and not passed over: going on to
/// the next source would sign requests as somebody else.
public struct SharedFileSource: CredentialSource {
  /// `shared files`.
  public let name = "shared files"
  private let profile: ActiveProfile
  private let files: SharedConfigurationFiles
  private let fileSystem: any FileSystem

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses, see ``ActiveProfile``.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the files.
  ///   - platform: Whose rules for paths apply.
  public init(
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any FileSystem = SystemFileSystem(),
    platform: SharedConfigurationFiles.Platform = .current
  ) {
    self.profile = ActiveProfile(profile, environment: environment)
    files = SharedConfigurationFiles(environment: environment, platform: platform)
    self.fileSystem = fileSystem
  }

  /// Reads the profile.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if the profile holds no credentials, or is the default one and does
  ///   not exist; ``CredentialError/Code/invalidConfiguration`` if a file is broken, a profile that was asked for does
  ///   not exist, half of a key pair is missing, or the profile gets its credentials another way.
  public func credentials() async throws(CredentialError) -> Credentials {
    let configuration: SharedConfiguration
    do {
      configuration = try SharedConfiguration.load(files, fileSystem: fileSystem)
    } catch {
      throw CredentialError(error.code, source: name, message: error.message, cause: error.cause)
    }
    guard let section = configuration.profile(profile.name) else { throw absent(configuration) }
    try refuseOtherKinds(section)
    return try staticKeys(section, configuration)
  }

  private func staticKeys(
    _ section: SharedConfiguration.Section, _ configuration: SharedConfiguration
  ) throws(CredentialError) -> Credentials {
    let (keyName, secretName) = ("aws_access_key_id", "aws_secret_access_key")
    let key: SharedConfiguration.Property
    let secret: SharedConfiguration.Property
    switch (section.property(keyName), section.property(secretName)) {
    case (let setKey?, let setSecret?): (key, secret) = (setKey, setSecret)
    case (nil, nil):
      throw CredentialError(
        .notConfigured, source: name,
        message: "\(profile) has no credentials in \(places(configuration)).".capitalizedFirst)
    case (let present?, nil): throw half(present, has: keyName, lacks: secretName)
    case (nil, let present?): throw half(present, has: secretName, lacks: keyName)
    }
    let tokenName = section["aws_session_token"] == nil ? "aws_security_token" : "aws_session_token"
    let token = section.property(tokenName)
    for (property, name) in [(key, keyName), (secret, secretName)] + (token.map { [($0, tokenName)] } ?? [])
    where property.value.trimmingASCIIWhitespace().holdsControlCharacter {
      throw invalid(
        "\(name) of \(profile) (\(property.file), line \(property.line)) spans several lines or holds a control "
          + "character; check the indentation of the lines after it.")
    }
    return Credentials(
      accessKeyId: key.value.trimmingASCIIWhitespace(), secretAccessKey: secret.value.trimmingASCIIWhitespace(),
      sessionToken: token?.value, accountId: section["aws_account_id"],
      source: "\(name), profile '\(profile.name)'")
  }

  /// The properties that say a profile gets its credentials another way, in the order in which AWS's SDKs look at them.
  private static let otherKinds: [(key: String, meaning: String)] = [
    ("role_arn", "a role to assume"),
    ("credential_source", "a role to assume"),
    ("source_profile", "a role to assume"),
    ("web_identity_token_file", "a web identity"),
    ("sso_account_id", "single sign-on"),
    ("sso_role_name", "single sign-on"),
    ("sso_start_url", "single sign-on"),
    ("login_session", "a console login"),
    ("credential_process", "an external process"),
  ]

  private func refuseOtherKinds(_ section: SharedConfiguration.Section) throws(CredentialError) {
    // A session alone may serve bearer tokens only, so beside static keys it means nothing here.
    let hasKeys = section["aws_access_key_id"] != nil || section["aws_secret_access_key"] != nil
    let kinds = Self.otherKinds + (hasKeys ? [] : [("sso_session", "single sign-on")])
    for (key, meaning) in kinds {
      guard let property = section.property(key) else { continue }
      throw invalid(
        "\(profile) gets its credentials from \(meaning) (\(key), \(property.file), line \(property.line)), which this "
          + "source does not support; use a source that does, or a profile with aws_access_key_id and "
          + "aws_secret_access_key.")
    }
  }

  private func absent(_ configuration: SharedConfiguration) -> CredentialError {
    let message = "\(profile) does not exist in \(places(configuration))."
    if profile.origin == .default {
      return CredentialError(.notConfigured, source: name, message: message.capitalizedFirst)
    }
    let known = configuration.profiles.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
    var hint = known.isEmpty ? " No profile exists there." : " Profiles that exist: \(known)."
    let ignored = configuration.ignoredSections.filter { $0.contains(profile.name) }
    if !ignored.isEmpty {
      hint +=
        " Sections ignored for their header: \(ignored.joined(separator: ", ")); the config file wants "
        + "[profile name], the credentials file [name]."
    }
    return invalid(message + hint)
  }

  private func half(_ present: SharedConfiguration.Property, has: String, lacks: String) -> CredentialError {
    invalid(
      "\(profile) has \(has) (\(present.file), line \(present.line)) but no \(lacks); add it, or remove the other.")
  }

  private func places(_ configuration: SharedConfiguration) -> String {
    configuration.inspectedFiles.map(\.description).joined(separator: " or ")
  }

  private func invalid(_ message: String) -> CredentialError {
    CredentialError(.invalidConfiguration, source: name, message: message.capitalizedFirst)
  }
}
