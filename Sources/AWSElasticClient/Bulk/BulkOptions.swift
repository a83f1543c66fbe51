import AWSCore
import AWSCredentials

/// How a bulk call is split into requests, and how failures are handled.
public struct BulkOptions: Sendable {
  /// What happens if an action cannot be encoded.
  public enum EncodingFailure: Sendable, Hashable {
    /// The action is reported as failed, and the other actions are sent.
    case failsItsAction
    /// The call throws, and nothing is sent. All actions are encoded before the first request, so they must fit into
    /// memory. This concerns encoding only: the engine has no transactions.
    case failsTheCall
  }

  /// How actions are retried that the engine rejected because it is busy (status 429).
  ///
  /// A rejected action had no effect. Therefore these retries do not count as attempts of the client's retry policy and
  /// do not use its quota. The pauses grow exponentially, with full jitter.
  public struct BusyRetry: Sendable, Hashable {
    /// For how long the actions of one request are retried, counted from the first rejection. The default is two
    /// minutes; with zero, actions are sent once. A pause that is shorter than half of its upper bound counts as half
    /// of it.
    public var timeLimit: Duration
    /// The longest possible pause before the first retry. It doubles with each further retry. The default is one
    /// second.
    public var baseDelay: Duration
    /// The upper limit for every pause. The default is 20 seconds.
    public var maxDelay: Duration

    /// No retries: an action that the engine rejects because it is busy has failed.
    public static let off = BusyRetry(timeLimit: .zero)

    /// Makes a rule for how actions are repeated that the engine was too busy for.
    public init(
      timeLimit: Duration = .seconds(120), baseDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(20)
    ) {
      self.timeLimit = timeLimit
      self.baseDelay = baseDelay
      self.maxDelay = maxDelay
    }
  }

  /// The maximum size of one request in bytes. An action that is larger is sent alone. The default is 5 MiB; the
  /// smallest domains accept 10 MiB.
  public var maxBytes: Int
  /// The maximum number of actions in one request. The default is 1,000.
  public var maxActions: Int
  /// When the changes become visible to searches. The default is the engine's next regular refresh.
  public var refresh: ElasticRefresh
  /// The ingest pipeline to run; `nil` for none besides the index's own.
  ///
  /// An index may have a default pipeline (`index.default_pipeline`) or a final pipeline. If the default pipeline
  /// changes document ids, specify it here as well. If the final pipeline does, specify the default pipeline here, or
  /// `_none` if there is none. Without a pipeline here, a response about another document id is an error.
  public var pipeline: String?
  /// What happens if an action cannot be encoded. By default only that action fails.
  public var encodingFailure: EncodingFailure
  /// How actions are retried that the engine rejected because it is busy.
  public var busyRetry: BusyRetry
  /// When actions may be sent again although an earlier request may have carried them out. `nil` to let each action
  /// decide: `index`, `delete` and `update` by merging fields may be sent again if they have an id and no version. Use
  /// ``ElasticRetrySafety/idempotent`` if carrying out actions twice does no harm, for example if it does not matter
  /// that a document without an id is stored twice.
  ///
  /// This concerns lost responses. Actions that the engine rejected because it is busy (429) had no effect and are sent
  /// again even with ``ElasticRetrySafety/never``; use ``BusyRetry/off`` to prevent that.
  public var retrySafety: ElasticRetrySafety?

  /// Makes the options of a bulk call.
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
  /// Whether both options are the same. The pipeline is compared byte for byte.
  public static func == (left: BulkOptions, right: BulkOptions) -> Bool {
    left.maxBytes == right.maxBytes && left.maxActions == right.maxActions && left.refresh == right.refresh
      && left.pipeline?.exact == right.pipeline?.exact && left.encodingFailure == right.encodingFailure
      && left.busyRetry == right.busyRetry && left.retrySafety == right.retrySafety
  }

  /// Hashes the limits, the refresh and the pipeline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(maxBytes)
    hasher.combine(maxActions)
    hasher.combine(refresh)
    hasher.combine(pipeline?.exact)
  }
}
