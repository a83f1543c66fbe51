import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
import HTTPTypes

/// One request of `evergreen curl` and the redirects that follow it.
struct CurlTransfer: Sendable {
  /// A request on the way.
  struct Hop: Sendable {
    var target: CurlTarget
    var method: String
    var body: CurlBody
    /// What it is signed for; `nil` for no signature.
    var scope: CurlScope?
    /// The host that it is signed for, if that is not the URL's.
    var signingHost: Authority?
    /// Whether the caller's secrets may go there.
    var isTrusted = true
  }

  /// A response, and how it was asked for.
  struct Received: Sendable {
    var hop: Hop
    var response: HTTPTransportResponse
    var signature: HeaderSignature?
    var log: CurlLog
    /// The responses with redirects before it.
    var redirects: [HTTPResponse] = []

    /// The heads of all responses, as `--include` prints them.
    var head: String { (redirects + [response.head]).map { CurlLog.text(of: $0) + "\r\n" }.joined() }
  }

  let options: CurlOptions
  let given: CurlHeaders.Given
  let context: CredentialProviderContext
  let streams: CurlStreams
  let transport: any HTTPTransport
  let cache: CredentialCache

  /// Sends a request and follows redirects if that is asked for.
  func send(_ first: Hop) async throws -> Received {
    var redirects: [HTTPResponse] = []
    var hop = first
    while true {
      var received: Received
      do {
        received = try await sendOne(hop)
      } catch {
        throw CurlFailure(error, authority: hop.target.endpoint.hostAndPort) ?? error
      }
      guard options.followsRedirects, let next = try next(after: received.response.head, hop) else {
        received.redirects = redirects
        return received
      }
      redirects.append(received.response.head)
      guard redirects.count <= options.maximumRedirects else {
        throw CurlFailure(.redirects, "There were more than \(options.maximumRedirects) redirects.")
      }
      for try await _ in received.response.body {}
      hop = next
    }
  }

  private func sendOne(_ hop: Hop) async throws -> Received {
    let headers = try CurlHeaders(
      given, options, contentType: hop.body.contentType(service: hop.scope?.service, target: hop.target.path),
      isSigned: hop.scope != nil)
    let request = SigningRequest(
      method: hop.method, scheme: hop.target.endpoint.scheme,
      authority: hop.signingHost?.signed ?? hop.target.endpoint.authority, target: hop.target.path,
      headers: hop.isTrusted ? headers.list : headers.withoutSecrets())
    var log = CurlLog(isOn: options.isVerbose, streams: streams)
    var signature: HeaderSignature?
    if let scope = hop.scope {
      // Held against the time of signing: a repetition may be minutes after the first attempt.
      let credentials = try await cache.snapshot(at: context.clock.now()).credentials
      var rules = SigV4Options.standard(for: scope.service)
      // These are no credentials of a directory bucket's session, whatever the service.
      rules.sessionTokenName = .securityToken
      let signed = try SigV4Signer(service: scope.service, region: scope.region, options: rules).sign(
        request, payload: headers.leavesBodyUnsigned ? .unsigned : try await hop.body.payloadHash(),
        credentials: credentials, date: context.clock.now())
      try log.signed(signed, scope: scope, credentials: credentials)
      signature = signed
    }
    var wire = try CurlHeaders.wire(
      request, to: hop.target.endpoint.authority, headers: signature?.applied(to: request.headers) ?? request.headers,
      body: hop.body.content)
    // As with curl, silence is no failure: --max-time limits the time.
    wire.timeouts = HTTPTimeouts(connect: options.connectTimeout, idle: .seconds(86_400), total: options.maximumTime)
    try log.sent(wire.head)
    let response = try await transport.send(wire)
    try log.received(response.head)
    return Received(hop: hop, response: response, signature: signature, log: log)
  }

  /// The request that a redirect leads to; `nil` if the response is none.
  func next(after head: HTTPResponse, _ hop: Hop) throws -> Hop? {
    let status = head.status.code
    guard (300..<400).contains(status), let location = head.headerFields[.location], !location.isEmpty
    else {
      return nil
    }
    var next = hop
    next.target = try hop.target.following(location)
    let isPost = hop.body.kind == .data || hop.body.kind == .json
    let becomesGet =
      status == 303
      ? !options.isHead && !(isPost && options.keepsPost.contains(303))
      : (status == 301 || status == 302) && isPost && !options.keepsPost.contains(status)
    if becomesGet {
      next.body = .none
      // As with curl, a method that was given stays.
      if options.method == nil { next.method = "GET" }
    }
    guard !next.target.isSameOrigin(as: hop.target) else { return next }
    let told = KnownHost(next.target.endpoint.host)
    next.signingHost = nil
    if let scope = hop.scope, let service = told?.service, service == scope.service,
      next.target.endpoint.scheme == "https"
    {
      next.scope = CurlScope(service: service, region: told?.region?.name ?? scope.region)
    } else {
      // A signature and a session token are for nobody else; once they are left out, they stay out.
      next.scope = nil
      next.isTrusted = false
    }
    return next
  }
}

extension Endpoint {
  /// Host and port, the port also if it is the scheme's own.
  var hostAndPort: String { "\(host):\(port ?? (scheme == "https" ? 443 : 80))" }
}
