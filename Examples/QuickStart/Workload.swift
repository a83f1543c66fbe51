import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import Synchronization

/// Writes and reads objects and documents, several of each at a time, and checks what comes back.
final class Workload: Sendable {
  private static let index = "evergreen-quickstart"
  private static let prefix = "evergreen-quickstart/"
  private static let lanes = 3

  private struct Document: Codable, Equatable {
    var lane: Int
    var round: Int
    var text: String
  }

  let s3: ServiceClientFactory<S3Client>
  let elastic: ServiceClientFactory<ElasticClient>
  private let bucket: String
  private let requestCount = Atomic<Int>(0)
  private let failures = Mutex<[String]>([])

  init(s3: ServiceClientFactory<S3Client>, elastic: ServiceClientFactory<ElasticClient>, bucket: String) {
    self.s3 = s3
    self.elastic = elastic
    self.bucket = bucket
  }

  /// How many operations have succeeded so far.
  var requests: Int { requestCount.load(ordering: .relaxed) }
  /// What has failed so far.
  var errors: [String] { failures.withLock { $0 } }

  func prepare(makingBucket: Bool) async throws {
    if makingBucket { try await s3.client().createBucket(bucket) }
    if try await elastic.client().existsIndex(Self.index) { try await elastic.client().deleteIndex(Self.index) }
    try await elastic.client().createIndex(Self.index)
  }

  /// Removes what the run has made.
  func cleanUp() async throws {
    for try await object in try await s3.client().objects(in: bucket, prefix: Self.prefix) {
      try await s3.client().delete(bucket: bucket, key: object.key)
    }
    try await elastic.client().deleteIndex(Self.index)
  }

  func run(for duration: Duration) async {
    let end = ContinuousClock.now + duration
    await withTaskGroup { group in
      for lane in 0..<Self.lanes {
        group.addTask { await self.repeatedly(until: end) { try await self.writeAndReadObject(lane, $0) } }
        group.addTask { await self.repeatedly(until: end) { try await self.indexAndSearch(lane, $0) } }
      }
    }
  }

  private func repeatedly(until end: ContinuousClock.Instant, _ work: (Int) async throws -> Void) async {
    var round = 0
    while ContinuousClock.now < end {
      round += 1
      do {
        try await work(round)
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
  }

  private func writeAndReadObject(_ lane: Int, _ round: Int) async throws {
    // A key that survives whatever it holds.
    let key = "\(Self.prefix)lane \(lane)/한글 + //\(round % 50)"
    let content = Array("round \(round) of lane \(lane)".utf8)
    _ = try await s3.client().putObject(S3.PutObjectInput(bucket: bucket, key: key, body: AWSHTTPBody(content)))
    count()
    let object = try await s3.client().getObject(S3.GetObjectInput(bucket: bucket, key: key))
    guard try await object.body.collect(upTo: 1 << 20) == content else { throw Mismatch(what: key) }
    count()
  }

  private func indexAndSearch(_ lane: Int, _ round: Int) async throws {
    let document = Document(lane: lane, round: round, text: "evergreen")
    let id = "\(lane)/\(round % 50)"
    try await elastic.client().index(Self.index, id: id, document: document)
    count()
    let stored = try await elastic.client().get(Self.index, id: id, as: Document.self)
    guard stored.source == document else { throw Mismatch(what: id) }
    count()
    let found = try await elastic.client().search(
      Self.index, body: ["query": ["term": ["lane": JSONValue(lane)]], "size": 1], as: Document.self)
    guard found.sources.allSatisfy({ $0.lane == lane }) else { throw Mismatch(what: "search in lane \(lane)") }
    count()
  }

  private func count() { requestCount.add(1, ordering: .relaxed) }
}

/// Something that was read is not what had been written.
struct Mismatch: Error, CustomStringConvertible {
  let what: String
  var description: String { "what was read back for \(what) is not what was written" }
}
