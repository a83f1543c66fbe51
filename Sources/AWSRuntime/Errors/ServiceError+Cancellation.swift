import AWSCredentials

extension ServiceError: CancellableError {
  package var isCancellation: Bool { kind.isCancellation }
}

extension ServiceError.Kind {
  /// Whether a call that failed so was cancelled.
  ///
  /// A cancelled task lets connections, streams and fetches of credentials fail in ways of their own.
  package var isCancellation: Bool {
    self == .cancelled || Task.isCancelled && (self == .transport || self == .body || self == .credentials)
  }
}
