import AWSCore
import AWSCredentials

/// How a bulk call is split into requests, and how failures are handled.
public struct BulkOptions: Sendable {
  /// What happens if an action cannot be encoded.
  public enum EncodingFailure: Sendable, Hashable {
    /// The action is reported as failed, and the other actions are sent.
    case failsItsAction
    /// The call throws, and nothing is sent. All actions are encoded before the first request is sent, so all of them
    /// must fit into memory. This does not make the call a transaction: after the first request, some actions can still
    /// fail and others succeed.
    case failsTheCall
  }

  /// How actions are sent again that the engine rejected because it was too busy (status 429).
  ///
  /// A rejected action had no effect. Therefore these retries do not count as attempts of the client's retry policy and
  /// do not use its quota. Before each retry there is a pause of random length. The upper bound of the pause doubles
  /// with each retry.
  public struct BusyRetry: Sendable, Hashable {
    /// For how long the actions of one request are retried, counted from the first rejection. The default is two
    /// minutes; with zero, rejected actions are not sent again. If a pause was shorter than half of its upper bound,
    /// half of the bound is counted.
    public var timeLimit: Duration
    /// The upper bound of the pause before the first retry. The bound doubles with each further retry, up to
    /// ``maxDelay``. The default is one second.
    public var baseDelay: Duration
    /// The limit of the pause before any retry: no pause is longer. The default is 20 seconds.
    public var maxDelay: Duration

    /// No retries: an action that the engine rejects because it is too busy (status 429) counts as failed at once.
    public static let off = BusyRetry(timeLimit: .zero)

    /// Makes a rule for how actions are sent again that the engine rejected because it was too busy (status 429).
    public init(
      timeLimit: Duration = .seconds(120), baseDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(20)
    ) {
      self.timeLimit = timeLimit
      self.baseDelay = baseDelay
      self.maxDelay = maxDelay
    }
  }

  /// The maximum size of the body of one request in bytes. An action that is larger is sent alone, in a request that
  /// exceeds this size. The default is 5 MiB. The smallest domains of Amazon OpenSearch Service accept 10 MiB.
  public var maxBytes: Int
  /// The maximum number of actions in one request. The default is 1,000.
  public var maxActions: Int
  /// When the changes become visible to searches. The default is ``ElasticRefresh/eventually``.
  public var refresh: ElasticRefresh
  /// The name of the ingest pipeline that processes the documents before they are stored; `nil` to run only the
  /// pipelines that are configured for the index.
  ///
  /// An index can have a default pipeline (`index.default_pipeline`) and a final pipeline (`index.final_pipeline`). If
  /// this is `nil`, a response about a document id other than the one that was sent is an error. So set it if a
  /// pipeline of the index changes document ids: to the name of the default pipeline, or to `_none` if the index has a
  /// final pipeline only.
  public var pipeline: String?
  /// What happens if an action cannot be encoded. The default is ``EncodingFailure/failsItsAction``.
  public var encodingFailure: EncodingFailure
  /// How actions are sent again that the engine rejected because it was too busy (status 429).
  public var busyRetry: BusyRetry
  /// When actions may be sent again although an earlier request may have carried them out. With `nil`, this depends on
  /// the action: an action that stores or deletes a document or merges fields into it may be sent again if it names an
  /// id and no version; no other action may. Use ``ElasticRetrySafety/idempotent`` if carrying out any action of the
  /// call twice does no harm, for example if it does not matter that a document without an id is stored twice.
  ///
  /// This is about requests whose response was lost. Actions that the engine rejected because it was too busy (status
  /// 429) had no effect and are sent again even with ``ElasticRetrySafety/never``; use ``BusyRetry/off`` to prevent
  /// that.
  public var retrySafety: ElasticRetrySafety?

  /// Makes the options of a bulk call. Each option that is left out has its default value.
  public init(
    maxBytes: Int = 5 * 1024 * 1024, maxActions: Int = 1000, refresh: ElasticRefresh = .eventually,
    pipeline: String? = nil, encodingFailure: EncodingFailure = .failsItsAction,
    busyRetry: BusyRetry = BusyRetry(), retrySafety: ElasticRetrySafety? = nil
  ) {
    self.maxBytes = max(1, maxBytes)
    self.maxActions = max(1, maxActions)
    self.refresh = refresh
    self.pipeline = pipeline
    self.encodingFailure = encodingFailure
    self.busyRetry = busyRetry
    self.retrySafety = retrySafety
  }

  var parameters: ElasticParameters { WriteOptions(refresh: refresh, pipeline: pipeline).parameters }
}

// Names of pipelines are bytes: `String` would compare them as text.
extension BulkOptions: Hashable {
  /// Whether all options of both values are the same. The pipeline is compared byte for byte.
  public static func == (left: BulkOptions, right: BulkOptions) -> Bool {
    left.maxBytes == right.maxBytes && left.maxActions == right.maxActions && left.refresh == right.refresh
      && left.pipeline?.exact == right.pipeline?.exact && left.encodingFailure == right.encodingFailure
      && left.busyRetry == right.busyRetry && left.retrySafety == right.retrySafety
  }

  /// Hashes the limits of a request, the refresh and the pipeline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(maxBytes)
    hasher.combine(maxActions)
    hasher.combine(refresh)
    hasher.combine(pipeline?.exact)
  }
}
