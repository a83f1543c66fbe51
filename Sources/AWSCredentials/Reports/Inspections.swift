extension EnvironmentSource {
  /// The variables, and which of them are set.
  public func inspection() -> SourceInspection {
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    let others = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID"]
    let isConfigured = keys.contains { environment[$0] != nil }
    let shown = keys + (isConfigured ? others.filter { environment[$0] != nil } : [])
    return SourceInspection(
      isConfigured ? .configured : .notConfigured,
      looked: shown.map { SourceInspection.variable($0, in: environment) })
  }
}

extension StaticSource {
  /// Always configured.
  public func inspection() -> SourceInspection { SourceInspection(.configured, looked: ["given by the program"]) }
}

extension SharedFileSource {
  /// The files, the profile, and how it gets its credentials.
  public func inspection() -> SourceInspection { .profile(profile, files: files, store: store) }
}

extension ProcessSource {
  /// The profile and the program, without its arguments.
  public func inspection() -> SourceInspection {
    let program = (try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark
    return SourceInspection(.configured, looked: ["profile '\(profile)'", "program \(program)"])
  }
}

extension ContainerSource {
  /// The variables, the service's host and the token file. The path of the address is left out: it works like a password.
  public func inspection() -> SourceInspection {
    let variables = [Self.relative, Self.full].filter { environment[$0] != nil }
    guard let variable = variables.first else {
      return SourceInspection(
        .notConfigured, looked: [Self.relative, Self.full].map { SourceInspection.variable($0, in: environment) })
    }
    var looked = [SourceInspection.variable(variable, in: environment)]
    if let address = try? address() { looked.append("\(address.scheme)://\(address.authority)/…") }
    if let file = environment[Self.tokenFile] {
      looked.append("token in " + SourceInspection.file(file, in: fileSystem))
    } else if environment[Self.token] != nil {
      looked.append(SourceInspection.variable(Self.token, in: environment))
    }
    return SourceInspection(.configured, looked: looked)
  }
}

extension InstanceMetadataSource {
  /// The service's address, or what disables it. Whether anybody responds there shows only when it is asked.
  public func inspection() -> SourceInspection {
    do throws(CredentialError) {
      let settings = try client.resolveSettings()
      if case .disabled(let origin) = settings.availability {
        return SourceInspection(.notConfigured, looked: ["disabled by \(origin)"])
      }
      let branch: Branch = credentialPath == .extended ? .extended : .legacy
      let role = settings.instanceProfileName.map { ["role \($0)"] } ?? []
      return SourceInspection(.unknown, looked: [settings.address(of: branch.rawValue).shown] + role)
    } catch {
      return SourceInspection(error.code == .notConfigured ? .notConfigured : .configured, looked: [error.message])
    }
  }
}
