import AWSCore
import AWSCredentials
import HTTPTypes

/// The interface that the errors of all clients share: `ServiceError`, `S3Error` and `ElasticError`.
///
/// ```swift
/// } catch let error as any AWSServiceError where error.isThrottled {
///   try await Task.sleep(for: error.retryAfter ?? .seconds(5))
/// }
/// ```
///
/// If its task is cancelled, a call throws `CancellationError` instead, which does not conform to this protocol.
public protocol AWSServiceError: Error, CustomStringConvertible {
  /// The error's code as text: the service's code, such as `NoSuchKey` or `index_not_found_exception`. If the service
  /// did not respond, or its response has no code, a code that Evergreen defines, such as `Transport` or `Signing`.
  var errorCode: String { get }
  /// Which part of the call failed, for example the service or the transport. The error types of the clients also have
  /// a property `kind`, whose type differs from client to client.
  var errorKind: ServiceError.Kind { get }
  /// What was wrong, as a sentence: the service's message or, if the service did not respond, a message that Evergreen
  /// wrote.
  var message: String { get }
  /// The operation that was called, such as `s3.GetObject`.
  var operation: String { get }
  /// The response's HTTP status; `nil` if there was no response.
  var statusCode: Int? { get }
  /// The service's id of the request, to give to AWS support; `nil` if there was no response or it has no id.
  var requestId: String? { get }
  /// How many times the request was sent; 0 if the call failed before anything was sent.
  var attempts: Int { get }
  /// Whether the service throttled the call, and still did so after all retries.
  var isThrottled: Bool { get }
  /// Whether the same call, made again later and unchanged, may succeed: the cause was a network failure, a temporary
  /// failure of the service or of the source of credentials, or throttling. The client has already made all retries
  /// that its retry policy allows.
  ///
  /// This does not say whether repeating the call is safe: see ``mayHaveTakenEffect``.
  var isRetryable: Bool { get }
  /// How long the service asks the client to wait before the next request: the response's `Retry-After` header (RFC
  /// 9110, 10.2.3). If the header is a date, the time from the response's `Date` until then. `nil` if there is no such
  /// header.
  var retryAfter: Duration? { get }
  /// The region in which the call should have been made, if the service's response names it; else `nil`.
  var regionHint: String? { get }
  /// Evergreen's own explanation of the failure and what to do about it; `nil` if there is nothing to add to the
  /// message.
  var explanation: String? { get }
  /// Whether the call may have taken effect at the service although the call failed, for example because the response
  /// was lost. If `false`, no attempt has had any effect.
  var mayHaveTakenEffect: Bool { get }
  /// The error that caused this one, such as the transport's; `nil` if there is none.
  var cause: (any Error)? { get }
}

extension AWSServiceError {
  /// The cause that a description shows: not that of a transport's error, which is an error of the HTTP library that the message
  /// says in our words.
  package var shownCause: (any Error)? {
    errorKind == .transport && statusCode == nil && !(cause is any PrintableError) ? nil : cause
  }

  /// What is known of the response, for the error's description.
  ///
  /// - Parameter more: What a service has besides.
  package func responseFacts(_ more: String? = nil) -> [String?] {
    [
      statusCode.map { "HTTP \($0)" }, requestId.map { "request id \($0)" }, more,
      attempts > 1 ? "\(attempts) attempts" : nil,
    ]
  }
}

extension AWSServiceError {
  /// The same as ``errorKind``: which part of the call failed.
  public var kind: ServiceError.Kind { errorKind }
}

extension ServiceError: AWSServiceError {
  /// The same as ``kind``: which part of the call failed.
  public var errorKind: Kind { kind }

  /// The same as ``code``: the service's error code or one that Evergreen defines.
  public var errorCode: String { code }

  /// How long the service asks the client to wait before the next request: the response's `Retry-After` header; `nil`
  /// if there is none.
  public var retryAfter: Duration? { response?.retryAfter }

  /// Always `nil`, because services differ in how they name a region in an error. Only `S3Error` can have a value.
  public var regionHint: String? { nil }
}

extension CredentialError {
  /// Whether the next fetch may succeed without anybody changing a setting.
  var mayPass: Bool {
    switch code {
    case .notConfigured, .invalidConfiguration, .exhausted, .rejected: false
    default: true
    }
  }
}
