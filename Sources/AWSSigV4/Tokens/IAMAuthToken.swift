import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A temporary password made of a presigned request. Databases, caches and message brokers of AWS accept it instead of
/// a fixed password.
///
/// A token can be used to open new connections, for 15 minutes or until the credentials that it was made with expire,
/// whichever is earlier.
public struct IAMAuthToken: Sendable {
  private static let lifetime = Duration.seconds(900)

  /// The token, to be used as the password. Anybody who has it can connect until ``expiration``.
  public let value: String
  /// When the token stops working: 15 minutes after the time of signing, or when the credentials expire if that is
  /// earlier.
  public let expiration: Date

  /// The kind of an Amazon ElastiCache cache: a replication group or a serverless cache.
  public enum CacheKind: Sendable, Hashable {
    /// A replication group, that is, a cache that is not serverless.
    case replicationGroup
    /// A serverless cache. The token of such a cache says so in the parameter `ResourceType`.
    case serverless
  }

  /// Makes the password of a database user of Amazon RDS or Aurora (Amazon RDS user guide, "Connecting to your DB
  /// instance using IAM authentication").
  ///
  /// - Parameters:
  ///   - host: The host name of the database's endpoint in AWS, not a DNS alias of the program's own.
  ///   - port: The port of the endpoint.
  ///   - user: The name of the database user.
  ///   - region: The region of the database.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Returns: The token: a presigned URL without its scheme.
  /// - Throws: ``SigV4Error`` that says which argument is not valid, or that the credentials have expired.
  public static func rds(
    host: String, port: Int, user: String, region: String, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> IAMAuthToken {
    guard (1...65_535).contains(port) else { throw invalid("The port has to be a number from 1 to 65535.") }
    guard !user.isEmpty else { throw invalid("The user has no name.") }
    return try token(
      service: "rds-db", region: region, authority: "\(host):\(port)",
      query: "Action=connect&DBUser=\(PercentEncoding.encode(user))", credentials: credentials, date: date)
  }

  /// Makes the password of a user of Amazon ElastiCache or MemoryDB (Amazon ElastiCache user guide, "Authenticating
  /// with IAM").
  ///
  /// - Parameters:
  ///   - cache: The name of the cache or the id of the replication group, not the host name.
  ///   - user: The id of the user in ElastiCache or MemoryDB.
  ///   - kind: The kind of cache; by default a replication group.
  ///   - region: The region of the cache.
  ///   - service: The signing name: `elasticache`, the default, or `memorydb`.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Returns: The token: a presigned URL without its scheme.
  /// - Throws: ``SigV4Error`` that says which argument is not valid, or that the credentials have expired.
  public static func elastiCache(
    cache: String, user: String, kind: CacheKind = .replicationGroup, region: String, service: String = "elasticache",
    credentials: Credentials, date: Date
  ) throws(SigV4Error) -> IAMAuthToken {
    guard !user.isEmpty else { throw invalid("The user has no id.") }
    guard let cache = HostLabel(cache) else {
      throw invalid("The name of a cache consists of letters, digits and hyphens; it is not the host.")
    }
    let type = kind == .serverless ? "&ResourceType=ServerlessCache" : ""
    return try token(
      service: service, region: region, authority: cache.text,
      query: "Action=connect\(type)&User=\(PercentEncoding.encode(user))", credentials: credentials, date: date)
  }

  /// Makes the token for the SASL mechanism OAUTHBEARER of Amazon MSK (Amazon MSK developer guide, "Configure clients
  /// to use IAM access control").
  ///
  /// - Parameters:
  ///   - region: The region of the cluster.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  ///   - userAgent: The name of the client, which appears in the broker's log.
  /// - Returns: The token: a presigned URL in Base64 with the alphabet for URLs, without padding.
  /// - Throws: ``SigV4Error`` that says which argument is not valid, or that the credentials have expired.
  public static func msk(
    region: String, credentials: Credentials, date: Date, userAgent: String = "evergreen"
  ) throws(SigV4Error) -> IAMAuthToken {
    guard let name = AWSRegion(region) else { throw SigV4Error(.invalidScope, message: AWSRegion.refusal(of: region)) }
    // The host is in this domain in all partitions; nothing is sent there.
    let signed = try token(
      service: "kafka-cluster", region: region, authority: "kafka.\(name).amazonaws.com",
      query: "Action=kafka-cluster%3AConnect", credentials: credentials, date: date)
    let url = "https://\(signed.value)&User-Agent=\(PercentEncoding.encode(userAgent))"
    return IAMAuthToken(value: String(base64URL: url.utf8), expiration: signed.expiration)
  }

  private static func token(
    service: String, region: String, authority: String, query: String, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> IAMAuthToken {
    guard !credentials.isExpired(at: date) else {
      throw SigV4Error(
        .invalidCredentials,
        message: "The credentials have expired, and a token would not outlive them (\(credentials.provider)).")
    }
    let signer = SigV4Signer(service: service, region: region)
    let request = SigningRequest(method: "GET", authority: authority, target: "/?" + query)
    let signed = try signer.presign(
      request, payload: .empty, expiresIn: lifetime, credentials: credentials, date: date)
    return IAMAuthToken(value: String(signed.url.dropFirst("https://".count)), expiration: signed.expiration)
  }

  private static func invalid(_ message: String) -> SigV4Error { SigV4Error(.invalidRequest, message: message) }
}

extension IAMAuthToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The expiration of the token. The token itself is left out, because it is a password.
  public var description: String { "IAMAuthToken(<redacted>, expiration: \(ISO8601.string(from: expiration)))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the expiration of the token. The token itself is left out, because it is a password.
  public var customMirror: Mirror {
    Mirror(self, children: ["expiration": ISO8601.string(from: expiration)], displayStyle: .struct)
  }
}
