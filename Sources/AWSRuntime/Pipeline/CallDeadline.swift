import AWSCredentials

/// When a call has to end, with all its attempts.
struct CallDeadline: Sendable {
  /// How long the call may take.
  let limit: Duration
  private let end: Duration
  private let clock: any WallClock

  /// The longest limit; what is longer is none.
  private static let longest = Duration.seconds(1_000_000_000)

  /// The deadline of a call that begins now; `nil` if it has none.
  init?(_ configuration: ClientConfiguration) {
    guard let limit = configuration.callTimeout, limit < Self.longest else { return nil }
    self.limit = limit
    clock = configuration.clock
    end = clock.monotonicNow() + max(.zero, limit)
  }

  /// What is left; zero or less if it is over.
  var remaining: Duration { end - clock.monotonicNow() }

  private enum Outcome<Value: Sendable>: Sendable {
    case done(Result<Value, ServiceError>)
    case timeUp
    /// The calling task was cancelled. The work sees that by itself and need not be stopped.
    case cancelled
  }

  /// Does something that can be cancelled, and cancels it when the time is up.
  ///
  /// - Parameters:
  ///   - work: What to do.
  ///   - error: The error if the time is up before it is done.
  func limit<Value: Sendable>(
    _ work: @escaping @Sendable () async throws(ServiceError) -> Value, or error: () -> ServiceError
  ) async throws(ServiceError) -> Value {
    let result = await withTaskGroup(of: Outcome<Value>.self) { group -> Result<Value, ServiceError>? in
      group.addTask {
        do throws(ServiceError) {
          return .done(.success(try await work()))
        } catch {
          return .done(.failure(error))
        }
      }
      group.addTask { [clock, remaining] in
        (try? await clock.sleep(for: remaining)) == nil ? .cancelled : .timeUp
      }
      defer { group.cancelAll() }
      for await outcome in group {
        switch outcome {
        case .done(let result): return result
        case .timeUp: return nil
        case .cancelled: continue
        }
      }
      return nil
    }
    guard let result else { throw error() }
    return try result.get()
  }
}

extension RequestPipeline {
  /// The time limits of the next attempt.
  ///
  /// - Throws: ``ServiceError`` if the call's time is over.
  func timeouts(of request: ServiceRequest, _ state: RetryState) throws(ServiceError) -> HTTPTimeouts {
    var timeouts = configuration.timeouts
    guard let deadline = state.deadline else { return timeouts }
    let remaining = deadline.remaining
    guard remaining > .zero else {
      throw timeUp(deadline, "before the request was sent", request, attempts: state.attempts - 1)
    }
    timeouts.total = timeouts.total.map { min($0, remaining) } ?? remaining
    return timeouts
  }

  /// The error for a call whose time is up.
  ///
  /// - Parameters:
  ///   - phase: Where it was then.
  ///   - attempts: How many attempts were made.
  func timeUp(
    _ deadline: CallDeadline, _ phase: String, _ request: ServiceRequest, attempts: Int
  ) -> ServiceError {
    ServiceError(
      .transport, code: "CallTimeout",
      message: "The call's timeout of \(deadline.limit.seconds) s ended \(phase); allow more time, or try again later.",
      operation: operationName(request), attempts: attempts, isRetryable: true)
  }
}

extension ServiceError {
  /// This error as that of a call that would have been tried again, had there been time.
  func runOutOfTime(_ deadline: CallDeadline?) -> ServiceError {
    guard let deadline else { return self }
    var error = self
    let note = "The call's timeout of \(deadline.limit.seconds) s left no time for another attempt."
    error.explanation = [explanation, note].compactMap { $0 }.joined(separator: " ")
    return error
  }
}
