import AWSCore
import AWSCredentials
import AWSRuntime

extension S3 {
  /// Reads ranges of an object in any order, as a program reads a file with `pread`.
  ///
  /// ```swift
  /// let reader = try await s3.reader(bucket: "data", key: "table.parquet")
  /// let footer = try await reader.read(at: reader.size - 8, count: 8)
  /// let columns = try await reader.read([4..<70_000, 90_000..<120_000])
  /// ```
  ///
  /// Every request names the entity tag that the object had when the reader was made (`If-Match`). If the object has
  /// been replaced since then, reading throws ``S3Error/Code/preconditionFailed``, so that no two reads return bytes of
  /// different contents. A reader is a small value that any number of tasks may use at once.
  public struct ObjectReader: Sendable {
    /// The attributes of the object, as S3 reported them when the reader was made.
    public let attributes: ObjectAttributes
    /// How many bytes the object has.
    public let size: Int64
    /// How ranges are read.
    public let options: ReaderOptions

    let input: GetObjectInput
    let client: S3Client

    /// Reads some bytes.
    ///
    /// - Parameters:
    ///   - offset: The position of the first byte, counted from 0.
    ///   - count: How many bytes to read.
    /// - Returns: The bytes; fewer, or none, if the object ends before.
    /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
    public func read(at offset: Int64, count: Int) async throws -> [UInt8] {
      guard count > 0 else { return [] }
      let (end, overflow) = offset.addingReportingOverflow(Int64(count))
      return try await read([offset..<(overflow ? .max : end)])[0]
    }

    /// Reads several ranges of bytes. Ranges that are close to each other are read with one request; the others are
    /// read at once.
    ///
    /// - Parameter ranges: The positions of the bytes, in any order. Ranges may overlap.
    /// - Returns: The bytes of each range, in the order of `ranges`; fewer, or none, if the object ends before.
    /// - Throws: ``S3Error``, with the code ``S3Error/Code/invalidRange`` if a range begins before the object;
    ///   `CancellationError` if the task is cancelled.
    public func read(_ ranges: [Range<Int64>]) async throws -> [[UInt8]] {
      if let range = ranges.first(where: { $0.lowerBound < 0 }) {
        throw S3Error(
          S3Problem(code: .invalidRange, message: "\(range) begins before the object; nothing was sent."),
          operation: "s3.GetObject", target: input.target)
      }
      let plan = ReadPlan(ranges.map { $0.clamped(to: 0..<max(0, size)) }, options)
      var contents: [[UInt8]] = Array(repeating: [], count: plan.requests.count)
      try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
        var running = 0
        for (index, request) in plan.requests.enumerated() {
          if running >= max(1, options.concurrency), let (index, bytes) = try await group.next() {
            contents[index] = bytes
          } else {
            running += 1
          }
          group.addTask { (index, try await fetch(request)) }
        }
        for try await (index, bytes) in group { contents[index] = bytes }
      }
      return plan.pieces.map { piece in
        guard let piece else { return [] }
        return Array(contents[piece.request][piece.start..<(piece.start + piece.count)])
      }
    }

    /// Reads a range with one request; more if the connection breaks off.
    private func fetch(_ range: Range<Int64>) async throws -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(min(range.count, 16 << 20))
      let reading = PartReading(client: client, input: input, attributes.pin)
      try await reading.read(from: range.lowerBound, to: range.upperBound) { body, _, received in
        var iterator = body.makeAsyncIterator()
        while let chunk = try await iterator.nextChunk() {
          unsafe chunk.withBodyBytes { unsafe bytes.append(contentsOf: $0) }
          received(Int64(chunk.byteCount))
        }
      }
      return bytes
    }
  }

  /// How ranges of an object are read.
  public struct ReaderOptions: Sendable, Hashable {
    /// Two ranges are read with one request if at most this many bytes lie between them; by default 64 KiB. These bytes
    /// are received and dropped.
    public var largestGap: Int64
    /// How many requests are made at once; by default 8.
    public var concurrency: Int

    /// Makes options.
    public init(largestGap: Int64 = 64 << 10, concurrency: Int = 8) {
      self.largestGap = largestGap
      self.concurrency = concurrency
    }
  }
}

extension S3Client {
  /// Makes a reader of ranges of an object. One request asks for the object's size and entity tag.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - versionId: The version to read; `nil` for the current one.
  ///   - options: How ranges are read.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func reader(
    bucket: String, key: String, versionId: String? = nil, options: S3.ReaderOptions = S3.ReaderOptions()
  ) async throws -> S3.ObjectReader {
    let attributes = try await headObject(
      S3.HeadObjectInput(bucket: bucket, key: key, versionId: versionId)
    ).attributes
    let input = S3.GetObjectInput(bucket: bucket, key: key, versionId: versionId)
    guard let size = attributes.contentLength, attributes.pin != nil || size == 0 else {
      throw S3Error(
        S3Problem(
          .invalidResponse, code: .invalidResponse,
          message: "The response has no size or no entity tag of the object, so its ranges cannot be held together."),
        operation: "s3.HeadObject", target: input.target, attempts: 1)
    }
    return S3.ObjectReader(attributes: attributes, size: size, options: options, input: input, client: self)
  }
}

/// Which requests are made for some ranges.
struct ReadPlan: Sendable {
  /// Where the bytes of a range are.
  struct Piece: Sendable, Equatable {
    let request: Int
    let start: Int
    let count: Int
  }

  /// The range of each request, in their order.
  private(set) var requests: [Range<Int64>] = []
  /// Where the bytes of each range are; `nil` for an empty one.
  private(set) var pieces: [Piece?]

  init(_ ranges: [Range<Int64>], _ options: S3.ReaderOptions) {
    pieces = Array(repeating: nil, count: ranges.count)
    let order = ranges.indices.filter { !ranges[$0].isEmpty }.sorted { ranges[$0].lowerBound < ranges[$1].lowerBound }
    for index in order {
      let range = ranges[index]
      if let last = requests.last, range.lowerBound - last.upperBound <= max(0, options.largestGap) {
        requests[requests.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        requests.append(range)
      }
      let request = requests.count - 1
      pieces[index] = Piece(
        request: request, start: Int(range.lowerBound - requests[request].lowerBound), count: range.count)
    }
  }
}
