package import AWSCredentials
package import HTTPTypes

/// An operation encoded to wire bytes: nothing is re-encoded after this.
package struct ServiceRequest: Sendable {
  /// How the body takes part in the signature.
  package enum PayloadSigning: Sendable {
    /// The body's SHA-256 is signed. A stream that can be read again is read once in advance to compute the hash.
    case signed
    /// Over TLS, which protects the body, the body is not signed. Over plain HTTP, as ``signed`` if that is possible.
    case unsignedOverTLS
  }

  /// Where the checksum of a body is sent.
  package enum ChecksumPlace: Sendable {
    /// In the header if the body is in memory or read beforehand anyway, else in a trailer.
    case automatic
    /// Over TLS in a trailer, so that the body is not read before it is sent; else as ``automatic``.
    case trailerOverTLS
  }

  /// How a body may be framed in chunks (`aws-chunked`).
  package enum ChunkedFraming: Sendable, Hashable {
    /// Not at all: a checksum stands in the header, and a body that can be read only once has none.
    case none
    /// Over plain HTTP, a body that can be read only once is sent in signed chunks. A checksum stands in the header.
    case signedChunks
    /// A checksum may follow the body in a trailer.
    case trailers
  }

  /// Whether a request carries a signature.
  package enum Authentication: Sendable {
    /// The request is signed with the client's credentials.
    case signed
    /// The request is not signed: the service needs no credentials for it.
    case anonymous
    /// The request is not signed, and it contains a token or an assertion that anybody who reads it can use.
    case token
  }

  /// When a request may be sent again though an earlier attempt may have taken effect.
  package enum RetrySafety: Sendable {
    /// Always: the request is idempotent, so sending it twice has the same result as sending it once.
    case idempotent
    /// Only if the service was not reached, or said that it did nothing.
    case onlyIfNotProcessed
    /// Only if the service was not reached, or refused the credentials: each request advances some state, such as a
    /// cursor.
    case never
  }

  /// How the body of a response of status 2xx is read. The body of any other response is read to find the error in it.
  package enum ResponseBody: Sendable, Hashable {
    /// The body is passed to the caller while it arrives. The caller has to handle a body that ends early.
    case streamed
    /// The body is read into memory, decompressed, up to a limit in bytes. If it ends early or the decoder reports that
    /// it is damaged, the attempt counts as failed.
    case collected(limit: Int)
    /// The response has no body, whatever its header says about the length. If bytes arrive nevertheless, they are read
    /// and dropped so that the connection can be used again.
    case none
  }

  /// How many times a request is sent again because its credentials were refused as expired or unknown.
  package enum Healing: Sendable {
    /// Once, with the current credentials.
    case once
    /// As long as each refusal is for newer credentials than the one before. The first repetition does not count as an
    /// attempt of the retry policy, nor does the first one after each failure that counts; all others count.
    case whileReplaced
  }

  /// What was sent before this request by a caller that repeats part of another one: this request continues from there.
  package struct Precursor: Sendable {
    /// How many of the attempts that a request has are used up.
    package var failures: Int
    /// What the caller has paid for the repeat; a success returns it.
    package var price: Int

    package init(failures: Int = 0, price: Int = 0) {
      self.failures = failures
      self.price = price
    }
  }

  /// Another place to send a request to.
  package struct Redirection: Sendable {
    /// Scheme, host and port.
    package var endpoint: Endpoint
    /// The path in its final form, beginning with a slash.
    package var path: String
    /// How the request is signed there; `nil` to sign it like all other requests of the client.
    package var signing: RequestSigning?

    package init(endpoint: Endpoint, path: String, signing: RequestSigning?) {
      self.endpoint = endpoint
      self.path = path
      self.signing = signing
    }
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
  /// Host, and port unless it is the scheme's default.
  package var authority: String
  /// The path in its final form, beginning with a slash.
  package var path: String
  /// The query in its final form, without the question mark; empty for none.
  package var query: String
  package var headers: HTTPFields
  package var body: AWSHTTPBody
  package var authentication: Authentication
  package var payloadSigning: PayloadSigning
  /// The checksum to send with the body.
  package var checksum: BodyChecksum?
  /// Where the checksum is sent.
  package var checksumPlace = ChecksumPlace.automatic
  /// How the body may be framed.
  package var framing = ChunkedFraming.trailers
  /// A header field that goes with the checksum: it is sent if the checksum is.
  package var checksumField: HTTPField?
  /// Whether the request fails if its body cannot be sent with the checksum.
  package var requiresChecksum = false
  /// How it is signed; `nil` to sign it like all other requests of the client.
  package var signing: RequestSigning?
  package var retrySafety: RetrySafety
  package var responseBody: ResponseBody
  package var codeRules: CodeRules?
  /// Tells where to send the request instead, when a response says that what it is for is elsewhere; it gets the response and
  /// the error in it. It is asked once. Its result is `nil` if the response says no such thing.
  package var redirect: (@Sendable (HTTPResponse, ParsedServiceError) async -> Redirection?)?
  package var healing = Healing.once
  /// What was sent before, if this request repeats part of another one.
  package var precursor = Precursor()
  /// What the request carries in its body or header fields that no error may repeat, besides its credentials.
  package var secrets: [String] = []

  package init(
    operation: String, method: HTTPRequest.Method, endpoint: Endpoint, path: String, query: String = "",
    headers: HTTPFields = [:], body: AWSHTTPBody = .empty, authentication: Authentication = .signed,
    payloadSigning: PayloadSigning = .signed,
    retrySafety: RetrySafety = .idempotent, responseBody: ResponseBody = .streamed,
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
    self.responseBody = responseBody
    self.codeRules = codeRules
  }

  /// Sends the request elsewhere.
  mutating func move(to redirection: Redirection) {
    scheme = redirection.endpoint.scheme
    authority = redirection.endpoint.authority
    path = redirection.endpoint.pathPrefix + redirection.path
    signing = redirection.signing
  }

  /// Path and query as they stand in the request line.
  package var target: String { query.isEmpty ? path : path + "?" + query }
}

/// A successful response.
package struct ServiceResponse: Sendable {
  package var head: HTTPResponse
  package var body: AWSHTTPBody
  /// The number of attempts.
  package var attempts: Int
  /// Whether an earlier attempt may have been carried out as well.
  package var followsUnknownAttempt: Bool

  package init(head: HTTPResponse, body: AWSHTTPBody, attempts: Int, followsUnknownAttempt: Bool = false) {
    self.head = head
    self.body = body
    self.attempts = attempts
    self.followsUnknownAttempt = followsUnknownAttempt
  }

  /// The bytes of a body that was collected.
  package var bytes: [UInt8] { body.bytesInMemory ?? [] }
}

/// What a client reads in an error besides what the pipeline needs.
package protocol ServiceErrorDetails: Sendable {
  /// The same without the secrets of the request, which a server may send back.
  ///
  /// - Parameter redact: Takes them out of a text.
  func redacted(by redact: (String) -> String) -> Self
}

/// What a service's error response says. Decoders throw it for a success that is none.
package struct ParsedServiceError: Error, Sendable {
  package var code: String
  package var message: String
  /// The status that goes with the error, if it came inside a response of another status: S3 sends 200 and then fails.
  package var status: Int?
  /// The message of a body that is one object with `message` or `Message` and nothing else: the form of Amazon's
  /// gateway, which does not echo the caller's text.
  package var gatewayMessage: String?
  /// Whether the response is of a form by which the service says that it has done nothing.
  package var saysNothingWasDone = false
  /// Whether the response is no error of the service's but not what it promises either: a page of a proxy, or nothing where
  /// a document should be.
  package var isInvalidResponse = false
  /// Whether the body of a successful response is damaged or from another server, so that a retry may return the right
  /// one.
  package var isDamaged = false
  /// What else the client has read in the response, so that it need not read it again.
  package var details: (any ServiceErrorDetails)?
  /// Why the response could not be read.
  package var cause: (any Error)?

  package init(code: String, message: String, status: Int? = nil) {
    self.code = code
    self.message = message
    self.status = status
  }
}
