import AWSCore
public import ServiceLifecycle

extension ServiceClientFactory: Service {
  /// Waits until the surrounding service group shuts down, and then retires (closes) every client: the current client,
  /// and the replaced clients that are not retired yet.
  ///
  /// ```swift
  /// let group = ServiceGroup(services: [transport, factory, server], logger: logger)
  /// ```
  ///
  /// A group shuts its services down in reverse order. List the factory before the services that use its clients, and
  /// after the transport, if its clients need the transport. The shutdown does not wait for the grace time, because the
  /// services that use the clients have ended by then. If a lease of a client still exists, the shutdown waits until
  /// the lease ends, but not longer than ``retireTimeout``. If a client is being built, the build is cancelled. From
  /// the beginning of the shutdown on, ``client()`` and ``lease()`` throw ``ClientBuildError``.
  ///
  /// If the task that calls this method is cancelled, or the `run` closure fails for the current client, all clients
  /// are retired at once, even if leases of them exist.
  ///
  /// If the `run` closure returns for the current client, this method goes on: the next request for a client builds
  /// another.
  ///
  /// - Throws: The error that the `run` closure threw for the current client, after all clients were retired. If that
  ///   happened before this method was called, and no other client has been built since, the error is thrown at once.
  public func run() async throws {
    let failure = await firstFailure()
    endBuilds()
    await lifecycle.waitUntilRetired(hurrying: failure != nil)
    if let failure { throw failure }
  }

  /// Waits for the shutdown of the service group, the cancellation of the task, or the failure of the current client.
  private func firstFailure() async -> (any Error)? {
    for await error in lifecycle.failures().cancelOnGracefulShutdown() { return error }
    return nil
  }

  // Not async: the reference to the last client has to end before it is waited for.
  private func endBuilds() {
    let (waiters, build, last) = state.withLock { state in
      state.isShutDown = true
      defer { (state.running, state.build) = (nil, nil) }
      let last = latest.withLock { latest in
        defer { latest = nil }
        return latest
      }
      return (state.waiters.removeAll(), state.build, last)
    }
    last?.takeOutOfUse()
    for waiter in waiters { waiter.resume(returning: .failure(shutDownError)) }
    build?.cancel()
    rebuildEvents.finish()
    lifecycle.close()
    withExtendedLifetime(last) {}
  }
}
