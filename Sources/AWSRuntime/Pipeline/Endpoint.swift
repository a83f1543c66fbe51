import AWSCredentials

/// Where a service is: scheme, host, port and an optional path in front of every request's own.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// `https` or `http`.
  public let scheme: String
  /// The host name or address in lower case, an IPv6 address in brackets.
  public let host: String
  /// The port; `nil` for the scheme's own.
  public let port: Int?
  /// A path that stands in front of every request's, without a slash at its end; usually empty.
  public let pathPrefix: String

  /// Reads an endpoint such as `https://localhost:9200/prefix`.
  ///
  /// Without a scheme, `https` is meant. Ports 443 for `https` and 80 for `http` are left out of what is sent and signed.
  ///
  /// - Parameter text: The endpoint.
  /// - Throws: ``EndpointError`` if it is not one: another scheme, no host, a bad port, user information, a query.
  public init(_ text: String) throws(EndpointError) {
    var rest = Substring(text.trimmingASCIIWhitespace())
    if let separator = rest.range(of: "://") {
      scheme = rest[..<separator.lowerBound].lowercased()
      rest = rest[separator.upperBound...]
    } else {
      scheme = "https"
    }
    guard scheme == "https" || scheme == "http" else {
      throw EndpointError(endpoint: text, problem: "the scheme must be https or http, not '\(scheme)'")
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count)
    guard !tail.contains("?"), !tail.contains("#") else {
      throw EndpointError(endpoint: text, problem: "it must not have a query or a fragment")
    }
    guard tail.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw EndpointError(endpoint: text, problem: "its path must be percent-encoded ASCII")
    }
    var prefix = String(tail)
    while prefix.hasSuffix("/") { prefix.removeLast() }
    pathPrefix = prefix
    (host, port) = try Self.split(authority, of: text, defaultPort: scheme == "https" ? 443 : 80)
  }

  /// Host, and port unless it is the scheme's own: what stands in the `Host` header.
  public var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// The endpoint as a URL.
  public var description: String { "\(scheme)://\(authority)\(pathPrefix)" }

  /// The same endpoint with another host.
  package func replacingHost(_ host: String) -> Endpoint {
    Endpoint(scheme: scheme, host: host, port: port, pathPrefix: pathPrefix)
  }

  private init(scheme: String, host: String, port: Int?, pathPrefix: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.pathPrefix = pathPrefix
  }

  private static func split(
    _ authority: Substring, of text: String, defaultPort: Int
  ) throws(EndpointError) -> (host: String, port: Int?) {
    guard !authority.contains("@") else {
      throw EndpointError(endpoint: "<redacted>", problem: "it must not have a user name or password")
    }
    var host = authority
    var port: Int?
    let afterBrackets = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterBrackets...].lastIndex(of: ":") {
      host = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      guard let number = Int(digits), (1...65_535).contains(number), digits.utf8.allSatisfy({ (48...57).contains($0) })
      else { throw EndpointError(endpoint: text, problem: "'\(digits)' is not a port from 1 to 65535") }
      port = number == defaultPort ? nil : number
    }
    guard !host.isEmpty, host.utf8.allSatisfy(isHostByte), host.hasPrefix("[") == host.hasSuffix("]") else {
      throw EndpointError(endpoint: text, problem: "'\(host)' is not a host name or address")
    }
    return (host.lowercased(), port)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ":"):
      true
    default: false
    }
  }
}

/// Why a text is not an endpoint.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text.
  public let endpoint: String
  /// What is wrong with it.
  public let problem: String

  /// What is wrong, and what an endpoint looks like.
  public var description: String {
    "'\(endpoint)' is not an endpoint: \(problem). Expected something like https://example.com:8443."
  }
}

extension Substring {
  fileprivate func range(of needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
      start = index(after: start)
    }
    return nil
  }
}
