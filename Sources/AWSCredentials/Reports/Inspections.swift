extension EnvironmentCredentialProvider {
  /// The variables, and which of them are set.
  public func inspection() -> ProviderInspection {
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    let others = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID"]
    let isConfigured = keys.contains { environment[$0] != nil }
    let shown = keys + (isConfigured ? others.filter { environment[$0] != nil } : [])
    return ProviderInspection(
      isConfigured ? .configured : .notConfigured,
      looked: shown.map { ProviderInspection.variable($0, in: environment) })
  }
}

extension StaticCredentialProvider {
  /// Always configured.
  public func inspection() -> ProviderInspection { ProviderInspection(.configured, looked: ["given by the program"]) }
}

extension SharedFileCredentialProvider {
  /// The files, the profile, and how it gets its credentials.
  public func inspection() -> ProviderInspection { .profile(profile, files: files, store: store) }
}

extension ProcessCredentialProvider {
  /// The profile and the program, without its arguments.
  public func inspection() -> ProviderInspection {
    let program = (try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark
    return ProviderInspection(.configured, looked: ["profile '\(profile)'", "program \(program)"])
  }
}

extension ContainerCredentialProvider {
  /// The variables, the service's host and the token file. The path of the address is left out: it works like a password.
  public func inspection() -> ProviderInspection {
    let variables = [Self.relative, Self.full].filter { environment[$0] != nil }
    guard let variable = variables.first else {
      return ProviderInspection(
        .notConfigured, looked: [Self.relative, Self.full].map { ProviderInspection.variable($0, in: environment) })
    }
    var looked = [ProviderInspection.variable(variable, in: environment)]
    if let address = try? address() { looked.append("\(address.scheme)://\(address.authority)/…") }
    if let file = environment[Self.tokenFile] {
      looked.append("token in " + ProviderInspection.file(file, in: fileSystem))
    } else if environment[Self.token] != nil {
      looked.append(ProviderInspection.variable(Self.token, in: environment))
    }
    return ProviderInspection(.configured, looked: looked)
  }
}

extension InstanceMetadataCredentialProvider {
  /// The service's address, or what disables it. Whether anybody responds there shows only when it is asked.
  public func inspection() -> ProviderInspection {
    do throws(CredentialError) {
      let settings = try client.resolveSettings()
      if case .disabled(let origin) = settings.availability {
        return ProviderInspection(.notConfigured, looked: ["disabled by \(origin)"])
      }
      let branch: Branch = credentialPath == .extended ? .extended : .legacy
      let role = settings.instanceProfileName.map { ["role \($0)"] } ?? []
      return ProviderInspection(.unknown, looked: [settings.address(of: branch.rawValue).shown] + role)
    } catch {
      return ProviderInspection(error.code == .notConfigured ? .notConfigured : .configured, looked: [error.message])
    }
  }
}
