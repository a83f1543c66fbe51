/// The state of a cluster or of some of its indices.
public struct ClusterHealth: Sendable, Hashable {
  /// Whether the shards are allocated to nodes.
  public enum Status: String, Sendable, Hashable {
    /// All shards are allocated.
    case green
    /// All primary shards are allocated; some replicas are not.
    case yellow
    /// Some primary shards are not allocated.
    case red
  }
  /// The name of the cluster.
  public let clusterName: String
  /// Whether the shards are allocated to nodes: `green`, `yellow` or `red`.
  public let status: Status
  /// Whether the timeout of the request was reached before the cluster had the status that the request waited for.
  public let timedOut: Bool
  /// The number of nodes in the cluster.
  public let nodes: Int
  /// The number of shards that can be used, primary shards and replicas together.
  public let activeShards: Int
  /// The number of shards that are not assigned to a node.
  public let unassignedShards: Int
}

/// Information that a cluster reports about itself.
public struct ClusterInfo: Sendable, Hashable {
  /// The name of the node that responded.
  public let nodeName: String
  /// The name of the cluster.
  public let clusterName: String
  /// The engine's version, such as `7.10.2`.
  public let version: String
  /// The engine: `elasticsearch` or `opensearch`. Elasticsearch does not send this value, so it is `elasticsearch` if
  /// the response has none.
  public let distribution: String
}
