import AWSCore

/// An advisory lock on a file, held until it is released or the process ends.
public final class FileLock: Sendable {
  private let action: Locked<(@Sendable () -> Void)?>

  /// Makes a lock that is already held.
  ///
  /// - Parameter release: Releases the lock; called once.
  public init(release: @escaping @Sendable () -> Void) { action = Locked(release) }

  /// Releases the lock. A second call has no effect.
  public func release() {
    let action = action.withLock { action in
      defer { action = nil }
      return action
    }
    action?()
  }

  deinit { release() }
}

/// The result of trying to lock a file.
public enum FileLockAttempt: Sendable {
  /// This process holds the lock now.
  case held(FileLock)
  /// The lock is held by another process, or elsewhere in this one.
  case busy
  /// This file system, or this folder, does not support locks.
  case unsupported
}
