public import AWSCredentials
public import HTTPTypes

/// A hook that a client calls twice for each attempt of a request: before the attempt is signed, and when its result is
/// known. Use it for audit logs, metrics, or header fields that every request needs.
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
/// The methods are called in the task of the caller, for each attempt of each request. If there are several
/// interceptors, they see an attempt in their order in the list, and its result in the reverse order. If an interceptor
/// throws, the call ends without another attempt, and throws an error of the kind ``ServiceError/Kind/interceptor``.
///
/// An interceptor does not see the secrets of the client. It sees the request before a signature or a token is added.
/// The values of header fields that hold keys, such as `x-amz-server-side-encryption-customer-key`, are replaced by
/// `<redacted>`; so are copies of these values in the response. Bodies are not shown.
public protocol RequestInterceptor: Sendable {
  /// Called before an attempt is signed. It may add, change and remove header fields. The signature then covers the
  /// fields whose names begin with `x-amz-`, and those that describe the body or a condition.
  ///
  /// The fields that the client sets for the signature, the connection and the body, such as `host`, `x-amz-date`,
  /// `content-length` and checksums, cannot be changed: the call fails with an error that names the field.
  /// `authorization` can be set only if the client does not sign (`credentials: .anonymous`); over plain `http` it is
  /// sent to another machine only if ``ClientConfiguration/plainHTTPTokenHosts`` contains the host of that machine.
  /// Each attempt begins with the fields of the request, without the changes that were made for the attempt before.
  ///
  /// - Parameter attempt: The attempt, whose header fields can be changed.
  /// - Throws: Any error, which ends the call. This attempt is then not sent.
  func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws

  /// Called after each attempt: when the head of the response has arrived, or when it is known that no response will
  /// come. The body of the response has not been read yet.
  ///
  /// - Parameter result: The attempt, and the head of the response or the error.
  /// - Throws: Any error, which ends the call, although the service may have done what the request asked for.
  func readAfterAttempt(_ result: InterceptedResult) async throws
}

extension RequestInterceptor {
  /// Does nothing. This is the default, for interceptors that change no header fields.
  ///
  /// - Throws: Nothing.
  public func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {}

  /// Does nothing. This is the default, for interceptors that do not look at results.
  ///
  /// - Throws: Nothing.
  public func readAfterAttempt(_ result: InterceptedResult) async throws {}
}

/// An attempt to send a request, as a ``RequestInterceptor`` sees it before the attempt is signed.
public struct InterceptedAttempt: Sendable {
  /// The operation that was called, such as `s3.GetObject`.
  public let operation: String
  /// The number of the attempt. The first attempt of a request is 1.
  public let number: Int
  /// The HTTP method of the request.
  public let method: HTTPRequest.Method
  /// The scheme of the URL: `https` or `http`.
  public let scheme: String
  /// The host that the request is sent to, followed by a colon and the port unless that is the scheme's default port.
  public let authority: String
  /// The path and the query of the URL, as they are sent.
  public let target: String
  /// The header fields of the request, without those of the signature, which are added later. An interceptor may change
  /// them before the attempt is signed.
  public var headerFields: HTTPFields
}

/// An attempt and its result, as a ``RequestInterceptor`` sees them.
public struct InterceptedResult: Sendable {
  /// The attempt, with the header fields as the interceptors left them.
  public let attempt: InterceptedAttempt
  /// The head of the response (status and header fields), or the error if no response came.
  public let outcome: Result<HTTPResponse, HTTPTransportError>
  /// The time from sending the request until the head of the response arrived or the attempt failed, measured with the
  /// clock of the client's configuration.
  public let duration: Duration

  /// The HTTP status of the response; `nil` if no response came.
  public var statusCode: Int? { (try? outcome.get())?.status.code }
}
