// Public imports, because the lock is inlined into other modules: a generic call through a module boundary costs more
// than the lock itself.
#if canImport(Darwin)
  public import Synchronization
#elseif canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Android)
  public import Android
#endif

#if canImport(Darwin)
  /// A value behind a lock.
  package typealias Locked<Value> = Mutex<Value> where Value: ~Copyable
#else
  /// A value behind a lock, with the shape of `Synchronization.Mutex`.
  ///
  /// On Linux `Mutex` sits on a futex in a library that ThreadSanitizer does not instrument, so that a correct program
  /// is reported as racing. A POSIX mutex is understood.
  @safe @usableFromInline package struct Locked<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline let value: UnsafeMutablePointer<Value>

    package init(_ initialValue: consuming sending Value) {
      unsafe mutex = .allocate(capacity: 1)
      unsafe value = .allocate(capacity: 1)
      unsafe mutex.initialize(to: pthread_mutex_t())
      unsafe value.initialize(to: initialValue)
      let status = unsafe pthread_mutex_init(mutex, nil)
      precondition(status == 0, "pthread_mutex_init failed with \(status)")
    }

    deinit {
      _ = unsafe pthread_mutex_destroy(mutex)
      unsafe value.deinitialize(count: 1)
      unsafe value.deallocate()
      unsafe mutex.deinitialize(count: 1)
      unsafe mutex.deallocate()
    }

    /// Runs a closure with the lock held. The closure must not suspend, block or call back into the same lock.
    @inlinable package borrowing func withLock<Result, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      let locked = unsafe pthread_mutex_lock(mutex)
      precondition(locked == 0, "pthread_mutex_lock failed with \(locked)")
      defer { _ = unsafe pthread_mutex_unlock(mutex) }
      return try unsafe body(&value.pointee)
    }
  }
#endif
