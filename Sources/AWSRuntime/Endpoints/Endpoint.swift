public import AWSCore
import AWSCredentials

/// A service's endpoint: scheme, host, port and an optional path prefix for every request.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// The scheme of the URL: `https` or `http`.
  public let scheme: String
  /// The host name in lower case, or the IP address. An IPv6 address is in brackets.
  public let host: String
  /// The port; `nil` if it is the scheme's default, which is 443 for `https` and 80 for `http`.
  public let port: Int?
  /// A prefix of every request's path, such as `/prefix`, without a slash at its end. Empty if the endpoint has none.
  public let pathPrefix: String

  /// Parses an endpoint such as `https://localhost:9200/prefix`.
  ///
  /// The default scheme is `https`. A default port (443 for `https`, 80 for `http`) is removed, so that ``port`` is
  /// `nil`.
  ///
  /// - Parameter text: The endpoint as a URL, or as a host with an optional port and path.
  /// - Throws: ``EndpointError`` if the scheme is not `https` or `http`, the host is missing or is neither a name nor
  ///   an address, the port is invalid, or the text contains user information, a query or a fragment. The error shows
  ///   only the scheme and the host of the text.
  public init(_ text: String) throws(EndpointError) {
    let parts = AddressText(text.trimmingASCIIWhitespace())
    func invalid(_ problem: String) -> EndpointError { EndpointError(endpoint: parts.shown, problem: problem) }
    scheme = parts.scheme ?? "https"
    guard scheme == "https" || scheme == "http" else {
      throw invalid("The scheme must be https or http, not '\(scheme)'.")
    }
    let authority: Authority
    do throws(Authority.Invalid) {
      authority = try Authority(parts.authority)
    } catch {
      throw invalid(error.reason.sentence)
    }
    host = authority.host
    port = authority.port == (scheme == "https" ? 443 : 80) ? nil : authority.port
    var path = parts.target.utf8
    guard !path.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
      throw invalid("It must not have a query or a fragment.")
    }
    guard parts.scheme != nil || !path.starts(with: "//".utf8) else {
      throw invalid("Two slashes follow the host; a colon may be missing before them.")
    }
    if let fault = WirePath.fault(in: path) { throw invalid("Its path holds \(fault).") }
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    pathPrefix = String(path) ?? ""
  }

  /// The value of the `Host` header: the host, followed by the port unless that is the scheme's default.
  public var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// The endpoint as a URL.
  public var description: String { "\(scheme)://\(authority)\(pathPrefix)" }

  /// The same endpoint at a host that stands below its own, as a bucket's host stands below that of Amazon S3.
  ///
  /// - Parameter labels: What is put before the host's name.
  /// - Throws: ``EndpointError`` if the host is an address, which has nothing below it, or its name would be too long.
  package func below(_ labels: [HostLabel]) throws(EndpointError) -> Endpoint {
    func invalid(_ problem: String) -> EndpointError {
      EndpointError(endpoint: "\(scheme)://\(host)", problem: problem)
    }
    // Only a host that is an address ends with a number.
    let last = host.utf8.last ?? 0
    let isAddress = host.hasPrefix("[") || ((0x30...0x39).contains(last) && IPAddress.v4(host) != nil)
    guard !isAddress else { throw invalid("It is an address, and below an address there are no hosts.") }
    let name = labels.reduce(into: "") { $0 += $1.text + "." } + host
    guard name.utf8.count <= 253 else { throw invalid("With \(labels.count) labels more its name is too long.") }
    return Endpoint(scheme: scheme, host: name, port: port, pathPrefix: pathPrefix)
  }

  /// The same endpoint at another host.
  ///
  /// - Parameter host: The host. The caller has checked that it is one, in lower case.
  package func at(checkedHost host: String) -> Endpoint {
    Endpoint(scheme: scheme, host: host, port: port, pathPrefix: pathPrefix)
  }

  private init(scheme: String, host: String, port: Int?, pathPrefix: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.pathPrefix = pathPrefix
  }
}

/// The error that is thrown when a text is not a valid endpoint.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible, PrintableError {
  /// The scheme and the host of the invalid text, if they can be found. The rest is left out, because it may contain a
  /// password or a signature.
  public let endpoint: String
  /// What is wrong with the text, in a sentence. The sentence quotes at most the scheme or one character of the text,
  /// because the text may contain a password.
  public let problem: String

  /// The invalid endpoint, what is wrong with it, and the form that an endpoint must have.
  public var description: String {
    ErrorDescription(
      "'\(endpoint)' is not an endpoint",
      message: [problem, "Expected something like https://example.com:8443."].sentences
    ).description
  }
}
