public import AWSCredentials
public import HTTPTypes

/// Sees each attempt of a client's requests before it is signed, and what came of it: for audit logs, metrics, or header fields
/// that every request needs.
///
/// ```swift
/// struct TenantTag: RequestInterceptor {
///   let tenant: String
///
///   func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {
///     if let name = HTTPField.Name("x-tenant") { attempt.headerFields[name] = tenant }
///   }
///
///   func readAfterAttempt(_ result: InterceptedResult) async throws {
///     print(result.attempt.operation, result.attempt.number, result.statusCode ?? 0, result.duration)
///   }
/// }
///
/// configuration.interceptors.append(TenantTag(tenant: "blue"))
/// let s3 = S3Client(configuration: configuration)
/// ```
///
/// The methods are called in the task of the caller, for each attempt of each request. Of several interceptors the first sees an
/// attempt first and its result last. An interceptor that throws ends the call, without another attempt, with an error of the kind
/// ``ServiceError/Kind/interceptor``.
///
/// No secret of the client reaches an interceptor: it sees the request before a signature or a token is added, the values of
/// fields that hold keys, such as `x-amz-server-side-encryption-customer-key`, are replaced by `<redacted>`, and so is in the
/// response what repeats one of these. Bodies are not shown.
public protocol RequestInterceptor: Sendable {
  /// Called before an attempt is signed. It may add, change and remove header fields; fields whose names begin with `x-amz-`, and
  /// those that describe the body or a condition, are signed.
  ///
  /// The fields that the client sets for the signature, the connection and the body, such as `host`, `x-amz-date`,
  /// `content-length` and checksums, cannot be changed: the call fails with an error that names the field. `authorization` can be
  /// set only if the client does not sign (`credentials: .anonymous`), and does not go over plain `http` to another machine unless
  /// ``ClientConfiguration/plainHTTPTokenHosts`` has its host. Each attempt begins with the fields of the request, without
  /// the changes that were made for the attempt before.
  ///
  /// - Parameter attempt: The attempt.
  /// - Throws: Any error, which ends the call. Nothing of this attempt was sent.
  func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws

  /// Called when the head of a response has arrived, or it is known that none will come. The body has not been read.
  ///
  /// - Parameter result: What came of the attempt.
  /// - Throws: Any error, which ends the call although the service may have done what was asked.
  func readAfterAttempt(_ result: InterceptedResult) async throws
}

extension RequestInterceptor {
  /// Does nothing.
  ///
  /// - Throws: Nothing.
  public func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {}

  /// Does nothing.
  ///
  /// - Throws: Nothing.
  public func readAfterAttempt(_ result: InterceptedResult) async throws {}
}

/// An attempt as a ``RequestInterceptor`` sees it.
public struct InterceptedAttempt: Sendable {
  /// The operation, such as `s3.GetObject`.
  public let operation: String
  /// Which attempt of the request it is, from 1.
  public let number: Int
  /// The method.
  public let method: HTTPRequest.Method
  /// `https` or `http`.
  public let scheme: String
  /// The host, with the port unless it is the scheme's default.
  public let authority: String
  /// The path and the query as they are sent.
  public let target: String
  /// The header fields, without those of the signature.
  public var headerFields: HTTPFields
}

/// What came of an attempt, as a ``RequestInterceptor`` sees it.
public struct InterceptedResult: Sendable {
  /// The attempt, with the header fields that the interceptors gave it.
  public let attempt: InterceptedAttempt
  /// The head of the response, or why none came.
  public let outcome: Result<HTTPResponse, HTTPTransportError>
  /// The time from sending until the head arrived, by the configuration's clock.
  public let duration: Duration

  /// The status of the response; `nil` if none came.
  public var statusCode: Int? { (try? outcome.get())?.status.code }
}
