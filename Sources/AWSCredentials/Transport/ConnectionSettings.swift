import AWSCore

/// The certificate authorities and the proxies for connections to services, as the environment and the profile set
/// them.
public struct ConnectionSettings: Sendable {
  /// The file with the certificate authorities to trust in place of the system's; `nil` for the system's.
  public var certificateAuthorities: CertificateAuthorityFile?
  /// The proxies to go through; `nil` for none.
  public var proxies: ProxySettings?

  /// Makes settings.
  ///
  /// - Parameters:
  ///   - certificateAuthorities: The file with the certificate authorities to trust in place of the system's.
  ///   - proxies: The proxies to go through.
  public init(certificateAuthorities: CertificateAuthorityFile? = nil, proxies: ProxySettings? = nil) {
    self.certificateAuthorities = certificateAuthorities
    self.proxies = proxies
  }
}

/// A file of certificates in PEM format, and the setting that names it.
public struct CertificateAuthorityFile: Sendable {
  /// The path of the file.
  public let path: String
  /// The setting that names it, for messages.
  public let origin: String
  private let fileSystem: any CredentialFileSystem

  /// Names a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - origin: The setting that names it, for messages.
  ///   - fileSystem: Reads the file.
  public init(path: String, origin: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) {
    self.path = path
    self.origin = origin
    self.fileSystem = fileSystem
  }

  /// Reads the file.
  ///
  /// - Returns: The bytes of the file. Whether they are certificates is not checked.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` that names the file and the setting.
  public func read() throws(CredentialError) -> [UInt8] {
    do throws(FileSystemError) {
      return try fileSystem.read(path, limit: 16 * 1024 * 1024)
    } catch {
      throw invalid(error.reason)
    }
  }

  /// Makes the error that says why the file cannot be used.
  ///
  /// - Parameter reason: What is wrong with the file, as the end of a sentence.
  public func invalid(_ reason: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: "settings",
      message: "The file of certificate authorities \(path.printable()) that \(origin) names cannot be used: \(reason)."
    )
  }
}

/// A transport that can use the certificate authorities and proxies of shared settings.
///
/// What the program has configured on the transport itself takes precedence. A transport of your own that sends
/// through another one should pass the settings on to it. A transport that does not conform to this protocol gets no
/// such settings.
public protocol ConfigurableTransport: HTTPTransport {
  /// Returns a transport like this one that uses the settings, except where the program has configured this transport
  /// otherwise.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: ``CredentialError`` if the settings cannot be used.
  func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport
}

extension CredentialProviderContext {
  /// Returns the transport for requests to AWS services, with the certificate authorities and proxies that the
  /// environment and the profile set. A transport that is no ``ConfigurableTransport`` is returned as it is.
  ///
  /// - Throws: ``CredentialError`` if a setting cannot be used, or the file of certificate authorities cannot be read.
  public func serviceTransport() throws(CredentialError) -> any HTTPTransport {
    guard let transport = transport as? any ConfigurableTransport else { return transport }
    let settings = try SharedSettings(context: self)
    return try transport.configured(try settings.connections(fileSystem: fileSystem))
  }

  /// What sends requests to a container's credential endpoint over TLS: it trusts the same authorities, and takes no proxy.
  package func trustingMetadataTransport() throws(CredentialError) -> any HTTPTransport {
    guard let transport = metadataTransport as? any ConfigurableTransport else { return metadataTransport }
    let settings = try SharedSettings(context: self)
    return try transport.configured(
      ConnectionSettings(certificateAuthorities: settings.certificateAuthorities(fileSystem: fileSystem)))
  }
}
