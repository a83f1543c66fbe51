// The command line of a `credential_process` may hold secrets, so no way of printing a chain shows its arguments.

extension ProfileChain: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The base and the roles in the order they are taken on.
  public var description: String {
    let steps = ["\(base)"] + roles.map { "role \($0.roleArn) (profile '\($0.profile)')" }
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
  /// What the base is; of a process only the program, and of keys only the access key id.
  public var description: String {
    switch self {
    case .staticKeys(let credentials): "static keys \(credentials.accessKeyId)"
    case .named(let source): "credential_source \(source.rawValue)"
    case .webIdentity(let identity): "web identity \(identity.roleArn) with the token in \(identity.tokenFile)"
    case .singleSignOn(let signOn):
      "single sign-on at \(signOn.startURL), account \(signOn.accountId ?? "none"), role \(signOn.roleName ?? "none")"
    case .login(let login): "console login \(login.session)"
    case .process(let commandLine, _):
      "process \((try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark)"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without secrets.
  public var customMirror: Mirror { Mirror(self, children: ["base": description], displayStyle: .enum) }
}
