import AWSCredentials
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

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
  /// - Parameter error: What was thrown.
  init(describing error: any Error) {
    switch error {
    case let error as HTTPTransportError:
      self = error
    case is CancellationError:
      self.init(.cancelled, message: "the request was cancelled", cause: error)
    case let error as HTTPBodyError:
      self.init(.body, message: error.description, cause: error)
    case let error as HTTPClientError:
      self.init(Self.code(of: error), message: error.shortDescription, cause: error)
    case let error as NIOConnectionError:
      let reasons = error.connectionErrors.map { "\($0.target): \($0.error)" }
      self.init(
        .connect,
        message: "cannot connect to \(error.host):\(error.port)"
          + (reasons.isEmpty ? "; the name does not resolve" : " (\(reasons.joined(separator: "; ")))"),
        cause: error)
    case let error as HTTPParserError where error == .invalidEOFState:
      self.init(.connectionClosed, message: "the connection was closed in the middle of an answer", cause: error)
    case is HTTPParserError:
      self.init(.other, message: "the answer is not HTTP", cause: error)
    case let error as ChannelError:
      if case .connectTimeout = error {
        self.init(.connectTimeout, message: "no connection could be made in time", cause: error)
      } else {
        self.init(.connectionClosed, message: "the connection was closed", cause: error)
      }
    case let error as IOError:
      self.init(Self.code(of: error), message: error.description, cause: error)
    default:
      self.init(.other, message: "\(error)", cause: error)
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

  private static func code(of error: HTTPClientError) -> Code {
    switch error {
    case .cancelled, .requestStreamCancelled: .cancelled
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: .connectTimeout
    case .readTimeout, .writeTimeout, .deadlineExceeded: .timeout
    case .remoteConnectionClosed, .uncleanShutdown: .connectionClosed
    case .bodyLengthMismatch: .body
    case .invalidURL, .emptyHost, .emptyScheme: .invalidRequest
    default: .other
    }
  }
}
