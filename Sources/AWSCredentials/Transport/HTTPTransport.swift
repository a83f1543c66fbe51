public import AWSCore
public import HTTPTypes

/// Sends one HTTP request and returns the response's head at once and its body as a stream.
///
/// The seam between Evergreen and an HTTP client. `AWSRuntime` has the one for production, over AsyncHTTPClient;
/// `AWSTesting` has one that plays a script.
///
/// A transport sends the request's path, query and header fields byte for byte as given: it re-encodes nothing, because
/// they are what was signed. It follows no redirects and retries nothing.
public protocol HTTPTransport: Sendable {
  /// Sends a request.
  ///
  /// - Parameter request: The request, with its path and query already in their final form.
  /// - Returns: The response. Its body arrives as it is read.
  /// - Throws: ``HTTPTransportError`` if no complete response head arrived. A status of 400 or more is a response.
  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse
}

/// A request as it goes over the wire.
public struct HTTPTransportRequest: Sendable {
  /// Method, scheme, authority, path with query, and header fields. `Host` comes from the authority.
  public var head: HTTPRequest
  /// The body.
  public var body: AWSHTTPBody
  /// The time limits.
  public var timeouts: HTTPTimeouts

  /// Makes a request.
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

/// The time limits of a request. None of them limits a transfer in which data flows.
public struct HTTPTimeouts: Sendable, Hashable {
  /// How long a connection, including TLS, may take to be made. The default is 3.1 s, the SDKs' standard.
  public var connect: Duration
  /// How long nothing may arrive or leave before the request fails. The default is 60 s.
  public var idle: Duration
  /// How long the whole exchange may take, for small requests such as those to a metadata service; `nil` for no limit.
  public var total: Duration?

  /// Makes time limits.
  public init(connect: Duration = .milliseconds(3100), idle: Duration = .seconds(60), total: Duration? = nil) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

/// A response: its head, and its body as a stream.
public struct HTTPTransportResponse: Sendable {
  /// Status and header fields.
  public var head: HTTPResponse
  /// The body, which can be read once.
  public var body: AWSHTTPBody

  /// Makes a response.
  public init(head: HTTPResponse, body: AWSHTTPBody = .empty) {
    self.head = head
    self.body = body
  }
}

/// Why no response came.
public struct HTTPTransportError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// What kind of failure this is.
  public let code: Code
  /// What happened, without anything secret.
  public let message: String
  /// The underlying error.
  public let cause: (any Error)?

  /// Makes an error.
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
    /// The server's certificate is not trusted or is for another host, so that nothing was sent.
    public static let untrustedCertificate = Code(value: .untrustedCertificate)
    /// The exchange took too long or went quiet.
    public static let timeout = Code(value: .timeout)
    /// The peer closed or reset the connection.
    public static let connectionClosed = Code(value: .connectionClosed)
    /// The request cannot be sent as it is.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// Reading the request's body failed.
    public static let body = Code(value: .body)
    /// The caller was cancelled.
    public static let cancelled = Code(value: .cancelled)
    /// Any other failure.
    public static let other = Code(value: .other)

    /// The name of the code.
    public var description: String { value.rawValue }
  }

  /// The code and the message.
  public var description: String { "\(message) [\(code)]" }
}
