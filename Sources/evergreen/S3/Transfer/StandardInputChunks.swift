/// The bytes of the standard input, or of a pipe or device, read when they are asked for.
struct StandardInputChunks: AsyncSequence, Sendable {
  private static let chunkSize = 1 << 20

  /// What is read; `nil` for the standard input.
  private let path: FilePath?

  init(_ path: FilePath? = nil) { self.path = path }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let path: FilePath?
    private var descriptor: FileDescriptor?

    fileprivate init(_ path: FilePath?) { self.path = path }

    mutating func next() async throws -> [UInt8]? {
      do {
        let open: FileDescriptor
        if let descriptor {
          open = descriptor
        } else {
          let path = path
          open = try await BlockingCall.run { try Self.open(path) }
          descriptor = open
        }
        let chunk = try await BlockingCall.run { try open.read(upTo: StandardInputChunks.chunkSize) }
        return chunk.isEmpty ? nil : chunk
      } catch let error as FileDescriptor.Failure {
        throw StreamError(action: "read \(path?.shown ?? "standard input")", code: error.code)
      }
    }

    private static func open(_ path: FilePath?) throws -> FileDescriptor {
      guard let path else { return FileDescriptor(0, closes: false) }
      if let number = (path.followingLinks() ?? path).descriptor, OpenDescriptors.atStart.contains(number) {
        return FileDescriptor(number, closes: false)
      }
      return try FileDescriptor(path, FileDescriptor.reading)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(path) }
}
