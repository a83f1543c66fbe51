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

  /// A mirror without secrets.
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

  /// A mirror without secrets.
  public var customMirror: Mirror { Mirror(self, children: ["base": description], displayStyle: .enum) }
}

extension ProfileChain.Role: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The role and the profile that names it. Whether there is an external id is shown, but not its value.
  public var description: String {
    let external = externalId == nil ? "" : ", externalId: \(Redacted.mark)"
    return "Role(\(roleArn.printable()), profile '\(profile.printable())'\(external))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the external id.
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
  /// The start URL without any password in it, the account and the role.
  public var description: String { "\(ProfileChain.Base.singleSignOn(self))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description only, because the start URL may contain a password.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "sessionName": sessionName?.printable() ?? "none", "region": region.printable(), "signOn": description,
      ], displayStyle: .struct)
  }
}
