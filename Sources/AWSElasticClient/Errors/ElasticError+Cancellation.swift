import AWSCredentials

extension ElasticError: CancellableError {
  // A cancelled task lets connections and fetches of credentials fail in ways of their own.
  package var isCancellation: Bool {
    code == .cancelled || Task.isCancelled && (code == .transport || code == .credentials)
  }
}
