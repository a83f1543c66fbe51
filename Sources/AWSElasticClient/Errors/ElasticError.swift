public import AWSCore
import AWSCredentials
import AWSRuntime
public import HTTPTypes

/// Why a call failed: the service's or Evergreen's message, and what is known about the failure.
///
/// No error holds a secret.
public struct ElasticError: Error, Sendable {
  /// What kind of failure this is.
  public let code: Code
  /// What was wrong: the server's reason, or Evergreen's if no server responded.
  public let message: String
  /// The server's error type, such as `index_not_found_exception`; `nil` if it sent none.
  public let type: String?
  /// The errors that the server names as the root of this one.
  public let rootCauses: [Cause]
  /// What the server says the error was caused by (`caused_by`), the nearest cause first. The last one often says most.
  public let causedBy: [Cause]
  /// The operation that was called, such as `es.Search`.
  public let operation: String
  /// The response's status and header fields, if a response came.
  public let response: HTTPResponse?
  /// The first bytes of the response's body, at most 64 KiB.
  public let body: [UInt8]
  /// The number of attempts; 0 if the request was refused before it was sent.
  public let attempts: Int
  /// Evergreen's explanation of a refusal, and what to do.
  public let explanation: String?
  /// Whether the call may have taken effect although it failed: an attempt was sent, and no response says whether it
  /// succeeded. A ``Code/conflict`` may then be about the call's own first attempt. If `false`, no attempt had any
  /// effect. For a bulk call it is also `true` if one of its actions was acknowledged or has an unknown outcome.
  public internal(set) var mayHaveTakenEffect: Bool
  /// For a bulk call that failed partway: whether each action was acknowledged, failed, has an unknown outcome or was
  /// not sent.
  public internal(set) var partialReport: BulkReport?
  /// Whether the service or the engine asked to slow down, and still did after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. It does not say whether repeating is safe: see
  /// ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// The underlying error.
  public let cause: (any Error)?

  /// The most characters of a message.
  private static let longestMessage = 4000

  /// A nested error, as the server describes it.
  public struct Cause: Sendable {
    /// The server's error type.
    public let type: String
    /// The server's reason.
    public let reason: String
    /// The index it happened in, if named.
    public let index: String?
    /// The causes of this error (`caused_by`), the nearest cause first.
    public let causedBy: [Cause]

    /// Makes a cause.
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

  /// The server's reason; the same as ``message``.
  public var reason: String { message }

  /// The response's status, if a response came.
  public var statusCode: Int? { response?.status.code }

  /// The service's request id, for AWS support.
  public var requestId: String? { response?.requestId }
}

extension ElasticError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, PrintableError {
  /// Operation, type, reason, status, request id, attempts and explanation.
  public var description: String {
    var text = "\(operation) failed: \(type.map { "\($0): " } ?? "")\(message)"
    var facts = ["\(code)"]
    if let statusCode { facts.append("HTTP \(statusCode)") }
    if let requestId { facts.append("request id \(requestId.printable())") }
    if attempts > 1 { facts.append("\(attempts) attempts") }
    text += " (\(facts.joined(separator: ", ")))"
    if let root = rootCauses.first, root.reason != message { text += "\n  root cause: \(root.type): \(root.reason)" }
    for cause in causedBy.prefix(3) { text += "\n  caused by: \(cause.type): \(cause.reason)" }
    if let explanation { text += "\n  \(explanation)" }
    if let partialReport { text += "\n  until then: \(partialReport)" }
    if let cause, !(cause is EndpointError) { text += "\n  caused by: \(cause.printable)" }
    return text
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description and how long the body is: a body and header fields may repeat what was sent.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["description": description, "body": "\(body.count) bytes"], displayStyle: .struct)
  }
}
