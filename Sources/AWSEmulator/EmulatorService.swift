/// A service that the emulator stands in for.
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
  /// Amazon S3.
  public static let s3 = EmulatorService("s3")
  /// Amazon Elasticsearch Service (OpenSearch Service).
  public static let elastic = EmulatorService("elastic")

  /// All services.
  public static let all: Set<EmulatorService> = [.instanceMetadata, .containerCredentials, .sts, .s3, .elastic]

  /// The same as ``name``.
  public var description: String { name }
}
