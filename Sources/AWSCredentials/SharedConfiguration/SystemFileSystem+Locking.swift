#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

extension SystemFileSystem {
  /// Tries to lock a file for this process; see ``CredentialFileSystem/tryLock(_:)``.
  ///
  /// The lock is made with `flock` on an empty file beside the given one, whose name ends in `.lock`. The given file
  /// itself is not locked, because every write replaces it. The empty file is not removed. The system releases the lock
  /// when the process ends, however it ends.
  public func tryLock(_ path: String) -> FileLockAttempt {
    guard !path.utf8.contains(0) else { return .unsupported }
    let descriptor = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    // For example on a read-only file system, where the file that the lock is for cannot be written either.
    guard descriptor >= 0 else { return .unsupported }
    var result = flock(descriptor, LOCK_EX | LOCK_NB)
    while result != 0, errno == EINTR { result = flock(descriptor, LOCK_EX | LOCK_NB) }
    if result == 0 { return .held(FileLock { _ = close(descriptor) }) }
    let number = errno
    _ = close(descriptor)
    return number == EWOULDBLOCK ? .busy : .unsupported
  }
}
