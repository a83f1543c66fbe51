public import AWSCredentials
public import Logging

/// The settings that every client needs: credentials, a region, a transport, and the rules for retries and time limits.
public struct ClientConfiguration: Sendable {
  /// The credentials to sign with. Share one cache among all clients that use the same role.
  public var credentials: CredentialCache
  /// The region to sign for, such as `ap-northeast-2`.
  public var region: String
  /// The transport that sends requests. The default is one transport shared by the whole process.
  public var transport: any HTTPTransport
  /// How many times and how soon failed requests are retried.
  public var retry: RetryPolicy
  /// The time limits of one attempt: for connecting, for the response and for silence on the connection.
  public var timeouts: HTTPTimeouts
  /// How long a request may take with all its attempts. The default, `nil`, is no limit.
  ///
  /// The limit includes preparing the body, waiting for credentials, the pauses between attempts and reading the body
  /// of the response. The limits in ``timeouts`` apply to each attempt as well; for example, ``HTTPTimeouts/idle`` ends
  /// a silent connection even if this limit is longer.
  public var callTimeout: Duration?
  /// The clock for signing times and expirations. The default is the system's clock; tests replace it.
  public var clock: any WallClock
  /// Returns a random number that is at least 0 and less than 1. The pauses between retries depend on it; tests replace
  /// it.
  public var random: @Sendable () -> Double
  /// Logs retries and refused credentials; secrets are never logged.
  public var logger: Logger
  /// The interceptors, which are called for each attempt of a request: before it is signed in the order of this list,
  /// and after its result is known in the reverse order. The default is none.
  public var interceptors: [any RequestInterceptor] = []
  /// The application's id, with which the `User-Agent` header of every request ends (such as `app/orders`), so that AWS
  /// can tell which application of an account made a call; `nil`, the default, for none.
  ///
  /// ```swift
  /// var configuration = try await ClientConfiguration.standard()
  /// configuration.applicationId = "orders"
  /// let s3 = S3Client(configuration: configuration)
  /// ```
  ///
  /// The id should have at most 50 characters: ASCII letters, digits, `!#$%&'*+-.^_`, backticks, `|` and `~`. A longer
  /// id is sent nevertheless, and a warning is logged. Other characters are replaced by hyphens, and a warning is
  /// logged. `ClientConfiguration.standard` sets it from `AWS_SDK_UA_APP_ID` or the profile's `sdk_ua_app_id`.
  public var applicationId: String?
  /// What the program runs in, from `AWS_EXECUTION_ENV`.
  package var executionEnvironment: String?
  /// The rules by which clients find the endpoint of a service if the program specifies no endpoint.
  public var endpoints = EndpointSettings()
  /// Hosts, besides this machine, to which requests that contain tokens may be sent over plain `http`. Write host names
  /// in lower case and without a port. The set is empty by default; only the program can add to it, neither environment
  /// nor profile can.
  public var plainHTTPTokenHosts: Set<String> = []
  /// What clients made from this configuration and its copies share, so that a rebuilt client keeps the state of the
  /// old one: the retry quota and the learned clock offset.
  let continuity = PipelineContinuity()

  /// Makes the configuration of a client.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with.
  ///   - region: The region to sign for.
  ///   - transport: The transport that sends requests.
  ///   - retry: How many times and how soon failed requests are retried.
  ///   - timeouts: The time limits of one attempt.
  ///   - clock: The clock for signing times and expirations.
  ///   - random: Returns a random number that is at least 0 and less than 1, for the pauses between retries.
  ///   - logger: Logs retries and refused credentials.
  public init(
    credentials: CredentialCache,
    region: String,
    transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    retry: RetryPolicy = RetryPolicy(),
    timeouts: HTTPTimeouts = HTTPTimeouts(),
    clock: any WallClock = SystemWallClock(),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    logger: Logger = Logger.current
  ) {
    self.credentials = credentials
    self.region = region
    self.transport = transport
    self.retry = retry
    self.timeouts = timeouts
    self.clock = clock
    self.random = random
    self.logger = logger
  }
}
