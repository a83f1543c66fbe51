/// The AWS service that requests are signed for.
public enum ElasticService: String, Sendable, Hashable, CustomStringConvertible {
  /// Amazon OpenSearch Service and its predecessor, Amazon Elasticsearch Service, whose clusters are called domains.
  case es
  /// Amazon OpenSearch Serverless, whose indices are in collections. It supports only some of the operations of
  /// OpenSearch.
  case aoss

  /// The name that requests to the service are signed with: `es` or `aoss`.
  public var description: String { rawValue }

  var displayName: String {
    switch self {
    case .es: "Amazon OpenSearch Service"
    case .aoss: "Amazon OpenSearch Serverless"
    }
  }
}
