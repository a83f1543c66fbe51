import AWSCore
import AWSCredentials
import AWSRuntime

/// A transfer that failed, with the exit status that curl has for it.
struct CurlFailure: Error, CustomStringConvertible {
  /// curl's exit statuses, as its manual lists them.
  enum ExitCode: Int32 {
    case unsupportedScheme = 1
    case malformedURL = 3
    case proxyResolution = 5
    case resolution = 6
    case connection = 7
    case partialBody = 18
    case status = 22
    case writing = 23
    case reading = 26
    case timeout = 28
    case tls = 35
    case redirects = 47
    case noResponse = 52
    case receiving = 56
    case certificate = 60
    case encoding = 61
    case authorityFile = 77
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
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - authority: Host and port of the request.
  ///   - hasHead: Whether the head of a response had come.
  init?(_ error: any Error, authority: String, hasHead: Bool = false) {
    switch error {
    case let error as CurlFailure: self = error
    case let error as HTTPTransportError:
      // A file that could not be read while it was sent.
      self = error.cause as? CurlFailure ?? CurlFailure(error, authority, hasHead: hasHead)
    case let error as AWSHTTPBodyError: self.init(.partialBody, error.description)
    case let error as StreamError: self.init(.writing, error.description)
    default: return nil
    }
  }

  private init(_ error: HTTPTransportError, _ authority: String, hasHead: Bool) {
    let host = authority.printable()
    switch error.code {
    case .connect: self.init(connecting: error, host)
    case .connectTimeout: self.init(.timeout, "\(host) could not be connected to in time.")
    case .timeout: self.init(.timeout, "\(host) did not respond in time.")
    case .untrustedCertificate:
      self.init(.certificate, "The certificate of \(host) is not trusted: \(error.message.clause)")
    case .invalidRequest: self.init(.malformedURL, error.message)
    case .body: self.init(.reading, error.message)
    case .connectionClosed:
      if error.isReset {
        self.init(.receiving, "\(host) reset the connection.")
      } else if hasHead || error.isCutOff {
        self.init(.partialBody, "\(host) closed the connection in the middle of the response.")
      } else {
        self.init(.noResponse, "\(host) closed the connection without a response.")
      }
    default: self.init(.receiving, error.message)
    }
  }

  private init(connecting error: HTTPTransportError, _ host: String) {
    switch error.connectFailure {
    case .refused: self.init(.connection, "Connection refused by \(host).")
    case .unresolved(let name) where host.hasPrefix("\(name):"):
      self.init(.resolution, "The name of the host \(name.printable()) does not resolve.")
    case .unresolved: self.init(.proxyResolution, error.message)
    case .tls: self.init(.tls, error.message)
    case .proxy: self.init(.receiving, error.message)
    case nil: self.init(.connection, error.message)
    }
  }

  var description: String { "(\(exitCode.rawValue)) \(message)" }
}
