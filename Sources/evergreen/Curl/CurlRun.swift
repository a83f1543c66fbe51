package import AWSCredentials
import AWSCore
import AWSIdentity
import AWSRuntime
import HTTPTypes

/// One run of `evergreen curl`: the request, the redirects that it follows, and the times that it is sent again.
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

  /// Sends the request and prints the response.
  ///
  /// - Returns: The exit status, as curl has it.
  /// - Throws: `ValidationError` if the line is not taken; the error of the credentials or the settings, which curl has no
  ///   exit status for.
  package func run() async throws -> Int32 {
    var facts = CurlWriteOut.Facts()
    facts.url = options.url
    let start = context.clock.monotonicNow()
    var failure: CurlFailure?
    do {
      try await transfer(&facts, since: start)
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

  private func transfer(_ facts: inout CurlWriteOut.Facts, since start: Duration) async throws {
    let given = try CurlHeaders.Given(options)
    let body = try CurlBody(options)
    let hop = try await firstHop(body)
    facts.scheme = hop.target.endpoint.scheme
    facts.method = hop.method
    if case .known(let length) = body.content.length { facts.uploaded = length }
    if let warning = body.warning(service: hop.scope?.service, target: hop.target.path) { try say(warning) }
    let output = try CurlOutput(options, target: hop.target, streams: streams)
    facts.file = output.file
    let transfer = CurlTransfer(
      options: options, given: given, context: context, streams: streams, transport: try transport(),
      cache: CredentialCache(
        provider: CredentialChain.standard(in: context), policy: .tool, logger: context.logger))
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
    facts.headBytes = received.head.utf8.count
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
