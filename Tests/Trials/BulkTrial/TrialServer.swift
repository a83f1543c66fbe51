import AWSCredentials
import AWSElasticClient
import AWSRuntime

/// The server behind the proxy, asked directly.
struct TrialServer {
  static let key = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

  let client: ElasticClient

  init(endpoint: String) throws {
    client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(Self.key)), region: "us-east-1",
        retry: RetryPolicy(maxAttempts: 1)),
      endpoint: try ElasticEndpoint(endpoint, service: .es, region: "us-east-1"))
  }

  func reset(_ index: String) async throws {
    if try await client.existsIndex(index) { try await client.deleteIndex(index) }
    try await client.createIndex(
      index,
      body: [
        "settings": ["number_of_shards": 1, "number_of_replicas": 0],
        "mappings": ["properties": ["n": ["type": "long"]]],
      ])
  }

  /// How often each document is stored, by its number.
  func scan(_ index: String, documents: Int) async throws -> [Int: Int] {
    try await client.refresh(index)
    var counts: [Int: Int] = [:]
    // A page holds each document of its range up to twice.
    let step = 5000
    for start in stride(from: 0, to: documents, by: step) {
      let page = try await client.search(
        index,
        body: [
          "query": ["range": ["n": ["gte": start, "lt": start + step]]], "size": 10_000,
          "track_total_hits": true, "_source": ["n"],
        ])
      guard page.total?.value == page.hits.count else { throw Incomplete(found: page.hits.count) }
      for provider in page.sources { counts[provider["n"]?.int ?? -1, default: 0] += 1 }
    }
    return counts
  }

  private struct Incomplete: Error {
    let found: Int
  }
}
