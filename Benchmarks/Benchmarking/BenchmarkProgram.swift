import AWSCore
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs the asynchronous part of a benchmark from a synchronous `main`: instruction counters stumble over an asynchronous
/// one.
package enum BenchmarkProgram {
  /// Runs something asynchronous, and returns when it has ended. If it fails, the program prints why and exits with 1.
  ///
  /// - Parameters:
  ///   - name: The name of the program, which begins the message.
  ///   - body: What is run.
  package static func run(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    let failure = Locked<String?>(nil)
    Task.detached {
      do {
        try await body()
      } catch {
        failure.withLock { $0 = "\(error)" }
      }
      done.signal()
    }
    done.wait()
    guard let message = failure.withLock({ $0 }) else { return }
    print("\(name): \(message)")
    exit(1)
  }
}

/// The server did not do what the case needs, so nothing was measured.
package struct BenchmarkError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}
