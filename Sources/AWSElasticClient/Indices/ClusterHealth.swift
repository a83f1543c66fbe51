/// The state of a cluster or of some of its indices.
public struct ClusterHealth: Sendable, Hashable {
  /// How well the shards are allocated.
  public enum Status: String, Sendable, Hashable {
    /// All shards are.
    case green
    /// All primaries are; some replicas are not.
    case yellow
    /// Some primaries are not.
    case red
  }
  /// The name of the cluster.
  public let clusterName: String
  /// The state.
  public let status: Status
  /// Whether the state waited for did not come in time.
  public let timedOut: Bool
  /// How many nodes there are.
  public let nodes: Int
  /// How many shards are active.
  public let activeShards: Int
  /// How many shards have no node.
  public let unassignedShards: Int
}

/// What a cluster says about itself.
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
