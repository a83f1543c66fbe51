import AWSCredentials
import AWSRuntime

/// What ends the waiting for a bucket or an object.
struct S3Waiter: Sendable {
  /// The pause between two requests.
  let delay: Duration
  /// The statuses for which is waited.
  let success: Set<Int>
  /// The statuses of errors after which the waiting goes on. After a response without an error it always does.
  let retry: Set<Int>
}

extension S3Client {
  /// Sends a request again and again until it has the status that is waited for.
  func wait<Operation: S3Operation>(for input: Operation, _ rule: S3Waiter, timeout: Duration) async throws {
    let clock = configuration.clock
    let end = clock.monotonicNow() + timeout
    while true {
      do throws(any Error) {
        _ = try await call(input)
        if rule.success.contains(200) { return }
      } catch let error as S3Error {
        guard let status = error.statusCode else { throw error }
        if rule.success.contains(status) { return }
        guard rule.retry.contains(status) else { throw error }
      }
      let left = end - clock.monotonicNow()
      guard left > .zero else {
        let problem = S3Problem(
          .transport, code: .waitTimedOut, message: "What was waited for did not happen within \(timeout).")
        throw S3Error(problem, operation: "s3.\(Operation.operation.name)", target: input.target)
      }
      try await clock.sleep(for: min(rule.delay, left))
    }
  }
}
