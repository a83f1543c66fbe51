import AWSCredentials
import HTTPTypes

/// What the errors of all clients have in common: `ServiceError`, `S3Error` and `ElasticError`.
///
/// ```swift
/// } catch let error as any AWSServiceError where error.isThrottled {
///   try await Task.sleep(for: error.retryAfter ?? .seconds(5))
/// }
/// ```
///
/// A call of a cancelled task throws `CancellationError`, which is not one of these.
public protocol AWSServiceError: Error, CustomStringConvertible {
  /// The error's code as text: the service's, such as `NoSuchKey` or `index_not_found_exception`, or the client's own name for
  /// it where the service named none or did not respond.
  var errorCode: String { get }
  /// Where in a call it failed.
  var kind: ServiceError.Kind { get }
  /// What was wrong: the service's text, or the client's where no service responded.
  var message: String { get }
  /// The operation that was called, such as `s3.GetObject`.
  var operation: String { get }
  /// The response's HTTP status, if a response came.
  var statusCode: Int? { get }
  /// The service's number for the request, to be named to AWS support.
  var requestId: String? { get }
  /// How often the request was sent; 0 if it was refused before.
  var attempts: Int { get }
  /// Whether the service asked to slow down, and still did after all retries.
  var isThrottled: Bool { get }
  /// Whether the same call, made again later and unchanged, may succeed: the failure is one of the network, a passing one of
  /// the service or of the source of credentials, or the service is throttling. The client's own retries are used up by then.
  ///
  /// It does not say whether repeating is safe: see ``mayHaveTakenEffect``.
  var isRetryable: Bool { get }
  /// How long the service asks to be left alone: the response's `Retry-After` (RFC 9110, 10.2.3), a date counted from the
  /// response's `Date`; `nil` if it does not say.
  var retryAfter: Duration? { get }
  /// The region in which the service says that the call should have been made; `nil` if it does not say.
  var regionHint: String? { get }
  /// What the client can tell about the failure, and what to do; `nil` if that is no more than the message says.
  var explanation: String? { get }
  /// Whether the call may have taken effect although it failed. If `false`, no attempt has done anything.
  var mayHaveTakenEffect: Bool { get }
  /// The underlying error.
  var cause: (any Error)? { get }
}

extension ServiceError: AWSServiceError {
  /// The same as ``code``.
  public var errorCode: String { code }

  /// How long the service asks to be left alone: the response's `Retry-After`; `nil` if it does not say.
  public var retryAfter: Duration? { response?.retryAfter }

  /// Always `nil`: what names a region differs from service to service. See `S3Error`.
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
