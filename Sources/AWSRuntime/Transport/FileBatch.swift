import AWSCredentials

/// Chunks that wait to be written together: each call of the file system costs two changes of threads.
struct FileBatch {
  private static let size: Int64 = 1 << 20
  /// Chunks up to this size are copied together: writing them one by one would cost more, and each might keep a whole
  /// receive buffer in memory.
  private static let small = 16 << 10

  private var chunks: [any HTTPBodyChunk] = []
  private var joined: [UInt8] = []
  /// How many bytes wait.
  private(set) var count: Int64 = 0

  var isFull: Bool { count >= Self.size }

  mutating func add(_ chunk: any HTTPBodyChunk) {
    count += Int64(chunk.byteCount)
    if chunk.byteCount <= Self.small {
      unsafe chunk.withBodyBytes { bytes in unsafe joined.append(contentsOf: bytes) }
    } else {
      closeJoined()
      chunks.append(chunk)
    }
  }

  mutating func take() -> [any HTTPBodyChunk] {
    closeJoined()
    defer {
      chunks.removeAll()
      count = 0
    }
    return chunks
  }

  private mutating func closeJoined() {
    guard !joined.isEmpty else { return }
    chunks.append(joined)
    joined = []
  }
}
