extension SharedSettings {
  /// The file of certificate authorities to trust in place of the system's: `AWS_CA_BUNDLE`, `ca_bundle`. `nil` if none is
  /// named.
  ///
  /// - Parameter fileSystem: What the file is read with.
  public func certificateAuthorities(
    fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) -> CertificateAuthorityFile? {
    lookup.value(variable: "AWS_CA_BUNDLE", key: "ca_bundle").map {
      CertificateAuthorityFile(path: $0.text, origin: $0.origin, fileSystem: fileSystem)
    }
  }

  /// The proxies that the environment names; see ``ProxySettings/init(environment:)``.
  ///
  /// - Throws: ``CredentialError`` that names the variable that cannot be used.
  public func proxies() throws(CredentialError) -> ProxySettings {
    try ProxySettings(environment: lookup.environment)
  }

  /// Both.
  ///
  /// - Parameter fileSystem: What the file of certificate authorities is read with.
  /// - Throws: As ``proxies()``.
  public func connections(
    fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) throws(CredentialError) -> ConnectionSettings {
    ConnectionSettings(
      certificateAuthorities: certificateAuthorities(fileSystem: fileSystem), proxies: try proxies())
  }
}
