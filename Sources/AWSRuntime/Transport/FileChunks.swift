import NIOCore

/// Some bytes of a file, read when they are asked for, and one piece ahead of that.
struct FileChunks: AsyncSequence, Sendable {
  private static let chunkSize: Int64 = 1 << 20
  private let path: String
  private let start: Int64
  private let end: Int64
  private let size: Int64

  /// Describes the bytes.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - start: The position of the first byte.
  ///   - end: The position behind the last byte.
  ///   - size: How many bytes the file had when that was decided.
  init(path: String, from start: Int64, to end: Int64, of size: Int64) {
    self.path = path
    self.size = size
    self.start = start
    self.end = end
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    private let path: String
    private let end: Int64
    private let size: Int64
    private var file: RegularFile?
    private var offset: Int64
    private var ahead: Task<ByteBuffer, any Error>?

    fileprivate init(_ chunks: FileChunks) {
      path = chunks.path
      end = chunks.end
      size = chunks.size
      offset = chunks.start
    }

    mutating func next() async throws -> ByteBuffer? {
      guard offset < end else { return nil }
      let open: RegularFile
      if let file { open = file } else { open = try await RegularFile.open(path).file }
      file = open
      let chunk: ByteBuffer
      if let ahead {
        chunk = try await ahead.value
      } else {
        chunk = try await open.read(nextCount, at: offset)
      }
      guard chunk.readableBytes > 0 else {
        throw FileTransferError(
          path: path, message: "It had \(size) bytes when the request was made and has \(offset) now.")
      }
      offset += Int64(chunk.readableBytes)
      let (count, position) = (nextCount, offset)
      ahead = count == 0 ? nil : Task { try await open.read(count, at: position) }
      return chunk
    }

    private var nextCount: Int { Int(Swift.min(end - offset, FileChunks.chunkSize)) }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
