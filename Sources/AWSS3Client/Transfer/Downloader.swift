import AWSCredentials
import AWSRuntime

/// One download of an object into a file, in parts of which several are received at once.
struct Downloader: Sendable {
  let client: S3Client
  /// The object. Its range is not used.
  let input: S3.GetObjectInput
  let path: String
  let options: S3.DownloadOptions
  /// Where to report; `nil` for nowhere.
  let progress: S3.TransferProgress?
  /// Whether the file gets the time at which the object was written.
  private var keepsTime: Bool { options.fileTime == .object }
  /// How many bytes the object had when it was listed; `nil` if that is not known.
  var listedSize: Int64?

  /// Receives the object. The file is there when it is complete, and not before.
  func download() async throws -> S3.ObjectAttributes {
    defer { progress?.finish() }
    let first = try await firstPart()
    progress?.begin(total: first.contentRange?.total ?? first.attributes.contentLength)
    if let size = first.contentRange?.total ?? first.attributes.contentLength, size <= S3Client.smallFile {
      return try await receiveAtOnce(first, size)
    }
    let file = try await ReceivedFile.create(at: path)
    do {
      var attributes = first.attributes
      if let range = first.contentRange, let total = range.total, range.last + 1 < total {
        attributes.contentLength = total
        try await receive(first, of: total, into: file)
      } else {
        try await receiveWhole(first, into: file)
      }
      if keepsTime, let date = attributes.lastModified { try await file.setModified(date) }
      try await file.publish(options.durability.value)
      progress?.complete()
      return attributes
    } catch {
      await file.remove()
      throw error
    }
  }

  /// The first part; the whole object, if it is small, or if the server knows no ranges.
  private func firstPart() async throws -> S3.GetObjectOutput {
    var request = input
    request.range = nil
    // S3 has a checksum of a whole object only, and an empty object has no range.
    if let listedSize, listedSize <= options.size { return try await client.getObject(request) }
    request.range = .bytes(from: 0, through: options.size - 1)
    do {
      let first = try await client.getObject(request)
      // A part of an object whose size is not told may not be all of it.
      if first.contentRange == nil || first.contentRange?.total != nil { return first }
    } catch let error as S3Error where error.statusCode == 416 || error.code == .invalidResponse {
      // An empty object has no first part, and some servers and proxies send everything.
    }
    request.range = nil
    return try await client.getObject(request)
  }

  /// Receives a small object into memory, from where it is written to the file.
  private func receiveAtOnce(_ first: S3.GetObjectOutput, _ size: Int64) async throws -> S3.ObjectAttributes {
    var content: [UInt8] = []
    content.reserveCapacity(Int(size))
    func take(_ body: AWSHTTPBody, _ received: (Int64) -> Void) async throws {
      var chunks = body.makeAsyncIterator()
      while let chunk = try await chunks.nextChunk() {
        unsafe chunk.withBodyBytes { bytes in unsafe content.append(contentsOf: bytes) }
        received(Int64(chunk.byteCount))
        progress?.add(Int64(chunk.byteCount))
      }
    }
    if size == 0 {
      try await take(first.body) { _ in }
    } else {
      try await PartReading(client: client, input: input, first.attributes.pin).read(first, from: 0, to: size) {
        body, _, received in try await take(body, received)
      }
    }
    var attributes = first.attributes
    attributes.contentLength = size
    try await ReceivedFile.store(
      content, at: path, modified: keepsTime ? attributes.lastModified : nil, options.durability.value)
    progress?.complete()
    return attributes
  }

  private func receiveWhole(_ output: S3.GetObjectOutput, into file: ReceivedFile) async throws {
    guard let size = output.attributes.contentLength else {
      return try await file.write(output.body, at: 0) { progress?.add($0) }
    }
    try await receive(output, from: 0, to: size, output.attributes.pin, nil, into: file)
  }

  private func receive(_ first: S3.GetObjectOutput, of total: Int64, into file: ReceivedFile) async throws {
    guard let etag = first.attributes.pin else {
      throw S3Error(
        S3Problem(
          .invalidResponse, code: .invalidResponse,
          message: """
            The response has no entity tag, so the parts cannot be held together: read the object as a stream instead.
            """), operation: "s3.GetObject", target: input.target, attempts: 1)
    }
    let checksum = try await checksum(etag)
    try await withThrowingTaskGroup { group in
      group.addTask { try await receive(first, from: 0, to: options.size, etag, checksum, into: file) }
      var running = 1
      for offset in stride(from: options.size, to: total, by: Int(options.size)) {
        if running >= max(1, options.concurrency) { try await group.next() } else { running += 1 }
        group.addTask {
          try await receive(nil, from: offset, to: min(offset + options.size, total), etag, checksum, into: file)
        }
      }
      try await group.waitForAll()
    }
    do throws(AWSHTTPBodyError) {
      try checksum?.compare()
    } catch {
      throw S3Client.contentError(error, target: input.target)
    }
  }

  /// The checksum that the parts are compared with: S3 sends it with the head of an object, and not with a range.
  ///
  /// - Returns: `nil` if none is to be validated, or S3 has none that can be combined of those of the parts.
  private func checksum(_ etag: S3.ETag) async throws -> ObjectPartsChecksum? {
    guard case .success(let rules) = client.server, input.checksumMode == .enabled || rules.validatesChecksums else {
      return nil
    }
    do {
      return ObjectPartsChecksum(try await client.headObject(input.head(etag)))
    } catch is S3Error {
      // Whoever may not ask for the head may read the object all the same; if it has changed, the other parts tell.
      return nil
    }
  }

  /// Receives a part. If its body breaks off, the rest is asked for.
  private func receive(
    _ output: S3.GetObjectOutput?, from start: Int64, to end: Int64, _ etag: S3.ETag?,
    _ checksum: ObjectPartsChecksum?, into file: ReceivedFile
  ) async throws {
    try await PartReading(client: client, input: input, etag).read(output, from: start, to: end) {
      body, position, received in
      try await file.write(checksum?.taking(body, ofPartAt: start) ?? body, at: position) { count in
        received(count)
        progress?.add(count)
      }
    }
  }
}

extension S3.GetObjectInput {
  /// The request for the head of the object with its checksums, if it still has an entity tag.
  fileprivate func head(_ etag: S3.ETag) -> S3.HeadObjectInput {
    var request = S3.HeadObjectInput(bucket: bucket, key: key, versionId: versionId)
    request.ifMatch = etag
    request.checksumMode = .enabled
    request.sseCustomerAlgorithm = sseCustomerAlgorithm
    request.sseCustomerKey = sseCustomerKey
    request.sseCustomerKeyMD5 = sseCustomerKeyMD5
    request.requestPayer = requestPayer
    request.expectedBucketOwner = expectedBucketOwner
    request.additionalHeaders = additionalHeaders
    return request
  }
}

extension S3.ObjectAttributes {
  /// The entity tag that holds the parts of a read together; `nil` if there is none that tells every change.
  var pin: S3.ETag? { etag.flatMap { $0.isWeak || $0.isAny ? nil : $0 } }
}

extension S3 {
  /// Which time a downloaded file gets as that of its last change.
  public enum FileTime: Sendable, Hashable {
    /// When it was received.
    case received
    /// When its object was written.
    case object
  }

  /// How an object is downloaded into a file.
  public struct DownloadOptions: Sendable, Hashable {
    /// The size of a part in bytes, at least 1 MiB; by default 8 MiB. An object up to this size is read with one
    /// request.
    public var partSize: Int64
    /// How many parts are received at once; by default 8. Each needs about 2 MiB of memory, whatever its size.
    public var concurrency: Int
    /// Whether the call waits until the bytes are on the disk. By default it does not.
    public var durability: FileDurability
    /// Which time a file gets as that of its last change; by default that of the download. A file of a directory that
    /// is downloaded always gets that of its object.
    public var fileTime = FileTime.received

    /// Makes options.
    public init(partSize: Int64 = 8 << 20, concurrency: Int = 8, durability: FileDurability = .buffered) {
      self.partSize = partSize
      self.concurrency = concurrency
      self.durability = durability
    }

    /// The size of a part, as it is used.
    var size: Int64 { max(1 << 20, partSize) }
  }
}
