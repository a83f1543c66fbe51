public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension AuthToken {
  /// The password of a user of a database of Amazon RDS or Aurora ("Connecting to your DB instance using IAM
  /// authentication", Amazon RDS User Guide). The connection must use TLS.
  ///
  /// - Parameters:
  ///   - host: The name of the database's endpoint, as the driver connects to it.
  ///   - port: The port.
  ///   - user: The database's user.
  ///   - region: The region of the database.
  ///   - expiresIn: How long the token is to work: 1 to 900 seconds.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid token can exist.
  public static func rds(
    host: String, port: Int, user: String, region: String, expiresIn: Duration = longestLifetime,
    credentials: Credentials, date: Date
  ) throws(SigV4Error) -> AuthToken {
    try check(user, of: "database user")
    return try AuthToken(
      service: "rds-db", region: region, scheme: "https", authority: "\(host):\(port)",
      query: [("Action", "connect"), ("DBUser", user)], expiresIn: expiresIn, credentials: credentials, date: date
    ) { String($0.url.dropFirst("https://".count)) }
  }

  /// What kind of cache of Amazon ElastiCache a token is for.
  public enum CacheKind: Sendable, Hashable {
    /// A replication group or a cluster, by its identifier.
    case replicationGroup
    /// A serverless cache, by its name.
    case serverless
  }

  /// The password of a user of Amazon ElastiCache ("Authenticating with IAM", Amazon ElastiCache User Guide). The
  /// connection must use TLS.
  ///
  /// - Parameters:
  ///   - cache: The identifier of the replication group or the name of the serverless cache, not its host name. Amazon
  ///     ElastiCache keeps both in lowercase, and so does the token.
  ///   - kind: What kind of cache it is.
  ///   - user: The identifier of the user.
  ///   - region: The region of the cache.
  ///   - expiresIn: How long the token is to work: 1 to 900 seconds.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid token can exist.
  public static func elastiCache(
    _ cache: String, kind: CacheKind = .replicationGroup, user: String, region: String,
    expiresIn: Duration = longestLifetime, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> AuthToken {
    try check(user, of: "cache's user")
    var query = [(name: "Action", value: "connect")]
    if kind == .serverless { query.append((name: "ResourceType", value: "ServerlessCache")) }
    query.append((name: "User", value: user))
    return try AuthToken(
      service: "elasticache", region: region, scheme: "http", authority: cache.lowercasedASCII, query: query,
      expiresIn: expiresIn, credentials: credentials, date: date
    ) { String($0.url.dropFirst("http://".count)) }
  }

  /// The token of SASL/OAUTHBEARER for a cluster of Amazon MSK: a presigned `kafka-cluster:Connect` in Base64 for URLs, as
  /// AWS's MSK IAM SASL signers make it.
  ///
  /// - Parameters:
  ///   - region: The region of the cluster.
  ///   - userAgent: The name of the program, for the service's records. It is not signed.
  ///   - expiresIn: How long the token is to work: 1 to 900 seconds.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid token can exist.
  public static func msk(
    region: String, userAgent: String = "swift-aws-evergreen", expiresIn: Duration = longestLifetime,
    credentials: Credentials, date: Date
  ) throws(SigV4Error) -> AuthToken {
    try AuthToken(
      service: "kafka-cluster", region: region, scheme: "https", authority: "kafka.\(region).amazonaws.com",
      query: [("Action", "kafka-cluster:Connect")], expiresIn: expiresIn, credentials: credentials, date: date
    ) { presigned in
      let url = presigned.url.appending(parameter: "User-Agent", value: userAgent)
      return Data(url.utf8).base64EncodedString().compactMap { character -> String? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: String(character)
        }
      }.joined()
    }
  }
}
