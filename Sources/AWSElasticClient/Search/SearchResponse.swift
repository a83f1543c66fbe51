import AWSCore

/// What a search found.
public struct SearchResponse<Source> {
  /// How long the engine took, in milliseconds.
  public let took: Int
  /// Whether the search timed out, so that the hits are incomplete.
  public let timedOut: Bool
  /// How many shards succeeded and failed. If some failed, the hits are incomplete.
  public let shards: ShardSummary
  /// How many documents match; `nil` if counting was turned off.
  public let total: SearchTotal?
  /// The best score.
  public let maxScore: Double?
  /// The hits of this page.
  public let hits: [SearchHit<Source>]
  /// The aggregations by name, if any were asked for.
  public let aggregations: JSONValue?
  /// The suggestions, if any were asked for.
  public let suggestions: JSONValue?
  /// The id to continue with, if the search was opened with `scroll`. Send it in a body, not in a path or query.
  public let scrollId: String?
  /// The point in time the search ran on, if it did.
  public let pointInTimeId: String?

  /// The documents of the hits.
  public var sources: [Source] { hits.compactMap(\.source) }
}

/// One document that a search found.
public struct SearchHit<Source> {
  /// The index.
  public let index: String
  /// The document's id.
  public let id: String
  /// The relevance score; `nil` if the search did not score.
  public let score: Double?
  /// The document; `nil` if none was stored or asked for.
  public let source: Source?
  /// The values it was sorted by, for `search_after`.
  public let sort: [JSONValue]
  /// Highlighted fragments by field.
  public let highlight: [String: [String]]
  /// Fields that were requested in addition to the document.
  public let fields: JSONValue?
  /// The sequence number and primary term, to make a write conditional on this version, if asked for with
  /// `seq_no_primary_term`.
  public let documentVersion: DocumentVersion?
  let rawSource: ArraySlice<UInt8>?

  /// The document's JSON, byte for byte as the server sent it.
  public var sourceBytes: [UInt8]? { rawSource.map { Array($0) } }
}

/// How many documents match.
public struct SearchTotal: Sendable, Hashable {
  /// Whether the count is exact.
  public enum Relation: Sendable, Hashable {
    /// Exactly this many.
    case exact
    /// At least this many: the engine stopped counting, see `track_total_hits`.
    case atLeast
  }
  /// The count.
  public let value: Int
  /// Whether it is exact.
  public let relation: Relation

  /// Makes a count.
  public init(value: Int, relation: Relation) {
    self.value = value
    self.relation = relation
  }
}

/// How many shards of a request succeeded and failed.
public struct ShardSummary: Sendable, Hashable {
  /// How many there are.
  public let total: Int
  /// How many succeeded.
  public let successful: Int
  /// How many failed.
  public let failed: Int
  /// Why they failed, as reported by the engine.
  public let failures: [JSONValue]
}

extension SearchResponse: Sendable where Source: Sendable {}
extension SearchHit: Sendable where Source: Sendable {}

// MARK: - Reading

extension ElasticResponseReader {
  func searchResponse<Source: Decodable>(_ type: Source.Type) throws(ElasticError) -> SearchResponse<Source> {
    let root = try root()
    let hits = try fields(of: root["hits"], at: "hits")
    var list: [SearchHit<Source>] = []
    let nodes = try elements(of: hits["hits"], at: "hits.hits")
    list.reserveCapacity(nodes.count)
    for (position, node) in nodes.enumerated() {
      list.append(try searchHit(type, from: node, at: "hits.hits[\(position)]"))
    }
    return SearchResponse(
      took: try int("took", of: root), timedOut: root["timed_out"]?.bool ?? false, shards: shards(root["_shards"]),
      total: total(hits["total"]), maxScore: hits["max_score"]?.double, hits: list,
      aggregations: root["aggregations"]?.value, suggestions: root["suggest"]?.value,
      scrollId: root["_scroll_id"]?.string, pointInTimeId: root["pit_id"]?.string)
  }

  private func searchHit<Source: Decodable>(
    _ type: Source.Type, from node: JSONNode, at path: String
  ) throws(ElasticError) -> SearchHit<Source> {
    let hit = try fields(of: node, at: path)
    let raw = hit["_source"]
    return SearchHit(
      index: try string("_index", of: hit, at: "\(path)."), id: try string("_id", of: hit, at: "\(path)."),
      score: hit["_score"]?.double,
      source: try raw.map { raw throws(ElasticError) in try decode(type, from: raw, at: "\(path)._source") },
      sort: hit["sort"]?.elements?.map(\.value) ?? [],
      highlight: highlight(hit["highlight"]),
      fields: hit["fields"]?.value, documentVersion: documentVersion(hit), rawSource: raw?.raw)
  }

  private func highlight(_ node: JSONNode?) -> [String: [String]] {
    let fragments = (node?.fields ?? .none).all.map { ($0.name, ($0.value.elements ?? []).compactMap(\.string)) }
    return Dictionary(fragments, uniquingKeysWith: { $1 })
  }

  /// An object since Elasticsearch 7; a number with `rest_total_hits_as_int`.
  private func total(_ node: JSONNode?) -> SearchTotal? {
    if let value = node?.int { return SearchTotal(value: value, relation: .exact) }
    guard let fields = node?.fields, let value = fields["value"]?.int else { return nil }
    return SearchTotal(value: value, relation: fields["relation"]?.string == "gte" ? .atLeast : .exact)
  }

  func shards(_ node: JSONNode?) -> ShardSummary {
    let fields = node?.fields ?? .none
    return ShardSummary(
      total: fields["total"]?.int ?? 0, successful: fields["successful"]?.int ?? 0,
      failed: fields["failed"]?.int ?? 0, failures: (fields["failures"]?.elements ?? []).map(\.value))
  }
}
