import AWSCore
import AWSCredentials
import AWSRuntime

/// A transfer that failed, with the exit status that curl has for it.
struct CurlFailure: Error, CustomStringConvertible {
  /// curl's exit statuses, as its manual lists them.
  enum ExitCode: Int32 {
    case malformedURL = 3
    case connection = 7
    case status = 22
    case writing = 23
    case reading = 26
    case timeout = 28
    case redirects = 47
    case receiving = 56
    case certificate = 60
    case encoding = 61
  }

  let exitCode: ExitCode
  let message: String
  /// The status of the response, if it is that which fails.
  var status: Int?

  init(_ exitCode: ExitCode, _ message: String, status: Int? = nil) {
    self.exitCode = exitCode
    self.message = message
    self.status = status
  }

  /// The failure for what a transfer threw; `nil` for an error that has no exit status of its own.
  init?(_ error: any Error, authority: String) {
    switch error {
    case let error as CurlFailure: self = error
    case let error as HTTPTransportError:
      let host = authority.printable()
      switch error.code {
      case .connect where error.message.contains("Connection refused") || error.message.contains("ECONNREFUSED"):
        self.init(.connection, "Connection refused by \(host).")
      case .connect: self.init(.connection, error.message)
      case .connectTimeout: self.init(.timeout, "\(host) could not be connected to in time.")
      case .timeout: self.init(.timeout, "\(host) did not respond in time.")
      case .untrustedCertificate: self.init(.certificate, "The certificate of \(host) is not trusted: \(error.message)")
      case .invalidRequest: self.init(.malformedURL, error.message)
      case .body: self.init(.reading, error.message)
      case .connectionClosed: self.init(.receiving, "\(host) closed the connection: \(error.message)")
      default: self.init(.receiving, error.message)
      }
    case let error as AWSHTTPBodyError: self.init(.receiving, error.description)
    case let error as FileTransferError: self.init(.writing, error.description)
    case let error as StreamError: self.init(.writing, error.description)
    default: return nil
    }
  }

  var description: String { "(\(exitCode.rawValue)) \(message)" }
}
