import AWSCore

/// The certificate authorities and the proxies for connections to AWS services, as environment variables and the
/// profile set them.
public struct ConnectionSettings: Sendable {
  /// The file with the certificate authorities to trust in place of the operating system's; `nil` to trust those of the
  /// operating system.
  public var certificateAuthorities: CertificateAuthorityFile?
  /// The proxies to send requests through; `nil` if no proxy is configured.
  public var proxies: ProxySettings?

  /// Makes settings for connections: certificate authorities and proxies, both optional.
  ///
  /// - Parameters:
  ///   - certificateAuthorities: The file with the certificate authorities to trust in place of the operating system's.
  ///   - proxies: The proxies to send requests through.
  public init(certificateAuthorities: CertificateAuthorityFile? = nil, proxies: ProxySettings? = nil) {
    self.certificateAuthorities = certificateAuthorities
    self.proxies = proxies
  }
}

/// The path of a file of certificates in PEM format, and the name of the setting that the path was read from.
public struct CertificateAuthorityFile: Sendable {
  /// The path of the file of certificates.
  public let path: String
  /// The name of the setting that the path was read from, such as `AWS_CA_BUNDLE`. It is used in error messages.
  public let origin: String
  private let fileSystem: any CredentialFileSystem

  /// Makes a value for the file at a path. The file is not read yet.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - origin: The name of the setting that the path was read from. It is used in error messages.
  ///   - fileSystem: Reads the file.
  public init(path: String, origin: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) {
    self.path = path
    self.origin = origin
    self.fileSystem = fileSystem
  }

  /// Reads the file of certificates.
  ///
  /// - Returns: The bytes of the file. Whether they are certificates is not checked.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` if the file cannot be read. The error names the file and
  ///   the setting.
  public func read() throws(CredentialError) -> [UInt8] {
    do throws(FileSystemError) {
      return try fileSystem.read(path, limit: 16 * 1024 * 1024)
    } catch {
      throw invalid(error.reason)
    }
  }

  /// Makes an error that says why the file of certificates cannot be used.
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
/// What the program has configured on the transport itself takes precedence over these settings. A transport of your
/// own that sends requests through another transport should pass the settings on to that transport. A transport that
/// does not conform to this protocol gets no such settings.
public protocol ConfigurableTransport: HTTPTransport {
  /// Returns a transport like this one that also uses the settings. What the program has configured on this transport
  /// takes precedence over the settings.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: ``CredentialError`` if the settings cannot be used.
  func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport
}

extension CredentialProviderContext {
  /// Returns the transport for requests to AWS services, with the certificate authorities and proxies that the
  /// environment and the profile set. A transport that is no ``ConfigurableTransport`` is returned without these
  /// settings.
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
