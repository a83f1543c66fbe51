import AWSCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Carries a failure from the asynchronous part to `main`.
final class Outcome: Sendable {
  private let message = Locked<String?>(nil)

  func fail(with error: any Error) { message.withLock { $0 = "\(error)" } }

  func exitIfFailed() {
    guard let message = message.withLock({ $0 }) else { return }
    print("Requests: \(message)")
    exit(1)
  }
}

/// The server did not do what the case needs, so nothing was measured.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
}
