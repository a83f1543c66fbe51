import AWSCore
import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Content of any size, in chunks of which no two are the same.
struct TrialContent: AsyncSequence, Sendable {
  typealias Element = [UInt8]

  /// Where the content stops until something has happened.
  struct Hold: Sendable {
    let position: Int64
    let wait: @Sendable () async throws -> Void
  }

  private static let chunkSize = 256 << 10

  let size: Int64
  private let chunk: [UInt8]
  private let hold: Hold?
  /// Hashes what is read; `nil` to hash nothing.
  private let hashed: SharedDigest?

  init(size: Int64, seed: UInt64, hold: Hold? = nil, hashed: SharedDigest? = nil) {
    self.size = size
    self.hold = hold
    self.hashed = hashed
    var random = SeededGenerator(seed: seed)
    var chunk: [UInt8] = []
    chunk.reserveCapacity(Self.chunkSize)
    while chunk.count < Self.chunkSize { chunk += Self.bytes(of: random.next()) }
    self.chunk = chunk
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let content: TrialContent
    private var position: Int64 = 0

    fileprivate init(_ content: TrialContent) { self.content = content }

    mutating func next() async throws -> [UInt8]? {
      if let hold = content.hold, position >= hold.position { try await hold.wait() }
      let count = Int(Swift.min(Int64(TrialContent.chunkSize), content.size - position))
      guard count > 0 else { return nil }
      var chunk = content.chunk
      chunk.replaceSubrange(0..<8, with: TrialContent.bytes(of: UInt64(position)))
      if count < chunk.count { chunk.removeLast(chunk.count - count) }
      position += Int64(count)
      content.hashed?.add(chunk)
      return chunk
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  /// The content as a body of known length that can be read any number of times.
  var body: AWSHTTPBody { AWSHTTPBody(length: .known(size)) { self } }

  func digest() async throws -> TrialDigest {
    var digest = TrialDigest()
    for try await chunk in TrialContent(size: size, chunk) { digest.add(chunk) }
    return digest
  }

  private init(size: Int64, _ chunk: [UInt8]) {
    self.size = size
    self.chunk = chunk
    hold = nil
    hashed = nil
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

/// The SHA-256 of what was added so far.
struct TrialDigest: Sendable {
  private(set) var count: Int64 = 0
  private var hash = SHA256()

  mutating func add(_ chunk: [UInt8]) {
    hash.update(data: chunk)
    count += Int64(chunk.count)
  }

  /// The hash in hexadecimal.
  var text: String { String(hexadecimal: hash.finalize()) }
}

/// A digest to which the content adds what is read of it.
final class SharedDigest: Sendable {
  private let digest = Locked(TrialDigest())

  var value: TrialDigest { digest.withLock { $0 } }

  func add(_ chunk: [UInt8]) { digest.withLock { $0.add(chunk) } }
}

/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
