package import AWSCredentials
package import HTTPTypes

/// An operation encoded to wire bytes: from here on nobody re-encodes anything.
package struct ServiceRequest: Sendable {
  /// How the body takes part in the signature.
  package enum PayloadSigning: Sendable {
    /// By its SHA-256, for which a stream is read once beforehand if it can be read again.
    case signed
    /// Not at all over TLS, which protects it; as with ``signed`` over plain HTTP where that is possible.
    case unsignedOverTLS
  }

  /// Whether a request carries a signature.
  package enum Authentication: Sendable {
    /// It is signed with the client's credentials.
    case signed
    /// It is not: the service needs no credentials, or the request carries other ones.
    case anonymous
  }

  /// When a request may be sent again though an earlier attempt may have taken effect.
  package enum RetrySafety: Sendable {
    /// Always: doing it twice is the same as doing it once.
    case idempotent
    /// Only when the service said that it did nothing, or was never reached.
    case onlyIfNotProcessed
  }

  /// Whether a successful answer can hold an error.
  package enum SuccessInspection: Sendable {
    /// It cannot.
    case none
    /// The service may begin with a status of 200 and then fail: the body is read and parsed first.
    case errorInBody
  }

  /// The operation's name for messages, metrics and traces, without the service: `GetObject`.
  package var operation: String
  package var method: HTTPRequest.Method
  package var scheme: String
  /// Host, and port unless it is the scheme's own.
  package var authority: String
  /// The path in its final form, beginning with a slash.
  package var path: String
  /// The query in its final form, without the question mark; empty for none.
  package var query: String
  package var headers: HTTPFields
  package var body: HTTPBody
  package var authentication: Authentication
  package var payloadSigning: PayloadSigning
  package var retrySafety: RetrySafety
  package var successInspection: SuccessInspection

  package init(
    operation: String, method: HTTPRequest.Method, endpoint: Endpoint, path: String, query: String = "",
    headers: HTTPFields = [:], body: HTTPBody = .empty, authentication: Authentication = .signed,
    payloadSigning: PayloadSigning = .signed,
    retrySafety: RetrySafety = .idempotent, successInspection: SuccessInspection = .none
  ) {
    self.operation = operation
    self.method = method
    scheme = endpoint.scheme
    authority = endpoint.authority
    self.path = endpoint.pathPrefix + path
    self.query = query
    self.headers = headers
    self.body = body
    self.authentication = authentication
    self.payloadSigning = payloadSigning
    self.retrySafety = retrySafety
    self.successInspection = successInspection
  }

  /// Path and query as they stand in the request line.
  package var target: String { query.isEmpty ? path : path + "?" + query }
}

/// A successful answer.
package struct ServiceResponse: Sendable {
  package var head: HTTPResponse
  package var body: HTTPBody
  /// How often the request was sent.
  package var attempts: Int

  package init(head: HTTPResponse, body: HTTPBody, attempts: Int) {
    self.head = head
    self.body = body
    self.attempts = attempts
  }
}

/// What a service's error answer says.
package struct ParsedServiceError: Sendable {
  package var code: String
  package var message: String

  package init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
