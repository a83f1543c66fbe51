public import AWSCore
import AWSCredentials
import AWSRuntime
public import HTTPTypes

/// The error of a call to Elasticsearch or OpenSearch: what went wrong, which part of the call failed, and in some
/// cases what to do.
///
/// An error contains no secrets.
public struct ElasticError: Error, Sendable {
  /// What kind of failure this is, for a `switch` or a `where` clause.
  public let code: Code
  /// What was wrong, as a sentence: the reason that the server gave, or a sentence of this client if no server
  /// responded.
  public let message: String
  /// The server's error type, such as `index_not_found_exception`; `nil` if the response contains none.
  public let type: String?
  /// The errors that the server names as root causes (`root_cause`).
  public let rootCauses: [Cause]
  /// The errors that caused this error according to the server (`caused_by`). The direct cause is first, followed by
  /// the cause of that cause, and so on. The last one often says most about the reason.
  public let causedBy: [Cause]
  /// The operation that was called, such as `es.Search`.
  public let operation: String
  /// The response's status and header fields; `nil` if there was no response.
  public let response: HTTPResponse?
  /// The first bytes of the response's body, at most 64 KiB.
  public let body: [UInt8]
  /// How many times the request was sent; 0 if the client refused to send it.
  public let attempts: Int
  /// This client's explanation of why the service refused the request, and of what to do; `nil` if the client has no
  /// explanation.
  public let explanation: String?
  /// Whether the call may have taken effect at the service although it failed: a request was sent, and no response
  /// tells whether it succeeded. The cause of a ``Code/conflict`` may then be this call's own first attempt. For a bulk
  /// call, also `true` if one of its actions was acknowledged or has an unknown outcome. If `false`, no attempt had any
  /// effect.
  public internal(set) var mayHaveTakenEffect: Bool
  /// For a bulk call that failed after it began: whether each action was acknowledged, failed, has an unknown outcome
  /// or was not sent. `nil` for other calls.
  public internal(set) var partialReport: BulkReport?
  /// Whether the service throttled the call, and still did so after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. This does not say whether repeating the call
  /// is safe: see ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// The Swift error that caused this error, such as one thrown by the transport; `nil` if there is none.
  public let cause: (any Error)?
  /// The body of the response as it was parsed for the error, for calls to which some errors are results.
  var document: JSONNode?

  /// The most characters of a message.
  private static let longestMessage = 4000

  /// One of the errors that the server names in its response as the cause of a failure.
  public struct Cause: Sendable {
    /// The engine's name for the error, such as `mapper_parsing_exception`.
    public let type: String
    /// The engine's explanation of the error, in words.
    public let reason: String
    /// The index in which the error occurred; `nil` if the server did not name one.
    public let index: String?
    /// The errors that caused this error (`caused_by`). The direct cause is first, followed by the cause of that cause,
    /// and so on.
    public let causedBy: [Cause]

    /// Makes the description of one error, as the engine reports it.
    public init(type: String, reason: String, index: String? = nil, causedBy: [Cause] = []) {
      self.type = type.printable()
      self.reason = reason.printable(limit: longestMessage)
      self.index = index
      self.causedBy = causedBy
    }
  }

  init(
    _ code: Code, message: String, type: String? = nil, rootCauses: [Cause] = [], causedBy: [Cause] = [],
    operation: String, response: HTTPResponse? = nil, body: [UInt8] = [], attempts: Int = 0, explanation: String? = nil,
    mayHaveTakenEffect: Bool = false, isThrottled: Bool = false, isRetryable: Bool = false,
    cause: (any Error)? = nil
  ) {
    self.code = code
    self.message = message.printable(limit: Self.longestMessage)
    self.type = type?.printable()
    self.rootCauses = rootCauses
    self.causedBy = causedBy
    self.operation = operation
    self.response = response
    self.body = Array(body.prefix(64 * 1024))
    self.attempts = attempts
    self.explanation = explanation?.printableLines()
    self.mayHaveTakenEffect = mayHaveTakenEffect
    self.isThrottled = isThrottled
    self.isRetryable = isRetryable || isThrottled
    self.cause = cause
  }

  /// The server's reason: the same as ``message``.
  public var reason: String { message }

  /// The response's HTTP status; `nil` if there was no response.
  public var statusCode: Int? { response?.status.code }

  /// The service's id of the request, to give to AWS support; `nil` if there was no response or it has no id.
  public var requestId: String? { response?.requestId }
}

extension ElasticError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, PrintableError {
  /// A text with the operation, the error type, the reason, the status, the request id, the number of attempts and the
  /// explanation.
  public var description: String {
    var description = ErrorDescription(
      failed: operation, code: type, message: message, facts: ["\(code)"] + responseFacts())
    if let root = rootCauses.first, root.reason != message {
      description = description.explained(by: root.line, label: "Root cause")
    }
    for cause in causedBy.prefix(3) { description = description.explained(by: cause.line, label: "Caused by") }
    return
      description
      .explained(by: explanation)
      .explained(by: partialReport?.description, label: "Until then")
      // An endpoint's error stands in the message.
      .caused(by: cause is EndpointError ? nil : shownCause)
      .description
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description and the length of the body. Header fields and body are left out, because they may
  /// contain secrets from the request.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["description": description, "body": "\(body.count) bytes"], displayStyle: .struct)
  }
}

extension ElasticError.Cause {
  /// Type and reason in a line.
  fileprivate var line: String { ErrorDescription(code: type, message: reason).line }
}
