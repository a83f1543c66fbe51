/// Reads from one profile what it says about credentials.
struct ProfileReader {
  let section: SharedConfiguration.Section
  /// The profile as part of a sentence.
  let title: String
  /// Whose errors these are.
  let provider: String

  var name: String { section.name }

  /// Where a role's first credentials come from.
  enum RoleCredentialProvider {
    case profile(SharedConfiguration.Property, name: String)
    case named(ProfileChain.NamedSource)
  }

  /// The role to assume with other credentials, if the profile names one.
  ///
  /// A role with a token file and nothing else is no such role.
  func role() throws(CredentialError) -> ProfileChain.Role? {
    guard let arn = try text("role_arn") else { return nil }
    let others = ["source_profile", "credential_source"].contains { section.property($0) != nil }
    if try tokenFile() != nil, !others { return nil }
    return ProfileChain.Role(
      profile: name, roleArn: arn, sessionName: try text("role_session_name"), externalId: try text("external_id"),
      durationSeconds: try durationSeconds(), mfaSerial: try text("mfa_serial"))
  }

  /// Where the credentials come from with which the profile's role is assumed.
  func roleSource() throws(CredentialError) -> RoleCredentialProvider {
    let found = ["source_profile", "credential_source", "web_identity_token_file"]
      .filter { section.property($0) != nil }
    guard found.count < 2 else {
      let places = found.map { "a \($0)\(place(of: $0))" }
      throw invalid(
        "The \(title) has a role_arn\(place(of: "role_arn")) with both \(places.joined(separator: " and ")): profile contained "
          + "both \(found.joined(separator: " and ")); remove all but one of them.")
    }
    if let property = section.property("source_profile") {
      return .profile(property, name: try value(property, "source_profile"))
    }
    if let property = section.property("credential_source") { return .named(try namedSource(property)) }
    throw invalid(
      "The \(title) has a role_arn\(place(of: "role_arn")) but nothing to assume the role with: profile must contain "
        + "`source_profile`, `credential_source` or `web_identity_token_file`.")
  }

  /// Where the profile's own credentials come from; `nil` if it says nothing about credentials.
  func base(_ configuration: SharedConfiguration) throws(CredentialError) -> ProfileChain.Base? {
    if let property = section.property("credential_source") { return .named(try namedSource(property)) }
    if let identity = try webIdentity() { return .webIdentity(identity) }
    if let signOn = try singleSignOn(configuration) { return .singleSignOn(signOn) }
    let keys = section.keys
    if keys.isPair, keys.isOfCredentialsFile, let keys = try staticKeys() { return .staticKeys(keys) }
    if let session = try text("login_session") {
      return .login(ProfileChain.Login(session: session, region: try text("region")))
    }
    if let commandLine = try text("credential_process") {
      return .process(commandLine: commandLine, accountId: try text("aws_account_id"))
    }
    if let keys = try staticKeys() { return .staticKeys(keys) }
    guard let property = section.property("source_profile") else { return nil }
    throw invalid(
      "The \(title) has a source_profile \(Self.place(property)) but no role_arn to assume with its credentials; add "
        + "role_arn, or select the source profile itself.")
  }

  /// The keys that stand in the profile, if there are any.
  func staticKeys() throws(CredentialError) -> Credentials? {
    let (keyName, secretName) = ("aws_access_key_id", "aws_secret_access_key")
    let keys = section.keys
    switch (keys.key, keys.secret) {
    case (nil, nil): return nil
    case (let present?, nil): throw half(present, has: keyName, lacks: secretName)
    case (nil, let present?): throw half(present, has: secretName, lacks: keyName)
    case (let key?, let secret?):
      return Credentials(
        accessKeyId: try value(key, keyName), secretAccessKey: try value(secret, secretName),
        sessionToken: try keys.token.map { token throws(CredentialError) in try value(token, "aws_session_token") },
        accountId: try text("aws_account_id"), provider: "shared files, profile '\(name)'")
    }
  }

  private func half(_ present: SharedConfiguration.Property, has: String, lacks: String) -> CredentialError {
    invalid("The \(title) has \(has) \(Self.place(present)) but no \(lacks); add it, or remove the other.")
  }

  private func webIdentity() throws(CredentialError) -> ProfileChain.WebIdentity? {
    guard let file = try tokenFile() else { return nil }
    guard let arn = try text("role_arn") else {
      throw invalid(
        "The \(title) has a web_identity_token_file\(place(of: "web_identity_token_file")), but `role_arn` was missing; "
          + "add the ARN of the role to assume with the token.")
    }
    return ProfileChain.WebIdentity(
      roleArn: arn, tokenFile: file, sessionName: try text("role_session_name"),
      durationSeconds: try durationSeconds())
  }

  private func tokenFile() throws(CredentialError) -> String? { try text("web_identity_token_file") }

  private func namedSource(_ property: SharedConfiguration.Property) throws(CredentialError) -> ProfileChain.NamedSource
  {
    let text = try value(property, "credential_source")
    let all = ProfileChain.NamedSource.allCases
    if let provider = all.first(where: { $0.rawValue.lowercased() == text.lowercased() }) { return provider }
    let allowed = all.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw invalid(
      "The \(title) has the credential_source `\(text.oneLine(limit: 80))` \(Self.place(property)), which is unknown; "
        + "it must be one of \(allowed).")
  }

  /// The limits are those of the `DurationSeconds` of STS's AssumeRole.
  private func durationSeconds() throws(CredentialError) -> Int? {
    guard let property = section.property("duration_seconds") else { return nil }
    let text = try value(property, "duration_seconds")
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int(text),
      (1...43_200).contains(seconds)
    else {
      throw invalid(
        "The \(title) has the duration_seconds `\(text.oneLine(limit: 40))` \(Self.place(property)); it must be a whole "
          + "number from 1 to 43200, and AWS takes 900 or more.")
    }
    return seconds
  }

  // MARK: Values and their places

  /// A property's value without white space around it; `nil` if it is missing or blank.
  func text(_ key: String) throws(CredentialError) -> String? {
    guard let property = section.property(key) else { return nil }
    return try value(property, key)
  }

  private func value(_ property: SharedConfiguration.Property, _ key: String) throws(CredentialError) -> String {
    let text = property.value.trimmingASCIIWhitespace()
    guard !text.holdsControlCharacter else {
      throw invalid(
        "The \(title) has a value of \(key) \(Self.place(property)) that spans several lines or holds a control "
          + "character; check the indentation of the lines after it.")
    }
    return text
  }

  /// The place of a property, to follow a word.
  func place(of key: String) -> String { section.property(key).map { " \(Self.place($0))" } ?? "" }

  static func place(_ property: SharedConfiguration.Property) -> String {
    "(\(property.file), line \(property.line))"
  }

  func invalid(_ message: String) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: provider, message: message)
  }
}
