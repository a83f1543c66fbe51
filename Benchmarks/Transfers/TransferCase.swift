import AWSCredentials
import AWSRuntime
import AWSS3Client
import Benchmarking
import NIOCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One thing that is measured.
struct TransferCase: Sendable {
  let subject: Subject
  /// Does it once.
  let run: @Sendable () async throws -> Void
  /// Removes what one run left behind; it is not part of what is measured.
  var cleanUp: @Sendable () throws -> Void = {}

  init(_ subject: Subject, _ run: @escaping @Sendable () async throws -> Void) {
    self.subject = subject
    self.run = run
  }

  init(_ subject: Subject, _ clients: Clients, _ options: Options) {
    let s3 = subject.isValidated ? clients.validating : subject == .putPlain ? clients.plain : clients.s3
    switch subject {
    case .stream, .streamValidated:
      self.init(subject) {
        let output = try await s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large))
        var count = 0
        for try await chunk in output.body { count += chunk.count }
        try require(count, is: Subject.largeSize)
      }
    case .streamBuffers:
      self.init(subject) {
        let output = try await s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large))
        var count = 0
        for try await chunk in output.body.buffers { count += chunk.readableBytes }
        try require(count, is: Subject.largeSize)
      }
    case .file, .fileValidated:
      self.init(subject, into: Self.newPath(in: options.folder)) { path in
        try await s3.download(bucket: Target.bucket, key: Target.large, toFile: path)
      }
    case .ranged, .rangedValidated:
      let download = S3.DownloadOptions(partSize: Int64(Subject.partSize), concurrency: Subject.parts)
      self.init(subject, into: Self.newPath(in: options.folder)) { path in
        try await s3.download(
          S3.GetObjectInput(bucket: Target.bucket, key: Target.large), toFile: path, options: download)
      }
    case .put, .putPlain:
      let bytes = [UInt8](repeating: 0x61, count: Subject.largeSize)
      self.init(subject) { try await s3.put(bytes, bucket: Target.sink, key: Target.large) }
    case .smallGet:
      self.init(subject) {
        try require(await s3.get(bucket: Target.bucket, key: Target.small).count, is: Subject.smallSize)
      }
    case .smallPut:
      let bytes = [UInt8](repeating: 0x61, count: Subject.smallSize)
      self.init(subject) { try await s3.put(bytes, bucket: Target.sink, key: Target.small) }
    case .list:
      self.init(subject) {
        var count = 0
        for try await object in s3.objects(in: Target.list) where !object.key.isEmpty { count += 1 }
        guard count == options.keys else {
          throw BenchmarkError(description: "\(count) keys were listed instead of \(options.keys).")
        }
      }
    }
  }

  private init(
    _ subject: Subject, into path: String, _ download: @escaping @Sendable (String) async throws -> S3.ObjectAttributes
  ) {
    self.init(subject) {
      let attributes = try await download(path)
      try require(Int(attributes.contentLength ?? 0), is: Subject.largeSize)
    }
    cleanUp = { try FileManager.default.removeItem(atPath: path) }
  }

  private static func newPath(in folder: String) -> String {
    "\(folder)/transfers-\(String(UInt64.random(in: .min ... .max), radix: 36))"
  }

  /// Does it so often, one after the other.
  func repeated(_ count: Int) async throws {
    for _ in 0..<count {
      try await run()
      try cleanUp()
    }
  }

  // MARK: - Measuring

  /// What it cost to do it once, on average.
  struct Sample: Sendable {
    /// What passed for each, all tasks together: the inverse of the throughput.
    let wallMicroseconds: Double
    /// Processor time of this process for each.
    let processorMicroseconds: Double
    /// The largest resident memory of this process meanwhile, in bytes.
    let peakBytes: Int

    var json: String {
      """
      {"wallMicroseconds":\(wallMicroseconds),"processorMicroseconds":\(processorMicroseconds),"peakBytes":\(peakBytes)}
      """
    }
  }

  /// Does it so often.
  ///
  /// - Parameters:
  ///   - count: How often, by all tasks together.
  ///   - tasks: How many tasks do it at once.
  func sample(count: Int, tasks: Int) async throws -> Sample {
    let each = max(1, count / tasks)
    ResidentMemory.resetPeak()
    var (wall, processor) = (0.0, 0.0)
    if tasks == 1 {
      for _ in 0..<each {
        let start = Instants()
        try await run()
        let end = Instants()
        // At nobody's expense.
        try cleanUp()
        wall += end.wall - start.wall
        processor += end.processor - start.processor
      }
    } else {
      let start = Instants()
      try await withThrowingTaskGroup { group in
        for _ in 0..<tasks { group.addTask { try await repeated(each) } }
        try await group.waitForAll()
      }
      let end = Instants()
      (wall, processor) = (end.wall - start.wall, end.processor - start.processor)
    }
    let total = Double(each * tasks)
    return Sample(
      wallMicroseconds: wall / total, processorMicroseconds: processor / total, peakBytes: ResidentMemory.peak)
  }
}

/// Fails if something else arrived than the case needs.
private func require(_ count: Int, is expected: Int) throws {
  guard count == expected else { throw BenchmarkError(description: "\(count) bytes arrived instead of \(expected).") }
}
