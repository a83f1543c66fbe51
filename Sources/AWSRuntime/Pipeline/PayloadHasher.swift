import Crypto

#if DEBUG
  import Synchronization
#endif

/// The SHA-256 of a body that arrives in chunks.
package struct PayloadHasher {
  private var hash = SHA256()

  package init() {}

  /// Takes the next bytes.
  package mutating func update(_ chunk: [UInt8]) {
    #if DEBUG
      Self.meter?.add(chunk.count)
    #endif
    hash.update(data: chunk)
  }

  /// The hash in lower-case hexadecimal digits.
  package func finish() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
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
