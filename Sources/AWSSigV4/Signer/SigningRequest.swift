/// The parts of an HTTP request that a signature covers, exactly as they are sent.
///
/// The signer re-encodes nothing. The program encodes the path and the query once, has the result signed, and sends
/// the same bytes.
public struct SigningRequest: Sendable {
  /// The method, for example `GET`.
  public var method: String
  /// `https` or `http`. The port that is the scheme's default is left out of the signed host.
  public var scheme: String
  /// `host` or `host:port`, as sent in the `Host` header; an IPv6 address is in brackets.
  ///
  /// If ``headers`` has a `Host`, that is signed instead.
  public var authority: String
  /// The path and, after a `?`, the query, as sent in the request line.
  ///
  /// An HTTP client sends `/` for an empty path, so pass `/`: with ``PathNormalization/preserved`` an empty path is
  /// signed as it is, as in botocore.
  ///
  /// In the query a raw `+` is signed as a space, because servers read it so; write a plus sign as `%2B`. Empty parts
  /// of the query, as in `?location&&`, are not signed, because servers ignore them.
  public var target: String
  /// The headers that will be sent, in order; names may repeat.
  public var headers: [(name: String, value: String)]

  /// Makes a request to sign.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - scheme: `https`, the default, or `http`.
  ///   - authority: `host` or `host:port`.
  ///   - target: The path and the query in their final form.
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
  /// The method, the address without its query, and the names of the headers.
  public var description: String {
    let names = headers.map(\.name).joined(separator: ", ")
    return "\(method) \(scheme)://\(authority)\(shownTarget), headers: [\(names)]"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the values of headers and of the query.
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
