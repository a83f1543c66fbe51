/// Which of Amazon's services a request is signed for.
public enum ElasticService: String, Sendable, Hashable, CustomStringConvertible {
  /// Amazon OpenSearch Service and its predecessor, Amazon Elasticsearch Service: domains.
  case es
  /// Amazon OpenSearch Serverless: collections, which lack some of the API.
  case aoss

  /// The service's signing name.
  public var description: String { rawValue }

  var displayName: String {
    switch self {
    case .es: "Amazon OpenSearch Service"
    case .aoss: "Amazon OpenSearch Serverless"
    }
  }
}
