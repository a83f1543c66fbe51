extension ContainerCredentialProvider {
  /// Returns whether the provider is configured, with the environment variables that configure it, the host of the
  /// credential service and the token file. The path of the address is left out, because it may be all that is needed
  /// to get the credentials.
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
