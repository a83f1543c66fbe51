public import AWSRuntime

extension ElasticError: AWSServiceError {
  /// The server's error type, such as `index_not_found_exception`; the name of ``code`` if the response contains no
  /// type.
  public var errorCode: String { type ?? "\(code)" }

  /// Which part of the call failed: the service's response, the credentials, the request itself or the network.
  public var kind: Kind { Kind(errorKind) }

  /// Which part of the call failed: the same as ``kind``, as the type that the errors of all AWS clients share.
  public var errorKind: ServiceError.Kind {
    switch code {
    case .invalidRequest, .unsupported: .invalidRequest
    case .credentials: .credentials
    case .rejectedCredentials: .rejectedCredentials
    case .transport: .transport
    case .invalidResponse: .invalidResponse
    case .interceptor: .interceptor
    case .cancelled: .cancelled
    default: .service
    }
  }

  /// How long the service asks the client to wait before the next request (`Retry-After`); `nil` if the response does
  /// not say.
  public var retryAfter: Duration? { response?.retryAfter }

  /// Always `nil`: the region of a domain or collection is known from its host name.
  public var regionHint: String? { nil }
}
