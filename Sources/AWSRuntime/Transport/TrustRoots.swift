import AWSCore
public import AWSCredentials
import Crypto
import NIOSSL

/// The certificate authorities that a TLS client trusts.
///
/// As in the AWS CLI, certificate authorities from a file replace those of the system: a server whose certificate comes
/// from a public authority is then trusted only if that authority is in the file.
public struct TrustRoots: Sendable, Hashable {
  /// The system's certificate authorities. If the program specifies this value, a file that environment or profile name
  /// is not used.
  public static let system = TrustRoots(certificates: nil, origin: "the system", digest: [])

  /// Any certificate of any host, for a person who asks for it. What is sent can be read and used by whoever is in between.
  package static let anyCertificate = TrustRoots(certificates: nil, origin: "nobody", digest: [0])

  /// `nil` for the system's.
  let certificates: [NIOSSLCertificate]?
  /// Where they come from, for messages.
  let origin: String
  // Stands for the certificates where pools of connections are told apart, which happens with every request.
  private let digest: [UInt8]

  private init(certificates: [NIOSSLCertificate]?, origin: String, digest: [UInt8]) {
    self.certificates = certificates
    self.origin = origin
    self.digest = digest
  }

  /// Reads certificate authorities from a PEM file (RFC 7468).
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - fileSystem: The file system from which the file is read. The default is that of this machine.
  /// - Throws: `CredentialError` with the code `invalidConfiguration` if the file cannot be read, or holds no
  ///   certificates.
  public init(file path: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) throws(CredentialError) {
    try self.init(CertificateAuthorityFile(path: path, origin: "the program", fileSystem: fileSystem))
  }

  /// Reads certificate authorities from the file that a setting names.
  ///
  /// - Parameter file: The path of the file, and the name of the setting that it was read from, which is used in error
  ///   messages.
  /// - Throws: The same errors as ``init(file:fileSystem:)``.
  public init(_ file: CertificateAuthorityFile) throws(CredentialError) {
    let bytes = try file.read()
    guard !bytes.allSatisfy(\.isASCIIWhitespace) else { throw file.invalid("it is empty") }
    let certificates: [NIOSSLCertificate]
    do {
      certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
    } catch {
      throw file.invalid(Self.reason(bytes))
    }
    guard !certificates.isEmpty else { throw file.invalid(Self.reason(bytes)) }
    self.init(
      certificates: certificates, origin: "\(file.path) (\(file.origin))", digest: Array(SHA256.hash(data: bytes)))
  }

  private static func reason(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0x30, 0x82]) {
      return "it is in DER; convert it to PEM with `openssl x509 -inform der`"
    }
    return String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----")
      ? "a certificate in it is damaged" : "it holds no certificate in PEM"
  }

  /// Whether both values have the same source, such as the same file, and the same certificates.
  public static func == (left: TrustRoots, right: TrustRoots) -> Bool {
    left.digest == right.digest && left.origin == right.origin
  }

  /// Hashes the source and the certificates.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    hasher.combine(origin)
  }
}

extension TrustRoots: CustomStringConvertible {
  /// The source of the certificates and, if that is a file, the number of certificates.
  public var description: String {
    certificates.map { "\($0.count) of \(origin.printable())" } ?? origin
  }
}
