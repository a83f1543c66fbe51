import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSSigV4
import ArgumentParser
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen curl`: signs a request with the credentials found here, sends it, and prints the response as it arrives.
struct CurlCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curl",
    abstract: "Sign and send a request the way curl does, with the credentials found here.",
    discussion: """
      The URL's path and query are signed and sent as they are given. Service and region are those of the options, else \
      those that the host's name tells (bucket.s3.eu-central-1.amazonaws.com, search-x.eu-central-1.es.amazonaws.com); the \
      region may also come from AWS_REGION, AWS_DEFAULT_REGION or the profile. Through a tunnel, the host that tells them is \
      that of --signing-host. Redirects are not followed, and nothing is \
      tried twice. As with curl, a response such as 404 is printed and no failure unless --fail is given.

      --verbose says on standard error what was signed, with session token and signature left out; of a refused \
      signature it shows what the service saw instead.
      """
  )

  @Argument(help: "The URL.")
  var url: String

  @Option(name: [.customShort("X"), .customLong("request")], help: "The method.")
  var method: String?

  @Option(
    name: [.customShort("H"), .customLong("header")], parsing: .singleValue,
    help: "A header, 'Name: value'; 'Name:' leaves out one of the tool's own.")
  var headers: [String] = []

  @Option(
    name: [.customShort("d"), .customLong("data")], parsing: .singleValue,
    help: "Data to POST; @file reads a file without its line ends, @- the standard input. Several are joined by &.")
  var data: [String] = []

  @Option(
    name: .customLong("data-binary"), parsing: .singleValue,
    help: "Like --data, but a file is sent as it is; it comes after --data.")
  var dataBinary: [String] = []

  @Option(
    name: [.customShort("T"), .customLong("upload-file")],
    help: "A file to PUT; it is streamed. '-' is the standard input, which is read whole first.")
  var uploadFile: String?

  @Flag(name: [.customShort("G"), .customLong("get")], help: "Put the data into the URL's query instead of the body.")
  var get = false

  @Flag(name: [.customShort("I"), .customLong("head")], help: "Ask for the headers alone, and print them.")
  var head = false

  @Option(name: .shortAndLong, help: "The file to write the response's body to.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Print the response's status and headers, too.")
  var include = false

  @Flag(name: .shortAndLong, help: "Print nothing and exit with 22 if the status is 400 or more.")
  var fail = false

  @Flag(name: .shortAndLong, help: "Say on standard error what is signed, sent and received; no secrets.")
  var verbose = false

  @Option(help: "The service to sign for, such as s3 or es.")
  var service: String?

  @Option(
    help: """
      The host to sign for, with a port unless that is 443 or 80: for a tunnel, at whose other end the host has another name \
      than in the URL. It is sent as the Host header, too; the certificate is still compared with the URL.
      """)
  var signingHost: String?

  @Option(help: "The region to sign for.")
  var region: String?

  @Option(help: "The profile of the shared config and credentials files to use.")
  var profile: String?

  func validate() throws {
    if uploadFile != nil, !(data.isEmpty && dataBinary.isEmpty) {
      throw ValidationError("--upload-file and --data cannot be used together.")
    }
    if get, uploadFile != nil || (data.isEmpty && dataBinary.isEmpty) {
      throw ValidationError("--get needs --data, and cannot be used with --upload-file.")
    }
    if head, uploadFile != nil || (!get && !(data.isEmpty && dataBinary.isEmpty)) {
      throw ValidationError("--head sends no body: use --get with --data, and no --upload-file.")
    }
    if let region, AWSRegion(region) == nil {
      throw ValidationError(AWSRegion.refusal(of: region, from: "--region"))
    }
    if include || head, output != nil {
      throw ValidationError("--include or --head and --output cannot be used together.")
    }
  }

  func run() async throws {
    var context = CredentialProviderContext.tool.using(profile: profile)
    // What goes wrong is thrown, and printed on standard error then.
    context.logger = SilentLog.logger
    try context.requireProfile()
    var body = try await CurlBody(data: data, binary: dataBinary, file: uploadFile)
    var target = try CurlTarget(url)
    if get {
      target = try CurlTarget(url, adding: body.content.bytesInMemory ?? [])
      body = .none
    }
    let signingHost = try signingHost.map(Self.signingHost)
    let scope = try await scope(of: target, signingHost, in: context)
    let cache = CredentialCache(
      provider: CredentialChain.standard(in: context), policy: .tool, logger: context.logger)
    let credentials = try await cache.snapshot().credentials
    let request = SigningRequest(
      method: method ?? (head ? "HEAD" : body.defaultMethod), scheme: target.endpoint.scheme,
      authority: signingHost?.signed ?? target.endpoint.authority, target: target.path,
      headers: try CurlHeaders(headers, body: body).list)
    var options = SigV4Options.standard(for: scope.service)
    // These are no credentials of a directory bucket's session, whatever the service.
    options.sessionTokenName = .securityToken
    let signature = try SigV4Signer(service: scope.service, region: scope.region, options: options).sign(
      request, payload: try await body.payloadHash(), credentials: credentials, date: context.clock.now())
    var log = CurlLog(isOn: verbose, credentials: credentials)
    try log.signed(signature, scope: scope, credentials: credentials)
    let wire = try CurlHeaders.wire(
      request, to: target.endpoint.authority, signature: signature, body: body.content)
    try log.sent(wire.head)
    let response = try await context.serviceTransport().send(wire)
    try log.received(response.head)
    try await deliver(response, signature: signature, log: log)
  }

  private static func signingHost(_ text: String) throws -> Authority {
    do throws(Authority.Invalid) {
      return try Authority(text)
    } catch {
      throw ValidationError("--signing-host takes a host with an optional port: \(error.reason).")
    }
  }

  private func scope(
    of target: CurlTarget, _ signingHost: Authority?, in context: CredentialProviderContext
  ) async throws -> CurlScope {
    let told = KnownHost(signingHost?.host ?? target.endpoint.host)
    guard let service = service ?? told?.service else {
      throw ValidationError("The host does not tell which service it is: give --service, for example --service es.")
    }
    return CurlScope(
      service: service,
      region: try await RegionResolver(context: context).region(region ?? told?.region?.name))
  }

  private func deliver(_ response: HTTPTransportResponse, signature: HeaderSignature, log: CurlLog) async throws {
    let status = response.head.status.code
    if fail, status >= 400 {
      if status == 403 {
        try log.refused(signature, body: Array((try? await response.body.collect(upTo: 1 << 20)) ?? []))
      }
      try StandardError.send("evergreen curl: the status is \(status)\n")
      throw ExitCode(22)
    }
    if include || head { try StandardOutput.send(CurlLog.text(of: response.head) + "\r\n") }
    if output == "/dev/null" {
      for try await _ in response.body {}
      return
    }
    if let output {
      try await response.body.write(toFile: output)
      return
    }
    // The beginning of an error is kept, so that a refused signature can be explained after it.
    var beginning: [UInt8] = []
    for try await chunk in response.body {
      try StandardOutput.send(chunk)
      if status == 403, beginning.count < 1 << 20 { beginning += chunk }
    }
    try log.refused(signature, body: beginning)
  }
}
