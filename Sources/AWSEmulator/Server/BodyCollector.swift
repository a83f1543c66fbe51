import Crypto
import HummingbirdCore
import NIOCore

/// Reads a body into memory, its digests with it.
struct BodyCollector {
  private var buffer = ByteBuffer()
  private var sha256 = SHA256()
  private var md5: Insecure.MD5?
  private let limit: Int

  private init(plan: BodyPlan, expected: Int?) {
    limit = plan.limit
    if plan.wantsMD5 { md5 = Insecure.MD5() }
    // What a header promises is believed up to a point.
    if let expected, expected > 0 { buffer.reserveCapacity(min(expected, plan.limit, 8 << 20)) }
  }

  /// Reads a body to its end, also when it is too large to be kept.
  ///
  /// - Returns: The body, or `nil` if it is larger than the plan allows.
  static func collect(_ body: RequestBody, plan: BodyPlan, expected: Int?) async throws -> CollectedBody? {
    var collector = BodyCollector(plan: plan, expected: expected)
    var count = 0
    for try await part in body {
      count += part.readableBytes
      if count <= plan.limit { collector.append(part) }
    }
    return count <= plan.limit ? collector.finish() : nil
  }

  private mutating func append(_ part: ByteBuffer) {
    unsafe part.withUnsafeReadableBytes { bytes in
      unsafe sha256.update(bufferPointer: bytes)
      unsafe md5?.update(bufferPointer: bytes)
    }
    var part = part
    if buffer.readableBytes == 0, buffer.capacity == 0 { buffer = part } else { buffer.writeBuffer(&part) }
  }

  private consuming func finish() -> CollectedBody {
    CollectedBody(buffer: buffer, sha256: Hex.encode(sha256.finalize()), md5: md5.map { Array($0.finalize()) } ?? [])
  }
}
