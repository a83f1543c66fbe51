import AWSCore

/// An advisory lock on a file. It is held until ``release()`` is called, the last reference to this object is released,
/// or the process ends.
public final class FileLock: Sendable {
  private let action: Locked<(@Sendable () -> Void)?>

  /// Makes a lock from a closure that releases it. The caller has acquired the lock already.
  ///
  /// - Parameter release: Releases the lock. It is called once.
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
  /// This process holds the lock now. The payload releases it.
  case held(FileLock)
  /// Another process, or another part of this process, holds the lock.
  case busy
  /// The file system, or the folder of the file, does not support locks.
  case unsupported
}
