/// The parts of an HTTP request that a signature covers, exactly as they are sent.
///
/// The program percent-encodes the path and the query, has the request signed, and sends the path and the query byte
/// for byte as they were signed. The signer does not change the encoding.
public struct SigningRequest: Sendable {
  /// The HTTP method of the request, for example `GET`.
  public var method: String
  /// The scheme of the URL: `https` or `http`. If ``authority`` contains the default port of the scheme, the signer
  /// leaves the port out of the signed host.
  public var scheme: String
  /// The host, as `host` or `host:port`, as it is sent in the `Host` header. An IPv6 address is in brackets.
  ///
  /// If ``headers`` contains a `Host` header, the signer signs the value of that header instead.
  public var authority: String
  /// The path and, after a `?`, the query, as they are sent in the request line.
  ///
  /// For an empty path pass `/`, because that is what an HTTP client sends. With ``PathNormalization/preserved`` an
  /// empty path would be signed as empty, as botocore does.
  ///
  /// In the query a raw `+` is signed as a space, because servers read it as a space; write a plus sign as `%2B`. Empty
  /// parts of the query, as in `?location&&`, are not signed, because servers ignore them.
  public var target: String
  /// The headers that will be sent, in the order in which they are sent. A name may occur several times.
  public var headers: [(name: String, value: String)]

  /// Makes a request to sign.
  ///
  /// - Parameters:
  ///   - method: The HTTP method, for example `GET`.
  ///   - scheme: `https`, the default, or `http`.
  ///   - authority: `host` or `host:port`.
  ///   - target: The path and the query, percent-encoded as they will be sent.
  ///   - headers: The headers that will be sent.
  public init(
    method: String, scheme: String = "https", authority: String, target: String,
    headers: [(name: String, value: String)] = []
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = authority
    self.target = target
    self.headers = headers
  }
}

// Headers carry session tokens, authorizations and customer keys, and a query may carry a presigned URL's signature, so
// only the names of headers and the path are shown.
extension SigningRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The method, the address without its query, and the names of the headers. The query and the values of the headers
  /// are left out, because they may contain secrets.
  public var description: String {
    let names = headers.map(\.name).joined(separator: ", ")
    return "\(method) \(scheme)://\(authority)\(shownTarget), headers: [\(names)]"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the query and the values of the headers, because they may contain secrets.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "method": method, "scheme": scheme, "authority": authority, "target": shownTarget,
        "headers": headers.map(\.name),
      ],
      displayStyle: .struct)
  }

  private var shownTarget: String {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
    return target[...mark] + "\(target.utf8.count - target.utf8[...mark].count) bytes"
  }
}
