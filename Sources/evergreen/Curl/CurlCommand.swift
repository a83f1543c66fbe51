import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSSigV4
import ArgumentParser
import HTTPTypes

/// `evergreen curl`: signs a request with the credentials found here, sends it, and prints the response as it arrives.
struct CurlCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curl",
    abstract: "Sign and send a request the way curl does, with the credentials found here.",
    usage: "evergreen curl [<options>] <url>",
    discussion: """
      Takes command lines of curl: what is not done here is refused, with the reason. The URL's path and query are signed and \
      sent as they are given. Service and region are those of the options, else those that the host's name tells \
      (bucket.s3.eu-central-1.amazonaws.com, search-x.eu-central-1.es.amazonaws.com), else AWS_ENDPOINT_URL_S3, \
      AWS_ENDPOINT_URL_STS and ES_ENDPOINT; port 9200 of this machine is Elasticsearch. The region may also come from AWS_REGION, \
      AWS_DEFAULT_REGION or the profile. The exit status is curl's.

      Data for es and aoss is application/json, and application/x-ndjson for _bulk and _msearch, unless a header says otherwise.

      --verbose says on standard error what was signed, with session token and signature left out; of a refused \
      signature it shows what the service saw instead.

      \(CurlHelp.options)

      Taken, as they ask for what is done anyway: \(CurlHelp.fulfilled).
      """
  )

  @Argument(
    parsing: .captureForPassthrough, help: "Options and the URL.",
    completion: .list(CurlOption.all.filter { !$0.help.isEmpty }.map { "--" + $0.name }))
  var line: [String] = []

  func run() async throws {
    let options = try CurlLine.parse(line)
    if options.wantsHelp { throw CleanExit.message(EvergreenCommand.helpMessage(for: Self.self)) }
    if options.wantsVersion { throw CleanExit.message(EvergreenCommand.configuration.version) }
    var context = CredentialProviderContext.tool.using(profile: options.profile)
    // What goes wrong is thrown, and printed on standard error then.
    context.logger = SilentLog.logger
    if !options.isUnsigned { try context.requireProfile() }
    var facts = CurlWriteOut.Facts()
    facts.url = options.url
    let start = ContinuousClock.now
    do {
      try await transfer(options, context, &facts)
    } catch {
      facts.seconds = start.duration(to: .now).seconds
      guard let failure = error as? CurlFailure else { throw error }
      facts.exitCode = failure.exitCode.rawValue
      facts.error = failure.message
      try options.writeOut?.send(facts)
      if options.saysErrors { try StandardError.send("evergreen curl: \(failure)\n") }
      throw ExitCode(failure.exitCode.rawValue)
    }
    facts.seconds = start.duration(to: .now).seconds
    try options.writeOut?.send(facts)
  }

  private func transfer(
    _ options: CurlOptions, _ context: CredentialProviderContext, _ facts: inout CurlWriteOut.Facts
  ) async throws {
    let given = try CurlHeaders.Given(options)
    let body = try await CurlBody(options)
    let hop = try await firstHop(options, body, context)
    facts.scheme = hop.target.endpoint.scheme
    facts.method = hop.method
    if case .known(let length) = body.content.length { facts.uploaded = length }
    if let warning = body.warning(service: hop.scope?.service, target: hop.target.path), options.saysErrors {
      try StandardError.send("evergreen curl: \(warning)\n")
    }
    let output = try CurlOutput(options, target: hop.target)
    facts.file = output.file ?? ""
    let transfer = CurlTransfer(
      options: options, given: given, context: context, transport: try Self.transport(options, context),
      cache: CredentialCache(
        provider: CredentialChain.standard(in: context), policy: .tool, logger: context.logger))
    let start = ContinuousClock.now
    var number = 0
    while true {
      var failure: (any Error)?
      do {
        facts.effectiveURL = hop.target.text
        let received = try await transfer.send(hop)
        facts.head = received.response.head
        facts.status = received.response.head.status.code
        facts.effectiveURL = received.hop.target.text
        facts.redirects = received.redirects.count
        facts.redirectURL = (try? transfer.next(after: received.response.head, received.hop)?.target.text) ?? ""
        do {
          facts.downloaded = try await output.deliver(received)
        } catch {
          throw CurlFailure(error, authority: received.hop.target.endpoint.hostAndPort) ?? error
        }
      } catch {
        failure = error
      }
      let isTransient = failure.map(options.retry.isTransient) ?? options.retry.isTransient(facts.status)
      number += 1
      let pause = options.retry.pause(before: number, after: facts.head)
      let isInTime = options.retry.maximumTime.map { start.duration(to: .now) + pause < $0 } ?? true
      guard isTransient, number <= options.retry.count, isInTime else {
        if let failure { throw failure }
        return
      }
      facts.retries = number
      if options.saysErrors {
        let reason = failure.map { "\($0)" } ?? "The status is \(facts.status)."
        try StandardError.send("evergreen curl: \(reason) The request is sent again in \(pause.seconds) s.\n")
      }
      facts.head = nil
      try await Task.sleep(for: pause)
    }
  }

  private func firstHop(
    _ options: CurlOptions, _ body: CurlBody, _ context: CredentialProviderContext
  ) async throws -> CurlTransfer.Hop {
    var query = try options.query.map { text in
      text.utf8.first == UInt8(ascii: "+") ? Array(text.utf8.dropFirst()) : try CurlData.encoded(text)
    }
    if options.usesGet { query.append(try CurlData.joined(options.data)) }
    let target = try CurlTarget(options.url, adding: query, pathAsIs: options.pathAsIs).naming(options.uploadFile)
    let signingHost = try options.signingHost.map(Self.signingHost)
    let scope =
      options.isUnsigned
      ? nil
      : try await CurlScope(
        service: options.service, region: options.region, host: signingHost?.host ?? target.endpoint.host,
        endpoint: target.endpoint, in: context)
    return CurlTransfer.Hop(
      target: target, method: options.method ?? (options.isHead ? "HEAD" : body.defaultMethod), body: body,
      scope: scope,
      signingHost: signingHost)
  }

  private static func signingHost(_ text: String) throws -> Authority {
    do throws(Authority.Invalid) {
      return try Authority(text)
    } catch {
      throw ValidationError("--signing-host takes a host with an optional port: \(error.reason).")
    }
  }

  /// What sends the requests: the context's transport, unless options say whom to trust and which way to go.
  private static func transport(
    _ options: CurlOptions, _ context: CredentialProviderContext
  ) throws -> any HTTPTransport {
    guard options.isInsecure || options.authorityFile != nil || options.proxy != nil || options.usesNoProxy else {
      return try context.serviceTransport()
    }
    var route: AsyncHTTPClientTransport.Route?
    if options.usesNoProxy { route = .direct }
    if let proxy = options.proxy {
      let endpoint = try Endpoint(proxy.contains("://") ? proxy : "http://" + proxy)
      guard endpoint.scheme == "http" else { throw ValidationError("--proxy takes an HTTP proxy: http://host:port.") }
      route = .proxy(host: endpoint.host, port: endpoint.port ?? (proxy.hasSuffix(":80") ? 80 : 1080))
    }
    var context = context
    let roots =
      options.isInsecure ? TrustRoots.anyCertificate : try options.authorityFile.map { try TrustRoots(file: $0) }
    context.transport = AsyncHTTPClientTransport(route: route, trustRoots: roots)
    return try context.serviceTransport()
  }
}
