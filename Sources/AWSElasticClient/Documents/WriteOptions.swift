import AWSCore
import AWSCredentials

/// When a written document becomes visible to searches.
public enum ElasticRefresh: String, Sendable, Hashable {
  /// At the next regular refresh of the index, which by default happens every second. The call does not wait for the
  /// refresh.
  case eventually = "false"
  /// At the next regular refresh of the index. The call waits for the refresh and returns after it.
  case waitFor = "wait_for"
  /// Immediately, before the call returns. This is expensive, and serverless collections do not support it.
  case immediately = "true"
}

/// The version of a document, for writes that fail if the document has changed (optimistic concurrency control).
public struct DocumentVersion: Sendable, Hashable {
  /// The sequence number (`_seq_no`) of the write that produced this version.
  public var sequenceNumber: Int
  /// The primary term (`_primary_term`) of the write that produced this version. The engine increases this number when
  /// another copy of the shard becomes the primary copy.
  public var primaryTerm: Int

  /// Makes a version from the sequence number and the primary term that a read or a write returned.
  public init(sequenceNumber: Int, primaryTerm: Int) {
    self.sequenceNumber = sequenceNumber
    self.primaryTerm = primaryTerm
  }
}

/// Options for writing one document: refresh, routing, required version, ingest pipeline and retries.
public struct WriteOptions: Sendable {
  /// When the change becomes visible to searches. The default is ``ElasticRefresh/eventually``.
  public var refresh: ElasticRefresh
  /// The routing value that selects the shard; `nil` to use the id.
  public var routing: String?
  /// Writes only if this is the document's current version; otherwise the write fails with the code
  /// ``ElasticError/Code/conflict``. `nil` for no condition.
  public var ifVersion: DocumentVersion?
  /// The name of the ingest pipeline that processes the documents before they are stored; `nil` to run only the
  /// pipelines that are configured for the index. Only the client's methods `index` and `create` use this option.
  ///
  /// An index can have a default pipeline (`index.default_pipeline`) and a final pipeline (`index.final_pipeline`). If
  /// this is `nil`, a response about a document id other than the one that was sent is an error. So set it if a
  /// pipeline of the index changes document ids: to the name of the default pipeline, or to `_none` if the index has a
  /// final pipeline only.
  public var pipeline: String?
  /// When the write may be sent again although an earlier attempt may have taken effect. With `nil`, this depends on
  /// the method, such as `index` or `create`; the method's documentation says when it sends the write again.
  public var retrySafety: ElasticRetrySafety?

  /// Makes the options for writing one document. Each option that is left out has its default value.
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
  /// Whether all options of both values are the same. Routing and pipeline are compared byte for byte.
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
