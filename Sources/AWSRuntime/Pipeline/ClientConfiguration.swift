public import AWSCredentials
public import Logging

/// What every client needs: credentials, a region, and how to reach the service.
public struct ClientConfiguration: Sendable {
  /// The credentials to sign with. Share one cache among all clients that use the same role.
  public var credentials: CredentialCache
  /// The region to sign for, such as `ap-northeast-2`.
  public var region: String
  /// The transport for requests. The default is shared by the whole process.
  public var transport: any HTTPTransport
  /// How often and how fast to retry.
  public var retry: RetryPolicy
  /// The time limits of a request.
  public var timeouts: HTTPTimeouts
  /// The time; replaced in tests.
  public var clock: any WallClock
  /// Draws a number from 0 up to 1; replaced in tests.
  public var random: @Sendable () -> Double
  /// The logger for retries and rejections; secrets are never logged.
  public var logger: Logger
  /// How clients find the endpoints of services if the program gives none.
  public var endpoints = EndpointSettings()
  /// Hosts to which requests with tokens in them may go over plain `http` though they are not this machine: by default none.
  /// Host names in lower case, without a port. No setting fills this.
  public var plainHTTPTokenHosts: Set<String> = []
  /// What clients made from this configuration and its copies share, so that a rebuilt client keeps the state of the
  /// old one: the retry quota and the learned clock offset.
  let continuity = PipelineContinuity()

  /// Makes a configuration.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with.
  ///   - region: The region to sign for.
  ///   - transport: The transport for requests.
  ///   - retry: How often and how fast to retry.
  ///   - timeouts: The time limits of a request.
  ///   - clock: The time.
  ///   - random: Draws a number from 0 up to 1.
  ///   - logger: The logger for retries and rejections.
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
