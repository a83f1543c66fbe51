import AWSCredentials
import HTTPTypes

/// How an attempt failed.
enum AttemptFailure: Error {
  case service(HTTPResponse, ParsedServiceError, [UInt8])
  case brokenBody(HTTPResponse, any Error)
  /// An error response whose body could not be read.
  case unreadError(HTTPResponse)
  case transport(HTTPTransportError)

  /// Whether no connection was made, so that the request's body has not been touched.
  var cameBeforeTheBody: Bool {
    guard case .transport(let error) = self else { return false }
    return error.code == .connect || error.code == .connectTimeout
  }

  /// The limit in bytes, if the body of a success is larger than what is read into memory: fetching it again would not make it
  /// smaller.
  var exceededLimit: Int? {
    guard case .brokenBody(_, let error) = self, case .tooLarge(let limit)? = error as? AWSHTTPBodyError else {
      return nil
    }
    return limit
  }

  var summary: String {
    switch self {
    case .service(let head, let error, _): "\(error.code) (HTTP \(head.status.code))"
    case .brokenBody(_, let error): "the response broke off: \(error)"
    case .unreadError(let head): "HTTP \(head.status.code), and its text cannot be read"
    case .transport(let error): error.description
    }
  }
}
