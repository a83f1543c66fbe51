extension SharedSettings {
  /// The file of certificate authorities to trust instead of the system's, from `AWS_CA_BUNDLE` or the profile's
  /// `ca_bundle`; `nil` if neither is set.
  ///
  /// - Parameter fileSystem: Reads the file.
  public func certificateAuthorities(
    fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) -> CertificateAuthorityFile? {
    lookup.value(variable: "AWS_CA_BUNDLE", key: "ca_bundle").map {
      CertificateAuthorityFile(path: $0.text, origin: $0.origin, fileSystem: fileSystem)
    }
  }

  /// The proxies that environment variables name; see ``ProxySettings/init(environment:)``.
  ///
  /// - Throws: ``CredentialError`` that names the variable that cannot be used.
  public func proxies() throws(CredentialError) -> ProxySettings {
    try ProxySettings(environment: lookup.environment)
  }

  /// The settings for connections: ``certificateAuthorities(fileSystem:)`` and ``proxies()``.
  ///
  /// - Parameter fileSystem: Reads the file of certificate authorities.
  /// - Throws: ``CredentialError`` that names the variable that cannot be used.
  public func connections(
    fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) throws(CredentialError) -> ConnectionSettings {
    ConnectionSettings(
      certificateAuthorities: certificateAuthorities(fileSystem: fileSystem), proxies: try proxies())
  }
}
