import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import ArgumentParser

/// The options that every subcommand of `evergreen s3` has: which S3, with which credentials, how fast.
struct S3ClientOptions: ParsableArguments, Sendable {
  @OptionGroup var settings: ProfileOption

  @Option(help: "The region (default: that of AWS_REGION, AWS_DEFAULT_REGION or the profile).")
  var region: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: ArgumentHelp("The endpoint of a server with the API of S3 (default: Amazon's).", valueName: "url"))
  var endpointURL: String?

  @Flag(name: .customLong("no-sign-request"), help: "Send requests without a signature, as for public buckets.")
  var isUnsigned = false

  @Option(help: "How many requests for content are under way at once.")
  var concurrency = 32

  @Option(
    name: .customLong("max-bandwidth"),
    help: ArgumentHelp("Send and receive no more than this, such as 10MB/s or 80Mb/s.", valueName: "rate"))
  var bandwidth: String?

  @Option(
    name: .customLong("request-payer"),
    help: ArgumentHelp("Who pays for requests to a bucket whose owner does not: requester.", valueName: "payer"))
  var requestPayer: String?

  func validate() throws {
    try RegionArgument.check(region)
    if let endpointURL, (try? Endpoint(endpointURL)) == nil {
      throw ValidationError(
        "--endpoint-url is '\(AddressText(endpointURL).shown)', which is no URL such as https://s3.example.com:9000.")
    }
    guard (1...1000).contains(concurrency) else {
      throw ValidationError("--concurrency is \(concurrency); it takes a number from 1 to 1000.")
    }
    if let bandwidth, ByteSize.bytesPerSecond(bandwidth) == nil {
      throw ValidationError(
        "--max-bandwidth is '\(bandwidth.printable(limit: 80))'; it takes a rate such as 800KB/s, 10MB/s or 80Mb/s.")
    }
    if let requestPayer, requestPayer != "requester" {
      throw ValidationError("--request-payer is '\(requestPayer.printable(limit: 80))'; it takes requester.")
    }
  }

  /// The client.
  ///
  /// - Parameter needsCredentials: Whether a line without credentials is refused at once, before each request is.
  func client(needsCredentials: Bool = true) async throws -> S3Client {
    let context = settings.context
    let cache = isUnsigned ? CredentialCache.anonymous : try CredentialCache.tool(in: context)
    let configuration = try await ClientConfiguration.standard(
      region: region?.nilIfBlank, credentials: cache, in: context, logger: context.logger)
    if needsCredentials, !isUnsigned { _ = try await cache.snapshot(at: context.clock.now()) }
    var client = S3Client(configuration: configuration, endpoint: try endpointURL.map { try Endpoint($0) })
    if requestPayer != nil { client = client.with(defaults: S3.RequestDefaults(requestPayer: .requester)) }
    if let limit = bandwidth.flatMap(ByteSize.bytesPerSecond) {
      client = client.with(bandwidth: S3.BandwidthLimit(bytesPerSecond: limit, clock: context.clock))
    }
    return client
  }

  var clock: any WallClock { settings.context.clock }
}
