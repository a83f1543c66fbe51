import AWSCore

extension ProxySettings {
  /// Reads the proxies from `https_proxy` and `http_proxy`, and the hosts that are reached without one from `no_proxy`.
  /// If a variable is not set, the one with the same name in upper case (`HTTPS_PROXY` and so on) is read. Python and
  /// the AWS CLI use the same order.
  ///
  /// In a CGI program (one with the variable `REQUEST_METHOD`) `HTTP_PROXY` is the `Proxy` header that the client of
  /// the web server has sent, so it is not read (RFC 3875, 4.1.18; CVE-2016-5385); `http_proxy` is.
  ///
  /// - Parameter environment: The environment variables.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` that names the variable that cannot be used, without its
  ///   value.
  public init(environment: ProcessEnvironment) throws(CredentialError) {
    let isCGI = environment["REQUEST_METHOD"] != nil
    self.init(
      https: try Self.proxy(["https_proxy", "HTTPS_PROXY"], environment),
      http: try Self.proxy(isCGI ? ["http_proxy"] : ["http_proxy", "HTTP_PROXY"], environment),
      exceptions: ProxyExceptions(environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""))
  }

  private static func proxy(
    _ variables: [String], _ environment: ProcessEnvironment
  ) throws(CredentialError) -> Proxy? {
    for variable in variables {
      guard let text = environment[variable] else { continue }
      do throws(Proxy.Invalid) {
        return try Proxy(text, origin: variable)
      } catch {
        throw CredentialError(
          .invalidConfiguration, provider: "settings",
          message: "\(variable) is not the address of a proxy: \(error.reason). Expected something like "
            + "http://proxy.example.com:3128.")
      }
    }
    return nil
  }
}

extension Proxy {
  /// Why a text is not the address of a proxy, as the end of a sentence, without the text: it may hold a password.
  struct Invalid: Error, Hashable {
    let reason: String
  }

  /// Reads `http://user:password@host:port`, of which all but the host may be missing.
  init(_ text: String, origin: String) throws(Invalid) {
    var rest = Substring(text.trimmingASCIIWhitespace())
    if let separator = rest.utf8.firstRange(of: "://".utf8) {
      switch rest[..<separator.lowerBound].lowercased() {
      case "http": break
      case "https": throw Invalid(reason: "a connection to the proxy itself over TLS is not supported; use http://")
      default: throw Invalid(reason: "its scheme is not http")
      }
      rest = rest[separator.upperBound...]
    }
    rest = Substring(rest.utf8.prefix { !"/?#".utf8.contains($0) })
    var login: Login?
    if let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) {
      login = try Self.login(rest[..<at])
      rest = rest[rest.utf8.index(after: at)...]
    }
    let address: Authority
    do throws(Authority.Invalid) {
      address = try Authority(rest)
    } catch {
      throw Invalid(reason: error.reason)
    }
    self.init(host: address.bareHost, port: address.port ?? 80, login: login, origin: origin)
  }

  private static func login(_ text: Substring) throws(Invalid) -> Login {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    var decoded: [String] = []
    for part in parts {
      guard let text = String(validating: WirePath.decoded(part), as: UTF8.self), !text.holdsControlCharacter
      else {
        throw Invalid(reason: "its user name or password is not text")
      }
      decoded.append(text)
    }
    guard let user = decoded.first, !user.isEmpty else { throw Invalid(reason: "its user name is empty") }
    // RFC 7617: the first colon ends the user name.
    guard !user.utf8.contains(UInt8(ascii: ":")) else { throw Invalid(reason: "its user name holds a colon") }
    return Login(user: user, password: decoded.count > 1 ? decoded[1] : "")
  }
}
