import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen presign`: prints a URL that carries its signature.
struct PresignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presign",
    abstract: "Print a URL with which anybody can send one request until it expires.",
    discussion: """
      An s3://bucket/key URL becomes the https URL that the S3 client of this package would use, with AWS_ENDPOINT_URL_S3 and \
      such settings; the key is taken as it stands, not percent-decoded. The path and query of any other URL are signed as \
      they are given; service and region are those of the options, else those that the host's name tells, else those of the \
      settings, as with evergreen curl.

      The body is not signed for Amazon S3; for all other services the request must have no body. Headers given with -H are \
      signed, so whoever uses the URL must send them with the same values.

      A URL stops working when the credentials expire that have signed it. If that is before its own time is over, credentials \
      that can be refreshed are refreshed first. If that does not help, a warning on standard error says when the URL ends.

      Whoever sees the URL can use it, and it holds the session token.
      """
  )

  @Option(
    name: [.customShort("X"), .customLong("request")],
    help: ArgumentHelp("The method (default: GET).", valueName: "method"))
  var method: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long the URL works: 1 to 604800 seconds, which is 7 days (default: 3600).", valueName: "seconds"))
  var expires: Int?

  @Option(help: "The region (default: that of the host's name, AWS_REGION, AWS_DEFAULT_REGION or the profile).")
  var region: String?

  @Option(help: "The service as it is signed, such as s3 or es (default: that of the host's name).")
  var service: String?

  @OptionGroup var settings: ProfileOption

  @Option(
    name: [.customShort("H"), .customLong("header")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A header to sign, as 'Name: value' (default: none but the host).", valueName: "header"))
  var headers: [String] = []

  @Argument(help: ArgumentHelp("The URL, or s3://bucket/key.", valueName: "url"))
  var url: String

  func validate() throws {
    for problem in [
      method.flatMap(RequestWords.problem(ofMethod:)).map { "--request \($0)." },
      service.flatMap(RequestWords.problem(ofService:)).map { "--service \($0)." },
    ] {
      if let problem { throw ValidationError(problem) }
    }
    try RegionArgument.check(region)
    for header in headers { _ = try Self.header(header) }
    guard (1...604_800).contains(lifetime) else {
      throw ValidationError("--expires is \(lifetime); a URL works for 1 to 604800 seconds, which is 7 days.")
    }
  }

  private var lifetime: Int { expires ?? 3600 }

  func run() async throws {
    let context = settings.context
    let cache = try CredentialCache.tool(in: context)
    let target = try await PresignTarget(url, service: service, region: region, credentials: cache, in: context)
    if let hint = target.hint { try StandardError.send("Warning: \(hint)\n") }
    let request = SigningRequest(
      method: method ?? "GET", scheme: target.address.endpoint.scheme, authority: target.address.endpoint.authority,
      target: target.address.path, headers: try headers.map(Self.header))
    let date = context.clock.now()
    let end = date.addingTimeInterval(Double(lifetime))
    let credentials = try await cache.snapshot(validUntil: end, at: date).credentials
    let signed = try Self.signer(for: target.scope).presign(
      request, payload: Self.payload(for: target.scope.service), expiresIn: .seconds(lifetime),
      credentials: credentials,
      date: context.clock.now())
    if let expiration = credentials.expiration, expiration < end {
      try StandardError.send(
        "Warning: The URL works until \(ISO8601.string(from: expiration)) only, because the credentials expire then. That is "
          + "earlier than the \(lifetime) s that it was to work.\n")
    }
    try StandardOutput.send(signed.url + "\n")
  }

  private static func signer(for scope: CurlScope) -> SigV4Signer {
    var rules = SigV4Options.standard(for: scope.service)
    rules.headers = .allEndToEnd
    // These are no credentials of a directory bucket's session, whatever the service.
    rules.sessionTokenName = .securityToken
    return SigV4Signer(service: scope.service, region: scope.region, options: rules)
  }

  /// Amazon S3 knows presigned URLs with an unsigned body alone; it is the one service that signs paths as they stand.
  private static func payload(for service: String) -> PayloadHash {
    SigV4Options.standard(for: service).pathNormalization == .preserved ? .unsigned : .bytes([])
  }

  private static func header(_ text: String) throws -> (name: String, value: String) {
    let line: HeaderLine
    do throws(HeaderLine.Problem) {
      line = try HeaderLine(text, takesEmpty: false)
    } catch {
      throw ValidationError("--header \(error.problem).")
    }
    guard line.name != "host" else { throw ValidationError("The Host header is that of the URL.") }
    guard line.value.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw ValidationError(
        "The value of the header \(line.name) holds a character that is not ASCII, which clients and servers read differently: it "
          + "cannot be signed.")
    }
    return (line.name, line.value)
  }
}
