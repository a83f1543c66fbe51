public import AWSCore
import AWSCredentials
public import HTTPTypes

/// The error of a call to a service: what was wrong, which part of the call failed and what to do.
///
/// An error contains no secrets.
public struct ServiceError: Error, Sendable {
  /// Which part of the call failed, such as ``Kind/transport``.
  public let kind: Kind
  /// The service's error code, such as `NoSuchKey`. If no service responded, a code that Evergreen defines, such as
  /// `Transport` or `Signing`.
  public let code: String
  /// What was wrong, as a sentence: the service's message or, if no service responded, a message that Evergreen wrote.
  public package(set) var message: String
  /// The operation that was called, such as `s3.GetObject`.
  public let operation: String
  /// The response's status and header fields; `nil` if there was no response.
  public let response: HTTPResponse?
  /// The first bytes of the response's body, at most 64 KiB, without the session token of the request, if the service
  /// repeated it.
  public let body: [UInt8]
  /// How many times the request was sent; 0 if the call failed before anything was sent.
  public let attempts: Int
  /// Evergreen's explanation of why the service refused the signature: which access key signed, whether there was a
  /// session token, when the credentials expired, by how much this machine's clock differs from the service's. `nil` if
  /// there is nothing to explain.
  public package(set) var explanation: String?
  /// Whether the call may have taken effect at the service although it failed: a request was sent, and no response
  /// tells whether it succeeded. If `false`, no attempt has had any effect.
  public package(set) var mayHaveTakenEffect: Bool
  /// Whether the service throttled the call, and still did so after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. This does not say whether repeating the call
  /// is safe: see ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// The error that caused this one, such as the transport's; `nil` if there is none.
  public let cause: (any Error)?
  /// What else the client has read in the response.
  package let details: (any ServiceErrorDetails)?

  /// How much of a body an error keeps, in bytes.
  package static let bodyLimit = 64 * 1024
  /// The most characters of a message.
  private static let longestMessage = 4000

  /// Makes the error of a call to a service.
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
  /// The part of a call that failed, such as the service or the transport. New kinds may be added.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case service, rejectedCredentials, credentials, invalidRequest, transport, invalidResponse, body, interceptor
      case cancelled
    }
    private let value: Value

    /// The service responded with an error.
    public static let service = Kind(value: .service)
    /// The service refused the credentials, and still did so after the client had tried to get new ones.
    public static let rejectedCredentials = Kind(value: .rejectedCredentials)
    /// There are no credentials to sign with, because the credential provider could not get any.
    public static let credentials = Kind(value: .credentials)
    /// The request is not valid, for example because an argument or a setting is wrong, so it was not sent.
    public static let invalidRequest = Kind(value: .invalidRequest)
    /// There was no response: the connection failed or a time limit was reached.
    public static let transport = Kind(value: .transport)
    /// The service's response could not be read, because its form is not the one that the service's API defines.
    public static let invalidResponse = Kind(value: .invalidResponse)
    /// The request's body could not be read, or could not be read again for a retry.
    public static let body = Kind(value: .body)
    /// An interceptor of the program threw an error, or changed a header field that the client sets.
    public static let interceptor = Kind(value: .interceptor)
    /// The calling task was cancelled. Public calls throw `CancellationError` instead of this kind.
    package static let cancelled = Kind(value: .cancelled)

    /// The name of the kind, such as `transport`.
    public var description: String { value.rawValue }
  }

  /// The response's HTTP status; `nil` if there was no response.
  public var statusCode: Int? { response?.status.code }

  /// The service's id of the request, to give to AWS support; `nil` if there was no response or it has no id.
  public var requestId: String? { response?.requestId }
}

extension ServiceError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, PrintableError {
  /// The operation, the code, the message, the HTTP status, the request id, the number of attempts, the explanation and
  /// the cause, as far as they are known.
  public var description: String {
    ErrorDescription(failed: operation, code: code, message: message, facts: responseFacts())
      .explained(by: explanation).caused(by: shownCause).description
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description and the length of the body. Header fields and body are left out, because they may
  /// repeat secrets of the request.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["description": description, "body": "\(body.count) bytes"], displayStyle: .struct)
  }
}
