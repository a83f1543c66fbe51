import AWSS3Client

/// An upload of 500 MiB that is interrupted in its middle, and resumed from its token.
struct InterruptedUpload: Sendable {
  static let partSize: Int64 = 5 << 20

  let server: TrialServer
  let size: Int64
  let seed: UInt64

  static func size(_ arguments: Arguments) -> Int64 { max(10 * partSize, arguments.scaled(500 << 20)) }

  private var options: S3.UploadOptions { S3.UploadOptions(partSize: Self.partSize, concurrency: 8) }
  private var parts: Int { Int((size + Self.partSize - 1) / Self.partSize) }
  var content: TrialContent { TrialContent(size: size, seed: seed) }

  private func input(_ content: TrialContent) -> S3.PutObjectInput {
    S3.PutObjectInput(bucket: server.bucket, key: "interrupted", body: content.body)
  }

  func begin() async throws -> S3.UploadToken {
    try await server.client().beginUpload(input(content), options: options)
  }

  /// Uploads until the middle, where something happens that makes the upload fail.
  ///
  /// The content stops at 60 % until that has happened, so that the upload is never complete before, however slow the
  /// machine is.
  ///
  /// - Parameter interrupt: What happens when the server has 40 % of the content.
  /// - Returns: Why the upload failed.
  func uploadToTheMiddle(
    _ token: S3.UploadToken, _ interrupt: @escaping @Sendable () async throws -> Void
  ) async throws -> any Error {
    let (interrupted, release) = AsyncStream<Void>.makeStream()
    let hold = TrialContent.Hold(position: size / 10 * 6) {
      for await _ in interrupted {}
      try Task.checkCancellation()
    }
    let progress = S3.TransferProgress()
    let updates = progress.updates
    async let interruption: Void = whenInTheMiddle(updates) {
      defer { release.finish() }
      try await interrupt()
    }
    let failure: any Error
    do {
      _ = try await server.client().upload(
        input(TrialContent(size: size, seed: seed, hold: hold)), resuming: token, options: options, progress: progress)
      throw TrialFailure("the upload was not interrupted")
    } catch {
      failure = error
    }
    try await interruption
    if let failure = failure as? TrialFailure { throw failure }
    return failure
  }

  private func whenInTheMiddle(
    _ updates: AsyncStream<S3.TransferProgress.State>, _ body: @Sendable () async throws -> Void
  ) async throws {
    for await state in updates where state.transferred >= size / 10 * 4 {
      print("  interrupted when the server had \(state.transferred >> 20) MiB")
      return try await body()
    }
    throw TrialFailure("the upload ended before its middle")
  }

  /// Resumes the upload, and checks what was sent.
  func resume(_ token: S3.UploadToken) async throws {
    let known = try await server.parts(of: token)
    try demand(!known.isEmpty && known.count < parts, "the server has \(known.count) of \(parts) parts: not the middle")
    let transport = WatchedTransport()
    let output = try await server.client(transport: transport).upload(
      input(content), resuming: token, options: options)
    let sent = transport.counts.parts
    print("  resumed: the server had \(known.count) of \(parts) parts, \(sent.count) were sent")
    try demand(
      output.size == size && output.parts == parts, "\(output.parts) parts, \(output.size) bytes were completed")
    try demand(sent.isDisjoint(with: known), "parts were sent again: \(sent.intersection(known).sorted())")
    let missing = Set(1...parts).subtracting(sent).subtracting(known)
    try demand(missing.isEmpty, "parts are missing: \(missing.sorted())")
  }
}
