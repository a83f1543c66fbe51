import AWSCore
import AWSCredentials

/// When a written document becomes visible to searches.
public enum ElasticRefresh: String, Sendable, Hashable {
  /// At the next regular refresh of the index, by default within a second. The call does not wait for it.
  case eventually = "false"
  /// At the next regular refresh of the index. The call returns after it.
  case waitFor = "wait_for"
  /// Immediately, before the call returns. This is expensive, and serverless collections do not support it.
  case immediately = "true"
}

/// The version of a document, for writes that fail if the document has changed (optimistic concurrency control).
public struct DocumentVersion: Sendable, Hashable {
  /// The sequence number of the operation that wrote the version (`_seq_no`).
  public var sequenceNumber: Int
  /// The primary term of the operation that wrote the version (`_primary_term`).
  public var primaryTerm: Int

  /// Makes a version from the numbers that a read or a write returned.
  public init(sequenceNumber: Int, primaryTerm: Int) {
    self.sequenceNumber = sequenceNumber
    self.primaryTerm = primaryTerm
  }
}

/// Options for writing one document: refresh, routing, condition and pipeline.
public struct WriteOptions: Sendable {
  /// When the change becomes visible to searches. The default is the engine's next regular refresh.
  public var refresh: ElasticRefresh
  /// The routing value that selects the shard; `nil` to use the id.
  public var routing: String?
  /// Writes only if this is the document's current version; otherwise the write fails with the code
  /// ``ElasticError/Code/conflict``. `nil` for no condition.
  public var ifVersion: DocumentVersion?
  /// The ingest pipeline to run; `nil` for none besides the index's own. For `index` and `create` only.
  ///
  /// An index may have a default pipeline (`index.default_pipeline`) or a final pipeline. If the default pipeline
  /// changes document ids, specify it here as well. If the final pipeline does, specify the default pipeline here, or
  /// `_none` if there is none. Without a pipeline here, a response about another document id is an error.
  public var pipeline: String?
  /// When the write may be retried although an earlier attempt may have taken effect; `nil` for the operation's
  /// default, which its documentation describes.
  public var retrySafety: ElasticRetrySafety?

  /// Makes the options for writing one document.
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
  /// Whether both options are the same. Routing and pipeline are compared byte for byte.
  public static func == (left: WriteOptions, right: WriteOptions) -> Bool {
    left.refresh == right.refresh && left.routing?.exact == right.routing?.exact && left.ifVersion == right.ifVersion
      && left.pipeline?.exact == right.pipeline?.exact && left.retrySafety == right.retrySafety
  }

  /// Hashes the refresh, the routing and the version.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(refresh)
    hasher.combine(routing?.exact)
    hasher.combine(ifVersion)
  }
}
