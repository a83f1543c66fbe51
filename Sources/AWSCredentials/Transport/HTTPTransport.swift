public import AWSCore
public import HTTPTypes

/// Sends one HTTP request and returns the response's head at once and its body as a stream.
///
/// All requests to an HTTP client go through this protocol. `AWSRuntime` has the implementation for production, which
/// uses AsyncHTTPClient; `AWSTesting` has one that returns scripted responses.
///
/// A transport sends the request's path, query and header fields byte for byte as given, because the signature covers
/// them: it re-encodes nothing. It follows no redirects and retries nothing.
public protocol HTTPTransport: Sendable {
  /// Sends a request.
  ///
  /// - Parameter request: The request, with its path and query already in their final form.
  /// - Returns: The response. Its body is received while it is read.
  /// - Throws: ``HTTPTransportError`` if no complete response head arrived. A response with status 400 or more is no
  ///   error here.
  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse
}

/// An HTTP request, exactly as it is sent.
public struct HTTPTransportRequest: Sendable {
  /// Method, scheme, authority, path with query, and header fields. `Host` comes from the authority.
  public var head: HTTPRequest
  /// The request's body.
  public var body: AWSHTTPBody
  /// The time limits of this request.
  public var timeouts: HTTPTimeouts

  /// Makes an HTTP request.
  ///
  /// - Parameters:
  ///   - head: Method, scheme, authority, path with query, and header fields.
  ///   - body: The body.
  ///   - timeouts: The time limits.
  public init(head: HTTPRequest, body: AWSHTTPBody = .empty, timeouts: HTTPTimeouts = HTTPTimeouts()) {
    self.head = head
    self.body = body
    self.timeouts = timeouts
  }
}

/// The time limits of a request. Unless ``total`` is set, a transfer may take any time as long as data flows.
public struct HTTPTimeouts: Sendable, Hashable {
  /// How long making a connection, including TLS, may take. The default is 3.1 s, as in the AWS SDKs' `standard` mode.
  public var connect: Duration
  /// How long a request may go without sending or receiving anything before it fails. The default is 60 s.
  public var idle: Duration
  /// How long the whole exchange may take, for small requests such as those to a metadata service; `nil` for no limit.
  public var total: Duration?

  /// Makes the time limits of a request.
  public init(connect: Duration = .milliseconds(3100), idle: Duration = .seconds(60), total: Duration? = nil) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

/// A response: its head, and its body as a stream.
public struct HTTPTransportResponse: Sendable {
  /// The status and the header fields of the response.
  public var head: HTTPResponse
  /// The body, which can be read once.
  public var body: AWSHTTPBody

  /// Makes an HTTP response.
  public init(head: HTTPResponse, body: AWSHTTPBody = .empty) {
    self.head = head
    self.body = body
  }
}

/// Why a transport returned no response to a request.
public struct HTTPTransportError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// What kind of failure this is.
  public let code: Code
  /// What happened, without anything secret.
  public let message: String
  /// The error of the HTTP library or the system that caused this one; `nil` if there is none.
  public let cause: (any Error)?

  /// Makes the error of a request that got no response.
  public init(_ code: Code, message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message.printable(limit: 2000)
    self.cause = cause
  }

  /// The kinds of transport failure. New kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case connect, connectTimeout, untrustedCertificate, timeout, connectionClosed, invalidRequest, body, cancelled,
        other
    }
    private let value: Value

    /// No connection could be made.
    public static let connect = Code(value: .connect)
    /// No connection could be made in time.
    public static let connectTimeout = Code(value: .connectTimeout)
    /// The server's certificate is not trusted or is for another host. The request was not sent.
    public static let untrustedCertificate = Code(value: .untrustedCertificate)
    /// The exchange took longer than allowed, or nothing was sent or received for too long.
    public static let timeout = Code(value: .timeout)
    /// The peer closed or reset the connection.
    public static let connectionClosed = Code(value: .connectionClosed)
    /// The request is invalid and was not sent.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// Reading the request's body failed.
    public static let body = Code(value: .body)
    /// The calling task was cancelled.
    public static let cancelled = Code(value: .cancelled)
    /// Any other failure.
    public static let other = Code(value: .other)

    /// The name of the code, such as `timeout`.
    public var description: String { value.rawValue }
  }

  /// The error's message, followed by its code.
  public var description: String { ErrorDescription(message: message, facts: ["\(code)"]).description }
}
