/// An error of ours that can be due to the cancellation of the calling task.
///
/// Inside, such errors have a code or kind for it. Public calls throw `CancellationError` instead, as everywhere else in
/// Swift; see ``publicError``.
package protocol CancellableError: Error {
  /// Whether the call failed because the task that runs now is cancelled.
  var isCancellation: Bool { get }
}

extension Error {
  /// What a public call throws for this error: `CancellationError` if it is due to the cancellation of the task that runs
  /// now, else the error itself.
  package var publicError: any Error {
    (self as? any CancellableError)?.isCancellation == true ? CancellationError() : self
  }
}

extension CredentialError: CancellableError {
  // A provider may say `cancelled` of its own work, which is no cancellation of the caller.
  package var isCancellation: Bool { code == .cancelled && Task.isCancelled }
}

extension HTTPTransportError: CancellableError {
  package var isCancellation: Bool { code == .cancelled && Task.isCancelled }
}
