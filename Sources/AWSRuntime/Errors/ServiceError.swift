public import AWSCore
import AWSCredentials
public import HTTPTypes

/// Why a call to a service failed: what was wrong, where it came from and what to do.
///
/// No error holds a secret.
public struct ServiceError: Error, Sendable {
  /// Which part of the call failed.
  public let kind: Kind
  /// The service's error code, such as `NoSuchKey`, or one of Evergreen's own codes if no service responded.
  public let code: String
  /// What was wrong.
  public package(set) var message: String
  /// The operation that was called, such as `s3.GetObject`.
  public let operation: String
  /// The response's status and header fields, if a response came.
  public let response: HTTPResponse?
  /// The first bytes of the response's body, at most 64 KiB, without the session token that the request was signed with.
  public let body: [UInt8]
  /// The number of attempts.
  public let attempts: Int
  /// Evergreen's explanation of a rejection: which key signed, whether it had a token, when it expired, how large the
  /// clock skew is.
  public package(set) var explanation: String?
  /// Whether the call may have taken effect although it failed: an attempt was sent, and no response says whether it
  /// succeeded. If `false`, no attempt had any effect.
  public package(set) var mayHaveTakenEffect: Bool
  /// Whether the service asked to slow down, and still did after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. It does not say whether repeating is safe: see
  /// ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// The underlying error.
  public let cause: (any Error)?
  /// What else the client has read in the response.
  package let details: (any ServiceErrorDetails)?

  /// How much of a body an error keeps, in bytes.
  package static let bodyLimit = 64 * 1024
  /// The most characters of a message.
  private static let longestMessage = 4000

  /// Makes an error.
  package init(
    _ kind: Kind, code: String, message: String, operation: String, response: HTTPResponse? = nil, body: [UInt8] = [],
    attempts: Int = 0, explanation: String? = nil, mayHaveTakenEffect: Bool = false,
    isThrottled: Bool = false, isRetryable: Bool = false, details: (any ServiceErrorDetails)? = nil,
    cause: (any Error)? = nil
  ) {
    self.kind = kind
    self.code = code.printable(limit: 100)
    self.message = message.printable(limit: Self.longestMessage)
    self.operation = operation.printable()
    self.response = response
    self.body = Array(body.prefix(Self.bodyLimit))
    self.attempts = attempts
    self.explanation = explanation?.printableLines()
    self.mayHaveTakenEffect = mayHaveTakenEffect
    self.isThrottled = isThrottled
    self.isRetryable = isRetryable || isThrottled
    self.cause = cause
    self.details = details
  }
}

extension ServiceError {
  /// Which part of a call failed. New kinds may be added.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case service, rejectedCredentials, credentials, invalidRequest, transport, invalidResponse, body, cancelled
    }
    private let value: Value

    /// The service responded with an error.
    public static let service = Kind(value: .service)
    /// The service refused the credentials, and refreshing them did not help.
    public static let rejectedCredentials = Kind(value: .rejectedCredentials)
    /// There are no credentials to sign with.
    public static let credentials = Kind(value: .credentials)
    /// The request cannot be sent as it is; nothing was sent.
    public static let invalidRequest = Kind(value: .invalidRequest)
    /// No response came.
    public static let transport = Kind(value: .transport)
    /// The response does not match the service's API.
    public static let invalidResponse = Kind(value: .invalidResponse)
    /// The request's body could not be read, or could not be read again for a retry.
    public static let body = Kind(value: .body)
    /// The caller was cancelled. Public calls throw `CancellationError` for it.
    package static let cancelled = Kind(value: .cancelled)

    /// The name of the kind.
    public var description: String { value.rawValue }
  }

  /// The response's status, if a response came.
  public var statusCode: Int? { response?.status.code }

  /// The service's request id, for AWS support.
  public var requestId: String? { response?.requestId }
}

extension ServiceError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, PrintableError {
  /// Code, message, status, request id, attempts and explanation.
  public var description: String {
    var text = "\(operation) failed: \(code): \(message)"
    var facts: [String] = []
    if let statusCode { facts.append("HTTP \(statusCode)") }
    if let requestId { facts.append("request id \(requestId.printable())") }
    if attempts > 1 { facts.append("\(attempts) attempts") }
    if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
    if let explanation { text += "\n  \(explanation)" }
    if let cause { text += "\n  caused by: \(cause.printable)" }
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
