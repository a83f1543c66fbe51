import AWSCore
import AWSCredentials
import HTTPTypes

extension ElasticClient {
  /// Creates an index.
  ///
  /// The request is not retried if the response was lost, because the first attempt may have created the index, and the
  /// second would then fail because the index exists.
  ///
  /// - Parameters:
  ///   - name: The name of the index, or a name with date math, such as `<logs-{now/d}>`, from which the engine makes
  ///     the name.
  ///   - body: Settings, mappings and aliases.
  ///   - parameters: URL parameters such as `wait_for_active_shards`.
  /// - Throws: ``ElasticError``, with the type `resource_already_exists_exception` if the index exists.
  ///   `CancellationError` if the task is cancelled.
  public func createIndex(
    _ name: String, body: ElasticBody = .none, parameters: ElasticParameters = [:]
  ) async throws {
    _ = try await call(
      ElasticOperation(
        "CreateIndex", .put, .index(name), parameters: parameters, body: body, retrySafety: .onlyIfNotProcessed))
  }

  /// Deletes one index with all its documents.
  ///
  /// The request is not retried if the response was lost, because the first attempt may have deleted the index, and the
  /// second would then fail because the index does not exist.
  ///
  /// - Parameter name: The name of the index. Patterns, lists and `_all` are refused, because a mistake could delete
  ///   many indices. To delete several indices, use ``perform(_:_:parameters:body:retrySafety:)``.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  public func deleteIndex(_ name: String) async throws {
    guard name != "_all", !name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: ",") })
    else {
      throw invalid(
        "DeleteIndex", "'\(name)' does not name a single index; delete several with perform(.delete, [\"\(name)\"]).")
    }
    _ = try await call(ElasticOperation("DeleteIndex", .delete, .index(name), retrySafety: .onlyIfNotProcessed))
  }

  /// Returns whether an index exists. For a list, returns whether all its indices exist.
  ///
  /// - Parameter name: The index, a list or a pattern.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  public func existsIndex(_ name: String) async throws -> Bool {
    try await probe(ElasticOperation("ExistsIndex", .head, .index(name)))
  }

  /// Makes everything written so far visible to searches. Serverless collections do not support this; they refresh
  /// automatically.
  ///
  /// - Parameter index: The index, a list or a pattern.
  /// - Throws: ``ElasticError``, also if a shard failed. `CancellationError` if the task is cancelled.
  public func refresh(_ index: String) async throws {
    try requireDomain("Refresh", "_refresh")
    let response = try await callForDocument(ElasticOperation("Refresh", .post, .index(index, "_refresh")))
    let reader = response.reader()
    let shards = reader.shards(try reader.root()["_shards"])
    guard shards.failed == 0 else {
      throw response.invalid("\(shards.failed) of \(shards.total) shards could not be refreshed.")
    }
  }

  /// Returns the health of the cluster or of an index. Serverless collections do not support this.
  ///
  /// - Parameters:
  ///   - index: The index, a list or a pattern; `nil` for the whole cluster.
  ///   - status: The minimum status to wait for; `nil` not to wait. If the timeout is reached, which the engine reports
  ///     with HTTP status 408, the current health is returned with ``ClusterHealth/timedOut`` `true`.
  ///   - timeout: How long to wait for the status.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  public func clusterHealth(
    index: String? = nil, waitFor status: ClusterHealth.Status? = nil, timeout: Duration = .seconds(30)
  ) async throws -> ClusterHealth {
    try requireDomain("ClusterHealth", "_cluster/health")
    var parameters: ElasticParameters = [:]
    if let status {
      parameters.add("wait_for_status", status.rawValue)
      let (seconds, attoseconds) = timeout.components
      parameters.add("timeout", "\(min(max(0, seconds), 86_400) * 1000 + attoseconds / 1_000_000_000_000_000)ms")
    }
    let path: ElasticPath = index.map { ["_cluster", "health", $0] } ?? ["_cluster", "health"]
    let response = try await callForDocument(
      ElasticOperation("ClusterHealth", .get, path, parameters: parameters), accepting: { $0.statusCode == 408 })
    let reader = response.reader()
    let root = try reader.root()
    guard let status = ClusterHealth.Status(rawValue: try reader.string("status", of: root)) else {
      throw response.invalid("The member 'status' should be green, yellow or red.")
    }
    return ClusterHealth(
      clusterName: try reader.string("cluster_name", of: root), status: status,
      timedOut: try reader.bool("timed_out", of: root), nodes: try reader.int("number_of_nodes", of: root),
      activeShards: try reader.int("active_shards", of: root),
      unassignedShards: try reader.int("unassigned_shards", of: root))
  }

  /// Returns the information that the cluster reports about itself, such as the engine's version. Serverless
  /// collections do not support this.
  ///
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  public func info() async throws -> ClusterInfo {
    try requireDomain("Info", "information about a cluster (GET /)")
    let reader = try await callForDocument(ElasticOperation("Info", .get, [])).reader()
    let root = try reader.root()
    let version = try reader.fields(of: root["version"], at: "version")
    return ClusterInfo(
      nodeName: try reader.string("name", of: root), clusterName: try reader.string("cluster_name", of: root),
      version: try reader.string("number", of: version, at: "version."),
      distribution: version["distribution"]?.string ?? "elasticsearch")
  }
}
