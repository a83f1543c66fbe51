/// The ways in which a profile gets credentials.
package enum ProfileMethod: Sendable, Hashable {
  /// A role that is assumed with other credentials.
  case assumedRole
  /// Another provider, which `credential_source` names.
  case namedSource
  /// A role that is assumed with the web identity token in a file.
  case webIdentity
  /// Single sign-on with IAM Identity Center.
  case singleSignOn
  /// An access key and its secret in the profile itself.
  case staticKeys
  /// A login to the AWS console, which `login_session` names.
  case login
  /// A program that prints credentials.
  case process

  /// What it is, as part of a sentence.
  package var meaning: String {
    switch self {
    case .assumedRole: "a role to assume"
    case .namedSource: "another provider"
    case .webIdentity: "a web identity"
    case .singleSignOn: "single sign-on"
    case .staticKeys: "static keys"
    case .login: "a console login"
    case .process: "an external process"
    }
  }

  /// The properties that may say so, the most telling first.
  package var properties: [String] {
    switch self {
    case .assumedRole: ["role_arn"]
    case .namedSource: ["credential_source"]
    case .webIdentity: ["web_identity_token_file"]
    case .singleSignOn: ["sso_session", "sso_account_id", "sso_start_url", "sso_role_name", "sso_region"]
    case .staticKeys: ["aws_access_key_id", "aws_secret_access_key"]
    case .login: ["login_session"]
    case .process: ["credential_process"]
    }
  }
}

extension ProfileReader {
  /// Which of the ways the profile's own properties choose; `nil` if they say nothing about credentials.
  ///
  /// The order is that of the AWS CLI user guide, "Configuration and credentials precedence", and the AWS SDKs and Tools
  /// reference guide, "Process credential provider": static keys of the credentials file come before a login and a process,
  /// those of the config file after them.
  ///
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` for a `source_profile` that nothing is done with.
  package func method() throws(CredentialError) -> ProfileMethod? {
    if assumesRole { return .assumedRole }
    if has(.namedSource) { return .namedSource }
    if has(.webIdentity) { return .webIdentity }
    if usesSingleSignOn { return .singleSignOn }
    let keys = section.keys
    if keys.isPair, keys.isOfCredentialsFile { return .staticKeys }
    if has(.login) { return .login }
    if has(.process) { return .process }
    if keys.key != nil || keys.secret != nil { return .staticKeys }
    guard let property = section.property("source_profile") else { return nil }
    throw invalid(
      "The \(title) has a source_profile \(Self.place(property)) but no role_arn to assume with its credentials; add "
        + "role_arn, or select the source profile itself.")
  }

  private func has(_ method: ProfileMethod) -> Bool { method.properties.contains { section.property($0) != nil } }

  /// Whether there is a role to assume with other credentials. A role with a token file and nothing else is no such role.
  private var assumesRole: Bool {
    guard has(.assumedRole) else { return false }
    return !has(.webIdentity) || has(.namedSource) || section.property("source_profile") != nil
  }

  /// A session or an address without account and role serves bearer tokens, so it does not stand in the way of other
  /// credentials of the profile.
  private var usesSingleSignOn: Bool {
    guard has(.singleSignOn) else { return false }
    if section.property("sso_account_id") != nil || section.property("sso_role_name") != nil { return true }
    return !has(.login) && !has(.process) && !has(.staticKeys)
  }
}
