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
  /// Sends a request and returns the response as soon as its head has arrived.
  ///
  /// - Parameter request: The request, with its path and query already in their final form.
  /// - Returns: The response. Its body is received while it is read.
  /// - Throws: ``HTTPTransportError`` if no complete response head arrived. A response with status 400 or more is no
  ///   error here.
  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse
}

/// An HTTP request with its body and its time limits. The head and the body are sent exactly as given.
public struct HTTPTransportRequest: Sendable {
  /// The method, scheme, authority, path with query, and header fields of the request. The transport sends the
  /// authority as the `Host` header.
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
  /// How long the whole exchange, from making the connection to the end of the response's body, may take; `nil` for no
  /// limit. Set it for small requests, such as those to a metadata service.
  public var total: Duration?

  /// Makes the time limits of a request: for making the connection, for the time without any data, and for the whole
  /// exchange.
  public init(connect: Duration = .milliseconds(3100), idle: Duration = .seconds(60), total: Duration? = nil) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

/// An HTTP response: its head, and its body as a stream.
public struct HTTPTransportResponse: Sendable {
  /// The status and the header fields of the response.
  public var head: HTTPResponse
  /// The body of the response. It is received while it is read, and can be read once.
  public var body: AWSHTTPBody

  /// Makes an HTTP response from a head and a body.
  public init(head: HTTPResponse, body: AWSHTTPBody = .empty) {
    self.head = head
    self.body = body
  }
}

/// Why a transport returned no response to a request.
public struct HTTPTransportError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// What kind of failure this is.
  public let code: Code
  /// What happened, as a text without secrets.
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

    /// No connection to the server could be made.
    public static let connect = Code(value: .connect)
    /// No connection to the server could be made within ``HTTPTimeouts/connect``.
    public static let connectTimeout = Code(value: .connectTimeout)
    /// The server's certificate is not trusted or is for another host. The request was not sent.
    public static let untrustedCertificate = Code(value: .untrustedCertificate)
    /// The exchange took longer than ``HTTPTimeouts/total``, or nothing was sent or received for ``HTTPTimeouts/idle``.
    public static let timeout = Code(value: .timeout)
    /// The server closed or reset the connection before the exchange was complete.
    public static let connectionClosed = Code(value: .connectionClosed)
    /// The request is invalid and was not sent.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// The request's body could not be read, for example because its stream threw an error.
    public static let body = Code(value: .body)
    /// The task that sent the request was cancelled, or the transport has been shut down.
    public static let cancelled = Code(value: .cancelled)
    /// A failure that no other code describes.
    public static let other = Code(value: .other)

    /// The name of the code, such as `timeout`.
    public var description: String { value.rawValue }
  }

  /// The error's message, followed by its code.
  public var description: String { ErrorDescription(message: message, facts: ["\(code)"]).description }
}
