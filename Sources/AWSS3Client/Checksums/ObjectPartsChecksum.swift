import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares an object that is read in parts with its checksum.
///
/// S3 sends the checksum of an object with its head, and none with a range. A cyclic redundancy check of the whole can be combined
/// of those of the parts; a checksum of another kind cannot, and one that was made of the checksums of the uploaded parts says
/// nothing about other parts ("Checking object integrity" in the Amazon S3 User Guide).
final class ObjectPartsChecksum: Sendable {
  private struct Part {
    var sum: any RunningChecksum
    var count: UInt64 = 0
  }

  private let algorithm: S3.ChecksumAlgorithm
  private let checksum: BodyChecksum
  private let expected: String
  /// By the position of the first byte.
  private let parts = Locked<[Int64: Part]>([:])

  /// Looks for a checksum that can be compared.
  ///
  /// - Parameter head: The head of the object.
  /// - Returns: `nil` if there is none.
  init?(_ head: S3.HeadObjectOutput) {
    guard head.checksumType != .composite else { return nil }
    let told: [(S3.ChecksumAlgorithm, String?)] = [
      (.crc64nvme, head.checksumCRC64NVME), (.crc32c, head.checksumCRC32C), (.crc32, head.checksumCRC32),
    ]
    guard let (algorithm, value) = told.first(where: { $0.1.map(S3ResponseChecksum.isOfContent) == true }),
      let expected = value, let checksum = algorithm.computed
    else { return nil }
    self.algorithm = algorithm
    self.checksum = checksum
    self.expected = expected
  }

  /// Passes on a body, and takes its bytes as the next ones of a part.
  ///
  /// - Parameter start: The position of the part's first byte, which tells parts apart.
  func taking(_ body: AWSHTTPBody, ofPartAt start: Int64) -> AWSHTTPBody {
    AWSHTTPBody(once: AnyChunks(mixed: Chunks(body: body, checksum: self, start: start)), length: body.length)
  }

  fileprivate func add(_ chunk: any HTTPBodyChunk, toPartAt start: Int64) {
    // Taken out meanwhile, so that only the parts are behind the lock and not the work.
    var part = parts.withLock { $0.removeValue(forKey: start) } ?? Part(sum: checksum.begin())
    part.sum.update(chunk)
    part.count += UInt64(chunk.byteCount)
    parts.withLock { $0[start] = part }
  }

  /// Throws if the parts do not have the checksum of the object.
  func compare() throws(AWSHTTPBodyError) {
    let parts = parts.withLock { $0.sorted { $0.key < $1.key }.map { ($0.value.sum.bytes, $0.value.count) } }
    guard let whole = checksum.wholeObject(parts.map { (checksum: $0.0, length: $0.1) }) else { return }
    let actual = Data(whole).base64EncodedString()
    guard actual != expected else { return }
    throw .checksumMismatch(algorithm: algorithm.rawValue, expected: expected, actual: actual)
  }
}

extension ObjectPartsChecksum {
  private struct Chunks: AsyncSequence, Sendable {
    let body: AWSHTTPBody
    let checksum: ObjectPartsChecksum
    let start: Int64

    struct AsyncIterator: AsyncIteratorProtocol {
      var base: AWSHTTPBody.AsyncIterator
      let checksum: ObjectPartsChecksum
      let start: Int64

      mutating func next() async throws -> (any HTTPBodyChunk)? {
        guard let chunk = try await base.nextChunk() else { return nil }
        checksum.add(chunk, toPartAt: start)
        return chunk
      }
    }

    func makeAsyncIterator() -> AsyncIterator {
      AsyncIterator(base: body.makeAsyncIterator(), checksum: checksum, start: start)
    }
  }
}
