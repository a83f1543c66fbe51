import AWSCore

/// How connections to services are made, as environment and profile say.
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

/// A file with certificates in PEM, and who named it.
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
  /// - Returns: Its bytes, which are not looked at.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` that names file and setting.
  public func read() throws(CredentialError) -> [UInt8] {
    do throws(FileSystemError) {
      return try fileSystem.read(path, limit: 16 * 1024 * 1024)
    } catch {
      throw invalid(error.reason)
    }
  }

  /// The error that says what is wrong with the file.
  ///
  /// - Parameter reason: What is wrong, as the end of a sentence.
  public func invalid(_ reason: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: "settings",
      message: "The file of certificate authorities \(path.printable()) that \(origin) names cannot be used: \(reason)."
    )
  }
}

/// A transport whose connections can be made as shared settings say.
///
/// What the program has told the transport itself comes first. A transport of your own that sends through another one hands the
/// settings on to that; one that does not conform decides for itself which authorities it trusts and which way it takes.
public protocol ConfigurableTransport: HTTPTransport {
  /// The same transport with connections as the settings say, wherever the program has not said otherwise.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: ``CredentialError`` if the settings cannot be used.
  func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport
}

extension CredentialProviderContext {
  /// What sends requests to AWS's services, with connections as environment and profile say.
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
