import AWSCore
import AWSCredentials

/// When a written document becomes visible to searches.
public enum ElasticRefresh: String, Sendable, Hashable {
  /// With the next regular refresh, a second later by default.
  case eventually = "false"
  /// The call returns after the next regular refresh.
  case waitFor = "wait_for"
  /// Immediately, which is expensive. Not supported by serverless collections.
  case immediately = "true"
}

/// The version of a document that a write depends on: optimistic concurrency control.
public struct DocumentVersion: Sendable, Hashable {
  /// The number of the operation that wrote it.
  public var sequenceNumber: Int
  /// The primary term of that operation.
  public var primaryTerm: Int

  /// Makes a version from the numbers a read or write returned.
  public init(sequenceNumber: Int, primaryTerm: Int) {
    self.sequenceNumber = sequenceNumber
    self.primaryTerm = primaryTerm
  }
}

/// Options of a write.
public struct WriteOptions: Sendable {
  /// When the change becomes visible to searches.
  public var refresh: ElasticRefresh
  /// The routing value that selects the shard; `nil` for the id.
  public var routing: String?
  /// The version that must be the current one; otherwise the write fails with the code ``ElasticError/Code/conflict``.
  public var ifVersion: DocumentVersion?
  /// The ingest pipeline to run; for `index` and `create`.
  ///
  /// An index may have one of its own (`index.default_pipeline`). If that changes ids, name it here as well: without a name a
  /// response about another id is an error. If its final pipeline does, name the default one, or `_none` if there is none.
  public var pipeline: String?
  /// When the write may be retried although an earlier attempt may have taken effect; `nil` for the operation's
  /// default, which its documentation describes.
  public var retrySafety: ElasticRetrySafety?

  /// Makes options.
  public init(
    refresh: ElasticRefresh = .eventually, routing: String? = nil, ifVersion: DocumentVersion? = nil,
    pipeline: String? = nil, retrySafety: ElasticRetrySafety? = nil
  ) {
    self.refresh = refresh
    self.routing = routing
    self.ifVersion = ifVersion
    self.pipeline = pipeline
    self.retrySafety = retrySafety
  }

  var parameters: ElasticParameters {
    var parameters: ElasticParameters = [:]
    if refresh != .eventually { parameters.add("refresh", refresh.rawValue) }
    parameters.add("routing", routing)
    parameters.add("if_seq_no", ifVersion.map { "\($0.sequenceNumber)" })
    parameters.add("if_primary_term", ifVersion.map { "\($0.primaryTerm)" })
    parameters.add("pipeline", pipeline)
    return parameters
  }
}

// Routing is compared with ids, which are bytes: `String` would compare it as text.
extension WriteOptions: Hashable {
  /// Whether two options are the same; routing and pipeline byte for byte.
  public static func == (left: WriteOptions, right: WriteOptions) -> Bool {
    left.refresh == right.refresh && left.routing?.exact == right.routing?.exact && left.ifVersion == right.ifVersion
      && left.pipeline?.exact == right.pipeline?.exact && left.retrySafety == right.retrySafety
  }

  /// Hashes refresh, routing and version.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(refresh)
    hasher.combine(routing?.exact)
    hasher.combine(ifVersion)
  }
}
