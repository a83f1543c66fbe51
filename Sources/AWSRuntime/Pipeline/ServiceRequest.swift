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
    /// It is not: the service needs no credentials.
    case anonymous
    /// It is not, and it carries a token or an assertion that works for whoever reads it.
    case token
  }

  /// When a request may be sent again though an earlier attempt may have taken effect.
  package enum RetrySafety: Sendable {
    /// Always: doing it twice is the same as doing it once.
    case idempotent
    /// Only when the service said that it did nothing, or was never reached.
    case onlyIfNotProcessed
    /// Only when it was never reached, or the credentials were refused: the request moves something on, such as a cursor.
    case never
  }

  /// What the body of a response of status 2xx has to be read for first.
  package enum SuccessInspection: Sendable {
    /// For nothing: the head says it all.
    case none
    /// The service may begin with a status of 200 and then fail: there may be an error in it.
    case errorInBody
    /// As ``errorInBody``, and without a document in it the request has not succeeded either.
    case document
  }

  /// What codes of the service mean for this request in particular.
  package struct CodeRules: Sendable {
    /// Codes after which the request is sent again; the service did nothing.
    package var retried: Set<String>
    /// What to do about a code, for the error that the caller sees.
    package var advice: [String: String]

    package init(retried: Set<String> = [], advice: [String: String] = [:]) {
      self.retried = retried
      self.advice = advice
    }
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
  package var body: AWSHTTPBody
  package var authentication: Authentication
  package var payloadSigning: PayloadSigning
  package var retrySafety: RetrySafety
  package var successInspection: SuccessInspection
  package var codeRules: CodeRules?
  /// Whether this request was sent before, without it being known what came of it.
  package var followsUnknownAttempt = false
  /// What the request carries in its body or header fields that no error may repeat, besides its credentials.
  package var secrets: [String] = []

  package init(
    operation: String, method: HTTPRequest.Method, endpoint: Endpoint, path: String, query: String = "",
    headers: HTTPFields = [:], body: AWSHTTPBody = .empty, authentication: Authentication = .signed,
    payloadSigning: PayloadSigning = .signed,
    retrySafety: RetrySafety = .idempotent, successInspection: SuccessInspection = .none,
    codeRules: CodeRules? = nil
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
    self.codeRules = codeRules
  }

  /// Path and query as they stand in the request line.
  package var target: String { query.isEmpty ? path : path + "?" + query }
}

/// A successful response.
package struct ServiceResponse: Sendable {
  package var head: HTTPResponse
  package var body: AWSHTTPBody
  /// How often the request was sent.
  package var attempts: Int
  /// Whether an earlier attempt may have been carried out as well.
  package var followsUnknownAttempt: Bool

  package init(head: HTTPResponse, body: AWSHTTPBody, attempts: Int, followsUnknownAttempt: Bool = false) {
    self.head = head
    self.body = body
    self.attempts = attempts
    self.followsUnknownAttempt = followsUnknownAttempt
  }
}

/// What a service's error response says.
package struct ParsedServiceError: Sendable {
  package var code: String
  package var message: String
  /// The status that goes with the error, if it came inside a response of another status: S3 sends 200 and then fails.
  package var status: Int?
  /// The message of a body that is one object with `message` or `Message` and nothing else: the form of Amazon's front door,
  /// which echoes no caller.
  package var frontDoorMessage: String?
  /// Whether the response is of a form by which the service says that it has done nothing.
  package var saysNothingWasDone = false
  /// Whether the response is no error of the service's but not what it promises either: a page of a proxy, or nothing where
  /// a document should be.
  package var isInvalidResponse = false

  package init(code: String, message: String, status: Int? = nil) {
    self.code = code
    self.message = message
    self.status = status
  }
}
