/// A service that the emulator emulates.
public struct EmulatorService: Sendable, Hashable, CustomStringConvertible {
  /// The name of the service, such as `s3` or `instance-metadata`.
  public let name: String

  private init(_ name: String) { self.name = name }

  /// The instance metadata service of Amazon EC2, version 2 (IMDSv2).
  public static let instanceMetadata = EmulatorService("instance-metadata")
  /// The container credentials endpoint of Amazon ECS and EKS Pod Identity.
  public static let containerCredentials = EmulatorService("container-credentials")
  /// AWS Security Token Service.
  public static let sts = EmulatorService("sts")
  /// The access portal of IAM Identity Center, which returns role credentials.
  public static let ssoPortal = EmulatorService("sso-portal")
  /// The token service of IAM Identity Center (SSO OIDC), which issues access tokens.
  public static let ssoOIDC = EmulatorService("sso-oidc")
  /// AWS Sign-In, which issues new credentials for the logins of `aws login`.
  public static let signIn = EmulatorService("signin")
  /// Amazon S3.
  public static let s3 = EmulatorService("s3")
  /// Amazon Elasticsearch Service (OpenSearch Service).
  public static let elastic = EmulatorService("elastic")

  /// All services that the emulator can emulate.
  public static let all: Set<EmulatorService> = [
    .instanceMetadata, .containerCredentials, .sts, .ssoPortal, .ssoOIDC, .signIn, .s3, .elastic,
  ]

  /// The same as ``name``.
  public var description: String { name }
}
