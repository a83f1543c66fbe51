package import AWSCredentials
import AWSCore
import AWSIdentity
import AWSRuntime
import HTTPTypes

/// One run of `evergreen curl`: its requests, the redirects that it follows, and the times that a request is sent again.
package struct CurlRun: Sendable {
  let options: CurlOptions
  let context: CredentialProviderContext
  let streams: CurlStreams

  init(_ options: CurlOptions, context: CredentialProviderContext, streams: CurlStreams) {
    self.options = options
    self.context = context.using(profile: options.profile)
    self.streams = streams
  }

  /// A run of a command line.
  ///
  /// - Parameters:
  ///   - words: The command line without the name of the program.
  ///   - context: The surroundings: credentials, transport, clock.
  ///   - streams: Where it prints.
  /// - Throws: `ValidationError` if the line is not taken.
  package init(_ words: [String], context: CredentialProviderContext, streams: CurlStreams) throws {
    self.init(try CurlLine.parse(words.map { Array($0.utf8) }), context: context, streams: streams)
  }

  /// Sends the requests and prints the responses.
  ///
  /// - Returns: The exit status, as curl has it: that of the last request.
  /// - Throws: `ValidationError` if the line is not taken; the error of the credentials or the settings, which curl has no
  ///   exit status for.
  package func run() async throws -> Int32 {
    var shared: CurlShared
    do {
      shared = try await CurlShared(self)
    } catch let failure as CurlFailure {
      try say("\(failure)")
      return failure.exitCode.rawValue
    }
    var status: Int32 = 0
    for (number, element) in options.requests.list.enumerated() {
      status = try await run(element, number: number, &shared)
      if status != 0, options.failsEarly { break }
    }
    return status
  }

  private func run(_ element: CurlRequestList.Element, number: Int, _ shared: inout CurlShared) async throws -> Int32 {
    var facts = CurlWriteOut.Facts()
    facts.url = element.url ?? ""
    facts.number = number
    let start = context.clock.monotonicNow()
    var failure: CurlFailure?
    do {
      try await transfer(element, &shared, &facts, since: start)
    } catch let error as CurlFailure {
      failure = error
      facts.exitCode = error.exitCode.rawValue
      facts.error = error.message
    }
    facts.seconds = (context.clock.monotonicNow() - start).seconds
    try options.writeOut?.send(facts, to: streams)
    if let failure { try say("\(failure)") }
    return failure?.exitCode.rawValue ?? 0
  }

  private func transfer(
    _ element: CurlRequestList.Element, _ shared: inout CurlShared, _ facts: inout CurlWriteOut.Facts,
    since start: Duration
  ) async throws {
    let body = try CurlBody(options, uploadFile: element.uploadFile, data: shared.data)
    let hop = try await firstHop(element, body, shared)
    facts.scheme = hop.target.endpoint.scheme
    facts.method = hop.method
    if case .known(let length) = body.content.length { facts.uploaded = length }
    if let warning = body.warning(service: hop.scope?.service, target: hop.target.path) { try say(warning) }
    var output = try CurlOutput(options, element, target: hop.target, streams: streams)
    output.earlierHeads = shared.heads
    facts.file = output.file
    let transfer = CurlTransfer(
      options: options, given: shared.given, context: context, streams: streams, transport: try shared.transport.get(),
      cache: shared.cache)
    defer { shared.heads += facts.heads }
    var number = 0
    while true {
      var failure: (any Error)?
      facts.forgetResponse()
      do {
        try await attempt(transfer, hop, output, &facts, since: start)
      } catch {
        failure = error
      }
      number += 1
      let pause = options.retry.pause(before: number, after: facts.head)
      guard isWorthwhile(failure, status: facts.status), number <= options.retry.count,
        options.retry.maximumTime.map({ context.clock.monotonicNow() - start + pause < $0 }) ?? true
      else {
        if let failure { throw failure }
        return
      }
      facts.retries = number
      let reason = failure.map { "\($0)" } ?? "The status is \(facts.status)."
      try say("\(reason) The request is sent again in \(pause.seconds) s.")
      try await context.clock.sleep(for: pause)
    }
  }

  /// Whether the request may do better if it is sent again.
  private func isWorthwhile(_ failure: (any Error)?, status: Int) -> Bool {
    failure.map(options.retry.isTransient) ?? options.retry.isTransient(status)
  }

  private func attempt(
    _ transfer: CurlTransfer, _ hop: CurlTransfer.Hop, _ output: CurlOutput, _ facts: inout CurlWriteOut.Facts,
    since start: Duration
  ) async throws {
    facts.effectiveURL = hop.target.text
    let received = try await transfer.send(hop)
    facts.secondsToResponse = (context.clock.monotonicNow() - start).seconds
    facts.head = received.response.head
    facts.status = received.response.head.status.code
    facts.effectiveURL = received.hop.target.text
    facts.redirects = received.redirects.count
    facts.heads = received.head
    facts.redirectURL = (try? transfer.next(after: received.response.head, received.hop)?.target.text) ?? ""
    do {
      facts.downloaded = try await output.deliver(received)
    } catch {
      throw CurlFailure(error, authority: received.hop.target.endpoint.hostAndPort, hasHead: true) ?? error
    }
    if let failure = output.failure(facts.status) { throw failure }
  }

  private func say(_ text: String) throws {
    if options.saysErrors { try streams.errors("evergreen curl: \(text)\n") }
  }
}

/// What the requests of a run have in common.
struct CurlShared: Sendable {
  let given: CurlHeaders.Given
  /// The data of the command line. Its files, of which one may be the standard input, are read once.
  let data: [UInt8]
  /// What is put behind each URL's query.
  let query: [[UInt8]]
  let cache: CredentialCache
  /// Made when it is needed: a file of certificate authorities may be missing.
  let transport: Result<any HTTPTransport, any Error>
  /// The heads of the responses so far, for the file of `--dump-header`.
  var heads = ""

  init(_ run: CurlRun) async throws {
    let options = run.options
    given = try CurlHeaders.Given(options)
    data = try CurlData.joined(options.data)
    query = try options.query.map { text in
      text.first == UInt8(ascii: "+") ? Array(text.dropFirst()) : try CurlData.encoded(text)
    }
    cache = CredentialCache(
      provider: CredentialChain.standard(in: run.context), policy: .tool, logger: run.context.logger)
    transport = Result { try run.transport() }
    try await run.checkTargets(adding: query)
  }
}
