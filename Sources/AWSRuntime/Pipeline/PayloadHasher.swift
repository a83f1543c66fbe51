package import AWSCredentials
import AWSSigV4
import Crypto

#if DEBUG
  import Synchronization
#endif

/// The SHA-256 of a body that arrives in chunks.
package struct PayloadHasher {
  private var hash = SHA256()

  package init() {}

  /// Takes the next bytes.
  package mutating func update(_ chunk: some HTTPBodyChunk) {
    #if DEBUG
      Self.meter?.add(chunk.byteCount)
    #endif
    unsafe chunk.withBodyBytes { bytes in unsafe hash.update(bufferPointer: bytes) }
  }

  /// The hash in lower-case hexadecimal digits.
  package func finish() -> String { SHA256Hex.encode(hash.finalize()) }
}

#if DEBUG
  extension PayloadHasher {
    /// Counts the bytes that are hashed in a task, for tests; there is none in a release build.
    package final class Meter: Sendable {
      private let count = Atomic<Int>(0)

      package init() {}

      /// How many bytes were hashed.
      package var bytes: Int { count.load(ordering: .relaxed) }

      func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
    }

    /// The meter of the task.
    @TaskLocal package static var meter: Meter?
  }
#endif
