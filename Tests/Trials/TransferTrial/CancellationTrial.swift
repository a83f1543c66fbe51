import AWSCore
import AWSS3Client

/// Uploads that are cancelled at random moments leave nothing behind.
struct CancellationTrial: Trial {
  private static let partSize: Int64 = 5 << 20
  private static let size: Int64 = 24 << 20

  let server: TrialServer
  let arguments: Arguments

  func perform() async throws {
    let count = max(2, Int(arguments.scaled(20)))
    let content = TrialContent(size: Self.size, seed: arguments.seed)
    // One that nobody cancels tells how many moments there are.
    let undisturbed = WatchedTransport()
    try await upload(content, "undisturbed", undisturbed)
    let moments = undisturbed.counts.moments
    print("cancellations: \(count) uploads of \(Self.size >> 20) MiB, seed \(arguments.seed), \(moments) moments each")

    var random = SeededGenerator(seed: arguments.seed)
    var completed: [String] = []
    for number in 1...count {
      let moment = Int.random(in: 1...moments, using: &random)
      let key = "cancelled-\(number)"
      if try await uploadCancelled(at: moment, content, key) { completed.append(key) }
    }
    print("  cancelled: \(count - completed.count); complete before the cancellation: \(completed.count)")
    try demand(completed.count < count, "no upload was cancelled")

    var left: [String] = []
    for try await upload in server.client().uploads(in: server.bucket) { left.append(upload.key) }
    print("  ListMultipartUploads: \(left.count) uploads")
    try demand(left.isEmpty, "uploads are left: \(left)")
    // An upload whose completion was under way may have become an object, which is whole then.
    var keys: [String] = []
    for try await object in server.client().objects(in: server.bucket) { keys.append(object.key) }
    try demand(Set(completed).isSubset(of: keys), "an object is missing: \(Set(completed).subtracting(keys))")
    for key in keys { try await server.demandObject(key, is: content) }
  }

  /// - Returns: Whether the upload was complete before it was cancelled.
  private func uploadCancelled(at moment: Int, _ content: TrialContent, _ key: String) async throws -> Bool {
    let (reached, reach) = AsyncStream<Void>.makeStream()
    let transport = WatchedTransport { if $0 == moment { reach.finish() } }
    let task = Task {
      defer { reach.finish() }
      try await upload(content, key, transport)
    }
    for await _ in reached {}
    task.cancel()
    do {
      try await task.value
      return true
    } catch is CancellationError {
      return false
    }
  }

  private func upload(_ content: TrialContent, _ key: String, _ transport: WatchedTransport) async throws {
    try await server.client(transport: transport).upload(
      content, bucket: server.bucket, key: key, options: S3.UploadOptions(partSize: Self.partSize, concurrency: 3))
  }
}
