extension CurlOption {
  /// The options that say how a request is sent.
  static let transferOptions: [CurlOption] = [
    .flag("location", "L", "Follow redirects. Only hosts of Amazon for the same service get a signature.") {
      $0.followsRedirects = $1
    },
    .value("max-redirs", nil, "number", "How many redirects are followed; -1 for any number. The default is 50.") {
      let number = try CurlOptions.number($1, of: "--max-redirs", from: -1)
      $0.maximumRedirects = number < 0 ? .max : number
    },
    .flag("post301", nil, "Stay with POST after the status 301.") { $0.keepsPost.set(301, $1) },
    .flag("post302", nil, "Stay with POST after the status 302.") { $0.keepsPost.set(302, $1) },
    .flag("post303", nil, "Stay with POST after the status 303.") { $0.keepsPost.set(303, $1) },
    .value("max-time", "m", "seconds", "How long the whole transfer may take.") {
      $0.maximumTime = try CurlOptions.seconds($1, of: "--max-time")
    },
    .value("connect-timeout", nil, "seconds", "How long making a connection may take. The default is 300.") {
      $0.connectTimeout = try CurlOptions.seconds($1, of: "--connect-timeout") ?? $0.connectTimeout
    },
    .value(
      "retry", nil, "number", "How often to send again after a timeout or the status 408, 429, 500, 502, 503 or 504."
    ) {
      $0.retry.count = try CurlOptions.number($1, of: "--retry", from: 0)
    },
    .value("retry-delay", nil, "seconds", "How long to wait before sending again; by default 1, 2, 4 and so on.") {
      $0.retry.delay = try CurlOptions.seconds($1, of: "--retry-delay")
    },
    .value("retry-max-time", nil, "seconds", "How long after the first request to send again at the latest.") {
      $0.retry.maximumTime = try CurlOptions.seconds($1, of: "--retry-max-time")
    },
    .flag("retry-connrefused", nil, "Send again after a refused connection, too.") {
      $0.retry.onRefusedConnections = $1
    },
    .flag("retry-all-errors", nil, "Send again after every error.") { $0.retry.onAllErrors = $1 },
    .flag("insecure", "k", "Take any certificate. Any server can then use the signed request for minutes.") {
      $0.isInsecure = $1
    },
    .value("cacert", nil, "file", "The file with the certificate authorities to trust.") {
      guard !$1.isEmpty else { throw CurlOptions.invalid("--cacert", "needs the name of a file") }
      $0.authorityFile = $1
    },
    .value("proxy", "x", "[http://]host[:port]", "The HTTP proxy.") {
      $0.proxy = try CurlProxy.route($1)
    },
    .value("noproxy", nil, "hosts", "'*' for no proxy at all. Hosts are named by the variable NO_PROXY.") {
      guard $1 == "*" else {
        throw CurlOptions.invalid("--noproxy", "takes '*' alone; name hosts in the variable NO_PROXY")
      }
      $0.usesNoProxy = true
    },
    // A proxy makes a tunnel to every host, so that it can change nothing that is signed.
    CurlOption("proxytunnel", "p", .fulfilled),
    CurlOption("tcp-nodelay", nil, .fulfilled),
    CurlOption("no-sessionid", nil, .fulfilled),
  ]
}

extension Set<Int> {
  fileprivate mutating func set(_ element: Int, _ isMember: Bool) {
    if isMember { insert(element) } else { remove(element) }
  }
}
