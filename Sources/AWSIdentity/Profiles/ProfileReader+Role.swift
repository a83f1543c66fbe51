import AWSCore
import AWSCredentials

extension ProfileReader {
  /// Where a role's first credentials come from.
  enum RoleCredentialProvider {
    case profile(SharedConfiguration.Property, name: String)
    case named(ProfileChain.NamedSource)
  }

  /// The role to assume with other credentials, for a profile that has one.
  func role() throws(CredentialError) -> ProfileChain.Role {
    ProfileChain.Role(
      profile: name, roleArn: try required("role_arn"), sessionName: try text("role_session_name"),
      externalId: try text("external_id"), durationSeconds: try durationSeconds(), mfaSerial: try text("mfa_serial"))
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

  /// Where the profile's own credentials come from.
  ///
  /// - Parameters:
  ///   - method: How the profile gets them; not by a role to assume.
  ///   - configuration: What the shared files say.
  func base(_ method: ProfileMethod, _ configuration: SharedConfiguration) throws(CredentialError) -> ProfileChain.Base?
  {
    switch method {
    case .assumedRole: return nil
    case .namedSource: return try section.property("credential_source").map(namedBase)
    case .webIdentity: return .webIdentity(try webIdentity())
    case .singleSignOn: return .singleSignOn(try singleSignOn(configuration))
    case .staticKeys: return try staticKeys().map { .staticKeys($0) }
    case .login:
      return .login(ProfileChain.Login(session: try required("login_session"), region: try text("region")))
    case .process:
      return .process(commandLine: try required("credential_process"), accountId: try text("aws_account_id"))
    }
  }

  private func namedBase(_ property: SharedConfiguration.Property) throws(CredentialError) -> ProfileChain.Base {
    .named(try namedSource(property))
  }

  private func webIdentity() throws(CredentialError) -> ProfileChain.WebIdentity {
    guard let arn = try text("role_arn") else {
      throw invalid(
        "The \(title) has a web_identity_token_file\(place(of: "web_identity_token_file")), but `role_arn` was missing; "
          + "add the ARN of the role to assume with the token.")
    }
    return ProfileChain.WebIdentity(
      roleArn: arn, tokenFile: try required("web_identity_token_file"), sessionName: try text("role_session_name"),
      durationSeconds: try durationSeconds())
  }

  /// The value of a property that the profile has.
  private func required(_ key: String) throws(CredentialError) -> String {
    guard let text = try text(key) else { throw invalid("The \(title) has no \(key); add it.") }
    return text
  }

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
}
