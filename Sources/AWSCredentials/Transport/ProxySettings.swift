import AWSCore

/// Which HTTP proxy a request goes through, by its scheme and host.
///
/// Requests of both schemes, `https` and `http`, are tunnelled through the proxy with `CONNECT` (RFC 9110, 9.3.6).
/// Printing shows no user name and no password.
public struct ProxySettings: Sendable, Hashable {
  /// The proxy for `https` requests; `nil` for none.
  public var https: Proxy?
  /// The proxy for `http` requests; `nil` for none.
  public var http: Proxy?
  /// The hosts that are reached without a proxy.
  public var exceptions: ProxyExceptions

  /// Makes settings.
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

  /// Whether no request goes through a proxy.
  public var isEmpty: Bool { https == nil && http == nil }

  /// The proxy for a request.
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
  /// The host name or address, an IPv6 address without brackets.
  public var host: String
  /// The port that the proxy listens on.
  public var port: Int
  /// The user name and password that the proxy asks for, sent as Basic authentication (RFC 7617); `nil` for none.
  public var login: Login?
  /// The setting that names the proxy, for messages.
  public var origin: String

  /// A user name and a password.
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

  /// Describes a proxy.
  ///
  /// - Parameters:
  ///   - host: The host name or address.
  ///   - port: The port.
  ///   - login: User name and password, if the proxy asks for them.
  ///   - origin: The setting that names the proxy, for messages.
  public init(host: String, port: Int, login: Login? = nil, origin: String = "the program") {
    self.host = host
    self.port = port
    self.login = login
    self.origin = origin
  }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The proxy's host and port.
  public var description: String {
    "\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)\(login == nil ? "" : " (\(Redacted.mark))")"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without user name and password.
  public var customMirror: Mirror {
    Mirror(self, children: ["host": host, "port": port, "origin": origin], displayStyle: .struct)
  }
}

extension Proxy.Login: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with neither the user name nor the password: both may be secret.
  public var description: String { "Login(\(Redacted.mark))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// An empty mirror, so that no password is printed.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
