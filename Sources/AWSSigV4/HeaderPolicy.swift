/// Which of the caller's headers are signed.
///
/// `host`, `x-amz-date`, the session token and the body's hash are signed whatever the policy; `authorization` never is.
public enum HeaderPolicy: Sendable, Hashable {
  /// All headers that reach the service as the caller set them. The default.
  ///
  /// Left out are, besides the headers of ``allEndToEnd``, those that HTTP clients, proxies and VPC endpoints add or
  /// change on the way, such as `content-length`, `accept-encoding` and `cache-control`: a header that is signed and
  /// then changed costs a `SignatureDoesNotMatch`.
  case stable
  /// All headers except those that belong to a connection, to tracing or to the client itself: the rule of botocore.
  case allEndToEnd
  /// Only these headers; names in any case. AWS refuses requests in which a header whose name begins with `x-amz-` is not
  /// signed, so name those that you send.
  case only(Set<String>)
}

extension HeaderPolicy {
  /// Whether a header is signed, by its lowercase name.
  func signs(_ name: some RandomAccessCollection<UInt8>) -> Bool {
    switch self {
    case .stable:
      !Self.perConnection.contains(name) && !Self.changedOnTheWay.contains(name)
        && !name.starts(with: Self.proxyPrefix) && !name.starts(with: Self.secPrefix)
    case .allEndToEnd: !Self.perConnection.contains(name)
    case .only(let names): names.contains { $0.hasSameLowercaseBytes(as: name) }
    }
  }

  // The union of the lists of botocore and aws-c-auth.
  private static let perConnection = HeaderNames([
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "sec-websocket-key", "sec-websocket-protocol", "sec-websocket-version", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ])

  // What the other SDKs leave out as well, and what trace propagation and proxies set.
  private static let changedOnTheWay = HeaderNames([
    "accept", "accept-encoding", "accept-language", "age", "baggage", "cache-control", "content-length", "cookie",
    "forwarded", "from", "max-forwards", "origin", "pragma", "priority", "referer", "traceparent", "tracestate", "via",
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-request-id",
  ])

  private static let proxyPrefix = Array("proxy-".utf8)
  private static let secPrefix = Array("sec-".utf8)
}

/// A small set of lowercase header names, looked up by length first.
struct HeaderNames: Sendable {
  private let byLength: [[[UInt8]]]

  init(_ names: [String]) {
    var byLength: [[[UInt8]]] = []
    for name in names.map({ Array($0.utf8) }) {
      while byLength.count <= name.count { byLength.append([]) }
      byLength[name.count].append(name)
    }
    self.byLength = byLength
  }

  func contains(_ name: some RandomAccessCollection<UInt8>) -> Bool {
    name.count < byLength.count && byLength[name.count].contains { $0.elementsEqual(name) }
  }
}

extension String {
  fileprivate func hasSameLowercaseBytes(as name: some RandomAccessCollection<UInt8>) -> Bool {
    utf8.count == name.count && utf8.lazy.map(\.lowercasedASCII).elementsEqual(name)
  }
}
