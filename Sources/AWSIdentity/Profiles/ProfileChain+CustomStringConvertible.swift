import AWSCore
import AWSCredentials

// The command line of a `credential_process` may hold secrets, so no way of printing a chain shows its arguments.

extension ProfileChain: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The source of the first credentials, followed by the roles in the order in which they are assumed.
  public var description: String {
    let steps = ["\(base)"] + roles.map { "role \($0.roleArn.printable()) (profile '\($0.profile.printable())')" }
    return "ProfileChain(\(steps.joined(separator: ", then ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description of the source, the roles and the names of the profiles, without secrets.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["base": base.description, "roles": roles, "profiles": profiles] as KeyValuePairs<String, Any>,
      displayStyle: .struct)
  }
}

extension ProfileChain.Base: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The source of the credentials. For a program, only its path is shown; for static keys, only the access key id.
  public var description: String {
    switch self {
    case .staticKeys(let credentials): "static keys \(credentials.accessKeyId.printable())"
    case .named(let provider): "credential_source \(provider.rawValue)"
    case .webIdentity(let identity):
      "web identity \(identity.roleArn.printable()) with the token in \(identity.tokenFile.printable())"
    case .singleSignOn(let signOn):
      """
      single sign-on at \(SecretNames.redacted(target: signOn.startURL).printable()), account \
      \((signOn.accountId ?? "none").printable()), role \((signOn.roleName ?? "none").printable())
      """
    case .login(let login): "console login \(login.session.printable())"
    case .process(let commandLine, _):
      "process \((try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark)"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description only, so that no secret is shown.
  public var customMirror: Mirror { Mirror(self, children: ["base": description], displayStyle: .enum) }
}

extension ProfileChain.Role: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The ARN of the role, and the profile that names the role. The external id is left out; only its presence is shown.
  public var description: String {
    let external = externalId == nil ? "" : ", externalId: \(Redacted.mark)"
    return "Role(\(roleArn.printable()), profile '\(profile.printable())'\(external))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of all values of the role except the external id, of which only its presence is shown.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "profile": profile.printable(), "roleArn": roleArn.printable(),
        "sessionName": (sessionName ?? "none").printable(),
        "externalId": externalId == nil ? "none" : Redacted.mark, "durationSeconds": durationSeconds as Any,
        "mfaSerial": (mfaSerial ?? "none").printable(),
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension ProfileChain.SingleSignOn: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The start URL, the account and the role. A password in the start URL is left out.
  public var description: String { "\(ProfileChain.Base.singleSignOn(self))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the session's name, the region and the description. A password in the start URL is left out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "sessionName": sessionName?.printable() ?? "none", "region": region.printable(), "signOn": description,
      ], displayStyle: .struct)
  }
}
