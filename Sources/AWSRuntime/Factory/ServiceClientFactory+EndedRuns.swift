import AWSCore
import AWSCredentials

extension ServiceClientFactory {
  /// The end of the `run` of a client that was the current one.
  struct EndedRun {
    /// What callers get while no other client may be built.
    let error: any Error
    let pause: BuildPause
  }

  /// Takes the current client out of use, because its `run` has ended. Does nothing if another is current by now.
  func runEnded(_ number: UInt64) {
    guard let end = lifecycle.runEnd(of: number) else { return }
    let now = credentials.clock.monotonicNow()
    let replaced = state.withLock { state -> (Built, EndedRun?)? in
      guard !state.isShutDown, let built = latestBuilt, built.number == number else { return nil }
      let before = state.endedRun
      let pause = BuildPause(
        afterEndOfRun: before?.pause, lasted: now - state.latestSince, generation: built.snapshot.generation, now: now)
      state.endedRun = EndedRun(error: error(after: end), pause: pause)
      latest.withLock { $0 = nil }
      return (built, before)
    }
    replaced?.0.takeOutOfUse()
    // The end of the client and of an error may run code of the user's: it comes when no lock is held.
    withExtendedLifetime(replaced) {}
  }

  private func error(after end: ClientLifecycle<Client>.RunEnd) -> any Error {
    switch end {
    case .failed(let error): error
    case .returned: ClientBuildError(.runEnded, timeout: buildTimeout, client: "\(Client.self)")
    }
  }
}
