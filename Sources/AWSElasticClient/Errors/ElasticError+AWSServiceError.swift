public import AWSRuntime

extension ElasticError: AWSServiceError {
  /// The server's error type, such as `index_not_found_exception`; the name of ``code`` where the server named none.
  public var errorCode: String { type ?? "\(code)" }

  /// Where in the call it failed, in the words that all clients share.
  public var kind: ServiceError.Kind {
    switch code {
    case .invalidRequest, .unsupported: .invalidRequest
    case .credentials: .credentials
    case .rejectedCredentials: .rejectedCredentials
    case .transport: .transport
    case .invalidResponse: .invalidResponse
    case .cancelled: .cancelled
    default: .service
    }
  }

  /// How long the service asks to be left alone (`Retry-After`); `nil` if it does not say.
  public var retryAfter: Duration? { response?.retryAfter }

  /// Always `nil`: the region of a domain or collection is part of its host's name.
  public var regionHint: String? { nil }
}
