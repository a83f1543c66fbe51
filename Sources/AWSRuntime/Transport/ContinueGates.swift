import AWSCore

/// The gates of requests whose heads have not been sent yet, by numbers that the requests carry to the connection they get.
final class ContinueGates: Sendable {
  /// The header field with the number. It goes no further than to the connection's handler.
  static let field = "x-evergreen-continue"

  private struct Waiting {
    var gates: [UInt64: ContinueGate] = [:]
    var next: UInt64 = 0
  }

  private let waiting = Locked(Waiting())
  /// How long a body waits at most: many servers say nothing.
  let timeLimit: Duration

  init(timeLimit: Duration) { self.timeLimit = timeLimit }

  /// Remembers a gate.
  ///
  /// - Returns: Its number.
  func add(_ gate: ContinueGate) -> UInt64 {
    waiting.withLock { waiting in
      waiting.next += 1
      waiting.gates[waiting.next] = gate
      return waiting.next
    }
  }

  /// Forgets a gate.
  @discardableResult
  func take(_ number: UInt64) -> ContinueGate? { waiting.withLock { $0.gates.removeValue(forKey: number) } }
}
