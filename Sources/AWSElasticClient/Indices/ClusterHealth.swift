/// The state of a cluster or of some of its indices.
public struct ClusterHealth: Sendable, Hashable {
  /// How well the shards are allocated.
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
  /// The state.
  public let status: Status
  /// Whether waiting for the requested state timed out.
  public let timedOut: Bool
  /// How many nodes there are.
  public let nodes: Int
  /// How many shards are active.
  public let activeShards: Int
  /// How many shards are not assigned to a node.
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
  /// The engine: `elasticsearch` (which does not name itself) or `opensearch`.
  public let distribution: String
}
