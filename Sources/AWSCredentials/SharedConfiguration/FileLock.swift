import AWSCore

/// An advisory lock on a file, held until it is released or the process ends.
public final class FileLock: Sendable {
  private let action: Locked<(@Sendable () -> Void)?>

  /// Makes a lock that is held.
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

/// What came of trying to lock a file.
public enum FileLockAttempt: Sendable {
  /// The lock is held by this process now.
  case held(FileLock)
  /// Another process, or another part of this one, holds it.
  case busy
  /// This file system, or this folder, has no locks.
  case unsupported
}
