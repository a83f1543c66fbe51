public import AWSCredentials
public import Logging

/// What every client needs: credentials, a region, and how to reach the service.
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
  /// The limit includes preparing the body, waiting for credentials, the pauses between attempts and reading the response's
  /// body. ``timeouts`` limits each attempt as well: a longer limit here does not lengthen ``HTTPTimeouts/idle``.
  public var callTimeout: Duration?
  /// The clock for signing times and expirations. The default is the system's clock; tests replace it.
  public var clock: any WallClock
  /// Returns a random number from 0 up to 1, for the pauses between retries; tests replace it.
  public var random: @Sendable () -> Double
  /// Logs retries and refused credentials; secrets are never logged.
  public var logger: Logger
  /// What sees each attempt before it is signed, and what came of it; the first sees an attempt first and its result last. The
  /// default is none.
  public var interceptors: [any RequestInterceptor] = []
  /// The application's id, which the `User-Agent` of every request ends with (`app/orders`), so that AWS can tell which of an
  /// account's applications made a call; `nil`, the default, for none.
  ///
  /// It has at most 50 characters: ASCII letters, digits and `!#$%&'*+-.^_` as well as a backtick, `|` and `~`. A longer one is
  /// sent and logged as a warning, and so is one with other characters, which are replaced by hyphens.
  /// `ClientConfiguration.standard` sets it from `AWS_SDK_UA_APP_ID` or the profile's `sdk_ua_app_id`.
  public var applicationId: String?
  /// What the program runs in, from `AWS_EXECUTION_ENV`.
  package var executionEnvironment: String?
  /// How clients find a service's endpoint if the program specifies none.
  public var endpoints = EndpointSettings()
  /// Hosts, besides this machine, to which requests that contain tokens may be sent over plain `http`. Host names in
  /// lower case, without a port. Empty by default; neither environment nor profile can add to this list.
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
  ///   - timeouts: The time limits of a request.
  ///   - clock: The clock for signing times and expirations.
  ///   - random: Returns a random number from 0 up to 1.
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
