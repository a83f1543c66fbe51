package import AWSCredentials
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
  /// Why there is no connection, for a program that tells these apart, such as one with the exit statuses of curl.
  package enum ConnectFailure: Sendable, Hashable {
    /// Nobody listens at the address.
    case refused
    /// The name of this host, which is the service's or the proxy's, does not resolve.
    case unresolved(host: String)
    /// TLS could not be agreed.
    case tls
    /// The proxy does not connect to the host.
    case proxy
  }

  /// Why there is no connection; `nil` if there is one, or if the reason is another or not known.
  package var connectFailure: ConnectFailure? {
    guard code == .connect else { return nil }
    switch cause {
    case let error as NIOConnectionError:
      if error.connectionErrors.isEmpty { return .unresolved(host: error.host) }
      return error.connectionErrors.contains { Self.number(of: $0.error) == ECONNREFUSED } ? .refused : nil
    case let error as IOError: return error.errnoCode == ECONNREFUSED ? .refused : nil
    case is NIOSSLError: return .tls
    case is HTTPClientError: return .proxy
    default: return nil
    }
  }

  /// Whether the peer reset the connection, rather than closing it.
  package var isReset: Bool { cause.map { Self.number(of: $0) == ECONNRESET } ?? false }

  /// Whether the connection ended in the middle of a response.
  package var isCutOff: Bool { cause is HTTPParserError && code == .connectionClosed }

  private static func number(of error: any Error) -> CInt? { (error as? IOError)?.errnoCode }
}
