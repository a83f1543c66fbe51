import AWSCore
import Logging

// MARK: - Running

extension ClientLifecycle {
  /// Takes over a client that was made, and runs it.
  ///
  /// - Parameter runEnded: Is called with the client's number if its `run` ends by itself while it is the current client.
  /// - Returns: The client's number; `nil` if there is nothing to do for a client, now or later.
  func adopt(_ client: Client, runEnded: @escaping @Sendable (UInt64) -> Void) -> UInt64? {
    guard runClient != nil || retireClient != nil else { return nil }
    let (number, failure) = state.withLock { state in
      state.adopted += 1
      state.clients[state.adopted] = Entry(client: client)
      defer { state.failure = nil }
      return (state.adopted, state.failure)
    }
    // Of the user's: released when no lock is held.
    withExtendedLifetime(failure) {}
    if let runClient {
      let run = Task.detached { [self] in
        let end: RunEnd
        do {
          try await runClient(client)
          end = .returned
        } catch is CancellationError {
          end = .returned
        } catch {
          end = .failed(error)
        }
        note(end, of: number, runEnded: runEnded)
      }
      state.withLock { $0.clients[number]?.run = run }
    }
    return number
  }

  private func note(_ end: RunEnd, of number: UInt64, runEnded: (UInt64) -> Void) {
    // The end of the task of a client that is being retired is expected.
    guard let isCurrent = state.withLock({ $0.runEnded(number, end) }) else { return }
    let next = isCurrent ? "It is out of use." : "The client had been replaced before."
    switch end {
    case .returned: report("The run of a client has ended. \(next)", nil)
    case .failed(let error): report("The run of a client has failed. \(next)", error)
    }
    guard isCurrent else { return }
    runEnded(number)
    if case .failed(let error) = end { failureEvents.send(error) }
  }

  /// How the `run` of a client ended by itself; `nil` if it did not.
  func runEnd(of number: UInt64) -> RunEnd? { state.withLock { $0.clients[number]?.runEnd } }

  /// Whether a client is of no use any more: its `run` has ended by itself, or it has been retired.
  func hasEnded(_ number: UInt64) -> Bool {
    state.withLock { state in
      state.clients[number].map { $0.runEnd != nil || $0.isRetiring } ?? true
    }
  }

  /// The errors with which `run` fails for the current client: that of the latest client, if it has failed, and those to
  /// come.
  func failures() -> AsyncStream<any Error> {
    let stream = failureEvents.subscribe()
    guard let failure = state.withLock({ $0.failure }) else { return stream }
    return AsyncStream { failure }
  }

  // What a closure threw may quote a password.
  func report(_ what: String, _ error: (any Error)?) {
    var metadata: Logger.Metadata = ["aws.client": "\(Client.self)"]
    if let error { metadata["aws.client.failure"] = "the closure threw a \(type(of: error))" }
    logger.warning("\(what)", metadata: metadata)
  }
}
