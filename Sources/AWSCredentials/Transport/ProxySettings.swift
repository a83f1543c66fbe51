import AWSCore

/// Which HTTP proxy a request goes through, by its scheme and host.
///
/// Requests of both schemes, `https` and `http`, are tunnelled through the proxy with `CONNECT` (RFC 9110, 9.3.6).
/// Printing shows no user name and no password.
public struct ProxySettings: Sendable, Hashable {
  /// The proxy for `https` requests; `nil` to send them without a proxy.
  public var https: Proxy?
  /// The proxy for `http` requests; `nil` to send them without a proxy.
  public var http: Proxy?
  /// The hosts that are reached without a proxy, even if ``https`` or ``http`` is set.
  public var exceptions: ProxyExceptions

  /// Makes settings from the proxy for each scheme and the hosts that need none.
  ///
  /// - Parameters:
  ///   - https: The proxy for `https` requests; `nil` for none.
  ///   - http: The proxy for `http` requests; `nil` for none.
  ///   - exceptions: The hosts that are reached without a proxy.
  public init(https: Proxy? = nil, http: Proxy? = nil, exceptions: ProxyExceptions = ProxyExceptions("")) {
    self.https = https
    self.http = http
    self.exceptions = exceptions
  }

  /// Whether no request goes through a proxy: neither ``https`` nor ``http`` is set.
  public var isEmpty: Bool { https == nil && http == nil }

  /// The proxy that a request with a given scheme and host goes through.
  ///
  /// - Parameters:
  ///   - scheme: The scheme of the request.
  ///   - authority: The host of the request, and its port unless that is the default of the scheme.
  /// - Returns: The proxy; `nil` if the request is sent directly to the host.
  public func proxy(scheme: String, authority: String) -> Proxy? {
    guard let proxy = scheme == "https" ? https : http else { return nil }
    // No request is sent to what is no authority.
    guard let address = try? Authority(authority) else { return proxy }
    let port = address.port ?? (scheme == "https" ? 443 : 80)
    return exceptions.contains(host: address.host, port: port) ? nil : proxy
  }
}

/// An HTTP proxy that requests are sent through.
public struct Proxy: Sendable, Hashable {
  /// The host name or address of the proxy. An IPv6 address is written without brackets.
  public var host: String
  /// The port that the proxy listens on.
  public var port: Int
  /// The user name and password for the proxy, sent as Basic authentication (RFC 7617); `nil` if the proxy needs none.
  public var login: Login?
  /// The name of the setting that the proxy was read from, such as `https_proxy`. It is used in messages.
  public var origin: String

  /// The user name and password to log in to a proxy with.
  public struct Login: Sendable, Hashable {
    /// The user name to log in to the proxy with.
    public var user: String
    /// The password to log in to the proxy with. It is never printed.
    public var password: String

    /// Makes the user name and password for a proxy.
    public init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  /// Makes an HTTP proxy from its address and, if it needs one, its login.
  ///
  /// - Parameters:
  ///   - host: The host name or address of the proxy. An IPv6 address is written without brackets.
  ///   - port: The port that the proxy listens on.
  ///   - login: User name and password, if the proxy asks for them.
  ///   - origin: The name of the setting that the proxy was read from. It is used in messages.
  public init(host: String, port: Int, login: Login? = nil, origin: String = "the program") {
    self.host = host
    self.port = port
    self.login = login
    self.origin = origin
  }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The proxy's host and port, and a placeholder if it has a user name and a password.
  public var description: String {
    "\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)\(login == nil ? "" : " (\(Redacted.mark))")"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror of the proxy's host, port and origin. The user name and the password are left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["host": host, "port": port, "origin": origin], displayStyle: .struct)
  }
}

extension Proxy.Login: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text. The user name and the password are left out, because both may be secret.
  public var description: String { "Login(\(Redacted.mark))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// An empty mirror. The user name and the password are left out.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
