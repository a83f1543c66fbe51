import AWSCore
import AWSCredentials

/// How a bulk call is split into requests, and how failures are handled.
public struct BulkOptions: Sendable {
  /// How an action that cannot be encoded affects the others.
  public enum EncodingFailure: Sendable, Hashable {
    /// That action fails, and the others are sent.
    case failsItsAction
    /// The call throws, and nothing is sent. All actions are encoded before the first request, so they have to fit into
    /// memory. This is about encoding only: the engine has no transactions.
    case failsTheCall
  }

  /// How actions that the engine rejects because it is busy are retried (429).
  ///
  /// Such actions had no effect, so these retries neither count as attempts of the client's retry policy nor use its
  /// quota. The pauses grow exponentially, with full jitter.
  public struct BusyRetry: Sendable, Hashable {
    /// How long the actions of a request are retried, counted from the first rejection. The default is two minutes;
    /// with zero they are sent once. A pause counts for at least half of its upper bound.
    public var timeLimit: Duration
    /// The upper bound of the first pause; it doubles with each further one. The default is a second.
    public var baseDelay: Duration
    /// The longest pause. The default is 20 seconds.
    public var maxDelay: Duration

    /// No retries: actions that are rejected fail.
    public static let off = BusyRetry(timeLimit: .zero)

    /// Makes a rule.
    public init(
      timeLimit: Duration = .seconds(120), baseDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(20)
    ) {
      self.timeLimit = timeLimit
      self.baseDelay = baseDelay
      self.maxDelay = maxDelay
    }
  }

  /// The most bytes of one request; an action that is larger is sent alone. The default is 5 MiB. The smallest domains
  /// accept 10 MiB.
  public var maxBytes: Int
  /// The most actions of one request. The default is 1,000.
  public var maxActions: Int
  /// When the changes become visible to searches.
  public var refresh: ElasticRefresh
  /// The ingest pipeline to run.
  ///
  /// An index may have one of its own (`index.default_pipeline`). If that changes ids, name it here as well: without a name a
  /// response about another id is an error. If its final pipeline does, name the default one, or `_none` if there is none.
  public var pipeline: String?
  /// How an action that cannot be encoded affects the others.
  public var encodingFailure: EncodingFailure
  /// How actions that the engine rejects because it is busy are retried.
  public var busyRetry: BusyRetry
  /// When actions may be sent again though an earlier request may have carried them out; `nil` to let each action decide:
  /// `index`, `delete` and `update` by merging fields may, if they name an id and no version. Say ``ElasticRetrySafety/idempotent``
  /// if doing them twice does no harm, as for documents without an id that a search may find twice.
  ///
  /// This is about responses that are lost. Actions that the engine rejects because it is busy (429) did nothing and are sent
  /// again all the same, also with ``ElasticRetrySafety/never``; ``BusyRetry/off`` prevents that.
  public var retrySafety: ElasticRetrySafety?

  /// Makes options.
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
  /// Whether two options are the same; the pipeline byte for byte.
  public static func == (left: BulkOptions, right: BulkOptions) -> Bool {
    left.maxBytes == right.maxBytes && left.maxActions == right.maxActions && left.refresh == right.refresh
      && left.pipeline?.exact == right.pipeline?.exact && left.encodingFailure == right.encodingFailure
      && left.busyRetry == right.busyRetry && left.retrySafety == right.retrySafety
  }

  /// Hashes limits, refresh and pipeline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(maxBytes)
    hasher.combine(maxActions)
    hasher.combine(refresh)
    hasher.combine(pipeline?.exact)
  }
}
