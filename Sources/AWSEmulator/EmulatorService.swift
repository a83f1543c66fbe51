/// A service that the emulator emulates.
public struct EmulatorService: Sendable, Hashable, CustomStringConvertible {
  /// The service's name.
  public let name: String

  private init(_ name: String) { self.name = name }

  /// Amazon EC2 instance metadata, version 2.
  public static let instanceMetadata = EmulatorService("instance-metadata")
  /// The container credentials endpoint of Amazon ECS and EKS Pod Identity.
  public static let containerCredentials = EmulatorService("container-credentials")
  /// AWS Security Token Service.
  public static let sts = EmulatorService("sts")
  /// The access portal of IAM Identity Center.
  public static let ssoPortal = EmulatorService("sso-portal")
  /// The token service of IAM Identity Center, SSO OIDC.
  public static let ssoOIDC = EmulatorService("sso-oidc")
  /// AWS Sign-In, which refreshes console logins.
  public static let signIn = EmulatorService("signin")
  /// Amazon S3.
  public static let s3 = EmulatorService("s3")
  /// Amazon Elasticsearch Service (OpenSearch Service).
  public static let elastic = EmulatorService("elastic")

  /// All services.
  public static let all: Set<EmulatorService> = [
    .instanceMetadata, .containerCredentials, .sts, .ssoPortal, .ssoOIDC, .signIn, .s3, .elastic,
  ]

  /// The same as ``name``.
  public var description: String { name }
}
