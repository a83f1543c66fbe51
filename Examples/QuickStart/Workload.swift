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

  let pools: ServiceClientFactory<DatabasePool>
  private let s3: S3Client
  private let elastic: ElasticClient
  private let bucket: String
  private let requestCount = Atomic<Int>(0)
  private let failures = Mutex<[String]>([])

  init(s3: S3Client, elastic: ElasticClient, pools: ServiceClientFactory<DatabasePool>, bucket: String) {
    self.s3 = s3
    self.elastic = elastic
    self.pools = pools
    self.bucket = bucket
  }

  /// How many operations have succeeded so far.
  var requests: Int { requestCount.load(ordering: .relaxed) }
  /// What has failed so far.
  var errors: [String] { failures.withLock { $0 } }

  func prepare(makingBucket: Bool) async throws {
    if makingBucket { try await s3.createBucket(bucket) }
    if try await elastic.existsIndex(Self.index) { try await elastic.deleteIndex(Self.index) }
    try await elastic.createIndex(Self.index)
  }

  /// Removes what the run has made.
  func cleanUp() async throws {
    for try await object in s3.objects(in: bucket, prefix: Self.prefix) {
      try await s3.delete(bucket: bucket, key: object.key)
    }
    try await elastic.deleteIndex(Self.index)
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

  /// How often the credentials have rotated. The factory is asked for a pool for the last of them, too.
  func rotations(of credentials: CredentialCache) async throws -> Int {
    var generation: UInt64
    repeat {
      generation = credentials.generation
      _ = try await pools.client()
    } while generation != credentials.generation
    return Int(generation) - 1
  }

  private func repeatedly(until end: ContinuousClock.Instant, _ work: (Int) async throws -> Void) async {
    var round = 0
    while ContinuousClock.now < end {
      round += 1
      do {
        try await work(round)
        try await pools.withClient { pool in try pool.query("INSERT INTO rounds VALUES (\(round))") }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
  }

  private func writeAndReadObject(_ lane: Int, _ round: Int) async throws {
    // A key that survives whatever it holds.
    let key = "\(Self.prefix)lane \(lane)/한글 + //\(round % 50)"
    let content = "round \(round) of lane \(lane)"
    try await s3.put(content, bucket: bucket, key: key)
    count()
    guard try await s3.get(bucket: bucket, key: key, as: String.self) == content else { throw Mismatch(what: key) }
    count()
  }

  private func indexAndSearch(_ lane: Int, _ round: Int) async throws {
    let document = Document(lane: lane, round: round, text: "evergreen")
    let id = "\(lane)/\(round % 50)"
    try await elastic.index(Self.index, id: id, document: document)
    count()
    let stored = try await elastic.get(Self.index, id: id, as: Document.self)
    guard stored.source == document else { throw Mismatch(what: id) }
    count()
    let found = try await elastic.search(
      Self.index, body: ["query": ["term": ["lane": lane]], "size": 1], as: Document.self)
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
