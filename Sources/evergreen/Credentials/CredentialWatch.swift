import AWSCredentials

/// Keeps a cache's credentials fresh without anybody using them, and prints what happens to them.
struct CredentialWatch {
  let cache: CredentialCache
  let form: EventLine.Form

  /// Watches until the process is told to end (SIGINT, SIGTERM) or the time is over.
  ///
  /// A provider that fails does not end it: the failure is an event like others.
  func run(for limit: Duration?) async throws {
    let signals = TerminationSignals()
    defer { signals.cancel() }
    let arrivals = signals.arrivals
    let events = cache.eventStream
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await event in events { try StandardOutput.send(try EventLine(event).text(form) + "\n") }
      }
      group.addTask {
        // Asking costs nothing while no refresh is due. A provider that has given nothing yet is asked less and less often.
        var pause = 1
        while !Task.isCancelled {
          pause = (try? await cache.snapshot()) == nil ? min(pause * 2, 30) : 1
          guard (try? await Task.sleep(for: .seconds(pause))) != nil else { return }
        }
      }
      group.addTask { for await _ in arrivals { return } }
      if let limit { group.addTask { _ = try? await Task.sleep(for: limit) } }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
