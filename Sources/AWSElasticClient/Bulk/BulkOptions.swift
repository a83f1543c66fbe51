/// How a bulk call is cut into requests.
public struct BulkOptions: Sendable, Hashable {
  /// The most bytes of one request; an action that is larger is sent alone. The default is 5 MiB. The smallest domains
  /// accept 10 MiB.
  public var maxBytes: Int
  /// The most actions of one request. The default is 1,000.
  public var maxActions: Int
  /// When the changes become visible to searches.
  public var refresh: ElasticRefresh
  /// The ingest pipeline to run.
  public var pipeline: String?

  /// Makes options.
  public init(
    maxBytes: Int = 5 * 1024 * 1024, maxActions: Int = 1000, refresh: ElasticRefresh = .eventually,
    pipeline: String? = nil
  ) {
    self.maxBytes = max(1, maxBytes)
    self.maxActions = max(1, maxActions)
    self.refresh = refresh
    self.pipeline = pipeline
  }

  var query: ElasticQuery { WriteOptions(refresh: refresh, pipeline: pipeline).query }
}
