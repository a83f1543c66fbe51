import AWSCore
import AWSCredentials
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

extension HTTPTransportError {
  /// The transport's error for what AsyncHTTPClient or NIO threw.
  ///
  /// - Parameters:
  ///   - error: What was thrown.
  ///   - connection: What the connection should have been like; `nil` for an error of a body.
  ///   - server: Who should have responded; `nil` for an error of a body.
  init(describing error: any Error, over connection: ConnectionPools.Key? = nil, to server: Server? = nil) {
    let name = server?.name ?? "the server"
    if let tls = HTTPTransportError(tls: error, connection?.trustRoots, to: name) {
      self = tls
      return
    }
    if let proxy = connection?.proxy, let failure = HTTPTransportError(proxy: error, proxy) {
      self = failure
      return
    }
    switch error {
    case let error as HTTPTransportError:
      self = error
    case is CancellationError:
      self.init(.cancelled, message: "The request was cancelled.", cause: error)
    case let error as AWSHTTPBodyError:
      self.init(.body, message: error.description, cause: error)
    case let error as HTTPClientError:
      let code = Self.code(of: error)
      let message =
        switch code {
        case .connectTimeout: "No connection to \(name) could be made in time."
        case .timeout: "There was no response from \(name) in time."
        case .connectionClosed: "The connection was closed before the response was complete."
        case .cancelled where error == .alreadyShutdown: "The HTTPClient has been shut down."
        case .cancelled: "The request was cancelled."
        default: error.shortDescription.sentence
        }
      self.init(code, message: message, cause: error)
    case let error as NIOConnectionError:
      self.init(connecting: error, to: Server(host: error.host, port: error.port))
    case let error as HTTPParserError where error == .invalidEOFState:
      self.init(.connectionClosed, message: "The connection was closed in the middle of a response.", cause: error)
    case is HTTPParserError:
      self.init(.other, message: "The response is not HTTP.", cause: error)
    case let error as ChannelError:
      if case .connectTimeout = error {
        self.init(.connectTimeout, message: "No connection to \(name) could be made in time.", cause: error)
      } else {
        self.init(.connectionClosed, message: "The connection was closed.", cause: error)
      }
    case let error as IOError:
      self.init(Self.code(of: error), message: Self.message(of: error, to: name), cause: error)
    default:
      self.init(.other, message: "\(error)".sentence, cause: error)
    }
  }

  /// An address that is given as numbers fails to connect with the system's bare error.
  ///
  /// So does a connection that breaks later, when the request may have arrived: what can mean either is told apart by the
  /// call that failed, with which NIO begins the description.
  private static func code(of error: IOError) -> Code {
    let isConnecting = ["connect(", "finishing a non-blocking connect"].contains(where: error.description.hasPrefix)
    switch error.errnoCode {
    case ECONNREFUSED, EADDRNOTAVAIL, EAFNOSUPPORT: return .connect
    case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: return isConnecting ? .connect : .connectionClosed
    case ETIMEDOUT: return isConnecting ? .connectTimeout : .timeout
    default: return .connectionClosed
    }
  }

  /// What the system's error means, in words.
  private static func message(of error: IOError, to name: String) -> String {
    switch code(of: error) {
    case .connect where error.errnoCode == ECONNREFUSED: "Connection refused by \(name)."
    case .connect: "No connection to \(name) can be made: \(SystemReason(error.errnoCode))."
    case .connectTimeout: "No connection to \(name) could be made in time."
    case .timeout: "There was no response from \(name) in time."
    default: "The connection to \(name) broke off: \(SystemReason(error.errnoCode))."
    }
  }

  private static func code(of error: HTTPClientError) -> Code {
    switch error {
    case .cancelled, .requestStreamCancelled, .alreadyShutdown: .cancelled
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: .connectTimeout
    case .readTimeout, .writeTimeout, .deadlineExceeded: .timeout
    case .remoteConnectionClosed, .uncleanShutdown: .connectionClosed
    case .bodyLengthMismatch: .body
    case .invalidURL, .emptyHost, .emptyScheme: .invalidRequest
    default: .other
    }
  }
}

extension HTTPTransportError {
  /// The error for a connection that could be made to none of a host's addresses.
  private init(connecting error: NIOConnectionError, to server: Server) {
    let failures = error.connectionErrors.map { failure in
      (address: failure.target.ipAddress ?? "\(failure.target)", error: failure.error)
    }
    let codes = Set(failures.map { ($0.error as? IOError)?.errnoCode })
    let name = server.name
    if failures.isEmpty {
      self.init(
        .connect, message: "The host name \(error.host) cannot be resolved; check its spelling and the network.",
        cause: error)
    } else if codes == [ECONNREFUSED] {
      self.init(.connect, message: "Connection refused by \(name).", cause: error)
    } else if failures.allSatisfy({ Self.isTimeout($0.error) }) {
      self.init(.connectTimeout, message: "No connection to \(name) could be made in time.", cause: error)
    } else {
      let reasons = failures.map { "\(Self.reason($0.error)) (\($0.address))" }
      self.init(
        .connect, message: "No connection to \(name) can be made: \(reasons.joined(separator: "; ")).", cause: error)
    }
  }

  private static func isTimeout(_ error: any Error) -> Bool {
    if case .connectTimeout? = error as? ChannelError { return true }
    return (error as? IOError)?.errnoCode == ETIMEDOUT
  }

  private static func reason(_ error: any Error) -> String {
    if isTimeout(error) { return "no response in time" }
    return (error as? IOError).map { "\(SystemReason($0.errnoCode))" } ?? "\(error)"
  }

  /// The error for a TLS handshake that failed, so that nothing was sent; `nil` for any other error.
  private init?(tls error: any Error, _ trustRoots: TrustRoots?, to name: String) {
    switch error {
    case NIOSSLError.handshakeFailed(let reason):
      guard "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") else {
        let what =
          "\(reason)".contains("WRONG_VERSION_NUMBER")
          ? "what it sends is not TLS; if it has no TLS at this port, write http:// before its name" : "\(reason)"
        self.init(.connect, message: "TLS could not be agreed with \(name): \(what).", cause: error)
        return
      }
      let asked = (trustRoots ?? .system).certificates == nil ? "the system" : "\(trustRoots?.origin ?? "")".printable()
      let advice =
        (trustRoots ?? .system).certificates == nil
        ? "if it is signed by a private authority, name the authority's file with AWS_CA_BUNDLE, ca_bundle or TrustRoots"
        : "these replace the system's; add the server's authority to that file"
      self.init(
        .untrustedCertificate,
        message:
          "The server's certificate is signed by none of the authorities of \(asked), or has expired; \(advice).",
        cause: error)
    case NIOSSLError.noCertificateToValidate, NIOSSLError.unableToValidateCertificate:
      self.init(.untrustedCertificate, message: "The server's certificate is for another host.", cause: error)
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      self.init(.untrustedCertificate, message: "The server's certificate is for another host.", cause: error)
    default: return nil
    }
  }

  /// The error for a proxy that did not let a connection through; `nil` for any other error.
  private init?(proxy error: any Error, _ proxy: Proxy) {
    let place = "The proxy \(proxy) (\(proxy.origin))"
    switch error as? HTTPClientError {
    case .proxyAuthenticationRequired?:
      self.init(
        .connect,
        message: proxy.login == nil
          ? "\(place) asks for a user name and a password; write them into its address."
          : "\(place) refuses the user name and password in its address.", cause: error)
    case .invalidProxyResponse?:
      self.init(.connect, message: "\(place) does not connect to the host.", cause: error)
    case .httpProxyHandshakeTimeout?:
      self.init(.connectTimeout, message: "\(place) did not connect to the host in time.", cause: error)
    default:
      guard let failed = error as? NIOConnectionError, failed.host == proxy.host, failed.port == proxy.port else {
        return nil
      }
      let reasons = Set(failed.connectionErrors.map { Self.reason($0.error) }).sorted()
      self.init(
        .connect,
        message: "\(place) cannot be connected to: "
          + (reasons.isEmpty ? "its name cannot be resolved." : "\(reasons.joined(separator: "; "))."),
        cause: error)
    }
  }
}
