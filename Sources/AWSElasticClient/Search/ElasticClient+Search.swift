import AWSCore
import HTTPTypes

extension ElasticClient {
  /// Searches for documents.
  ///
  /// If some shards fail, the engine does not report an error: check ``SearchResponse/shards`` and
  /// ``SearchResponse/timedOut``.
  ///
  /// - Parameters:
  ///   - index: The index, a list (`books,films`) or a pattern (`logs-*`).
  ///   - body: The search request: query, aggregations, `from`, `size`, `sort` and any other member that the engine
  ///     accepts.
  ///   - type: The Swift type to decode the documents as.
  ///   - parameters: URL parameters such as `scroll`, `routing`, `ignore_unavailable`.
  /// - Returns: The hits with their documents, and the aggregations.
  /// - Throws: ``ElasticError``. If a document cannot be decoded as the type, the message names its position and the
  ///   field's path. `CancellationError` if the task is cancelled.
  public func search<Source: Decodable>(
    _ index: String, body: ElasticBody = .none, as type: Source.Type = JSONValue.self,
    parameters: ElasticParameters = [:]
  ) async throws -> SearchResponse<Source> {
    // Opening a scroll or a point in time twice leaves one to expire by itself; a search changes nothing otherwise.
    try await callForDocument(
      ElasticOperation("Search", .post, .index(index, "_search"), parameters: parameters, body: body)
    )
    .reader().searchResponse(type)
  }

  /// Counts documents.
  ///
  /// - Parameters:
  ///   - index: The index, a list or a pattern.
  ///   - body: The query that the documents must match; without a query, all documents are counted.
  ///   - parameters: URL parameters.
  /// - Throws: ``ElasticError``, also if a shard failed, because the count would be wrong. `CancellationError` if the
  ///   task is cancelled.
  public func count(
    _ index: String, body: ElasticBody = .none, parameters: ElasticParameters = [:]
  ) async throws -> Int {
    let response = try await callForDocument(
      ElasticOperation("Count", .post, .index(index, "_count"), parameters: parameters, body: body))
    let reader = response.reader()
    let root = try reader.root()
    let shards = reader.shards(root["_shards"])
    // Those that were skipped count as successful; the response may leave out how many failed.
    guard shards.failed == 0, shards.successful >= shards.total else {
      throw response.invalid(
        "\(max(shards.failed, shards.total - shards.successful)) of \(shards.total) shards failed, so the count is incomplete."
      )
    }
    return try reader.int("count", of: root)
  }
}
