import AWSCore

/// How much a transfer has in flight: a caller that would exceed it waits until others have given back what they took.
///
/// Callers are served in their order. One that wants more than there is at all gets everything.
final class TransferSlots: Sendable {
  private struct State {
    var free: Int64
    var next: UInt64 = 0
    var waiting: [(number: UInt64, amount: Int64, continuation: CheckedContinuation<Bool, Never>)] = []
  }

  private let total: Int64
  private let state: Locked<State>

  /// - Parameter total: How much may be in flight, in any unit.
  init(_ total: Int64) {
    self.total = total
    state = Locked(State(free: total))
  }

  /// Takes an amount, when it is free.
  ///
  /// - Returns: What has to be given back.
  /// - Throws: `CancellationError` if the task is cancelled. Nothing is taken then.
  func take(_ wish: Int64) async throws -> Int64 {
    let amount = min(wish, total)
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    let isTaken = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let result = state.withLock { state -> Bool? in
          if Task.isCancelled { return false }
          guard state.waiting.isEmpty, state.free >= amount else {
            state.waiting.append((number, amount, continuation))
            return nil
          }
          state.free -= amount
          return true
        }
        if let result { continuation.resume(returning: result) }
      }
    } onCancel: {
      let (cancelled, served) = state.withLock { state in
        guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
          return (CheckedContinuation<Bool, Never>?.none, [CheckedContinuation<Bool, Never>]())
        }
        let cancelled = state.waiting.remove(at: index).continuation
        return (cancelled, Self.serve(&state))
      }
      cancelled?.resume(returning: false)
      for continuation in served { continuation.resume(returning: true) }
    }
    guard isTaken else { throw CancellationError() }
    return amount
  }

  /// Gives back what was taken.
  func give(back amount: Int64) {
    let served = state.withLock { state in
      state.free += amount
      return Self.serve(&state)
    }
    for continuation in served { continuation.resume(returning: true) }
  }

  private static func serve(_ state: inout State) -> [CheckedContinuation<Bool, Never>] {
    var served: [CheckedContinuation<Bool, Never>] = []
    while let first = state.waiting.first, state.free >= first.amount {
      state.free -= first.amount
      served.append(first.continuation)
      state.waiting.removeFirst()
    }
    return served
  }
}
