import AWSCore

/// The response to a search.
public struct SearchResponse<Source> {
  /// How long the engine worked on the search, in milliseconds.
  public let took: Int
  /// Whether the search reached its time limit, so that the hits are incomplete.
  public let timedOut: Bool
  /// The number of shards that succeeded and failed. If some failed, the hits are incomplete.
  public let shards: ShardSummary
  /// The number of matching documents; `nil` if the request turned counting off.
  public let total: SearchTotal?
  /// The highest relevance score; `nil` if the search did not compute scores.
  public let maxScore: Double?
  /// The documents that were found, at most as many as the search asked for.
  public let hits: [SearchHit<Source>]
  /// The results of the aggregations, as a JSON object with their names as keys; `nil` if none were requested.
  public let aggregations: JSONValue?
  /// The suggestions, as the JSON that the engine sent; `nil` if none were requested.
  public let suggestions: JSONValue?
  /// The id with which to request the next page, if the search used `scroll`; else `nil`. Send the id in the body of
  /// the next request, not in its path or query.
  public let scrollId: String?
  /// The id of the point in time that the search used; `nil` if it used none.
  public let pointInTimeId: String?

  /// The decoded documents of the hits. Hits without a document are left out.
  public var sources: [Source] { hits.compactMap(\.source) }
}

/// One document that a search found.
public struct SearchHit<Source> {
  /// The index of the document.
  public let index: String
  /// The id of the document.
  public let id: String
  /// The relevance score; `nil` if the search did not compute scores.
  public let score: Double?
  /// The decoded document; `nil` if its content (`_source`) was not stored or not requested.
  public let source: Source?
  /// The values by which the hit was sorted. Pass those of the last hit as `search_after` to get the next page. This is
  /// empty if the search did not sort by fields.
  public let sort: [JSONValue]
  /// The highlighted fragments of text, by the name of their field.
  public let highlight: [String: [String]]
  /// The values of the fields that the search requested with `fields` or a similar member; `nil` if it requested none.
  public let fields: JSONValue?
  /// The version of the document, to pass as the condition of a later write, such as ``WriteOptions/ifVersion``; `nil`
  /// unless the search requested it with `seq_no_primary_term`.
  public let documentVersion: DocumentVersion?
  let rawSource: ArraySlice<UInt8>?

  /// The document's JSON, byte for byte as the server sent it; `nil` if ``source`` is `nil`.
  public var sourceBytes: [UInt8]? { rawSource.map { Array($0) } }
}

/// The number of documents that match a search.
public struct SearchTotal: Sendable, Hashable {
  /// Whether the number of matching documents is exact or a lower bound.
  public enum Relation: Sendable, Hashable {
    /// The number of matching documents is exact.
    case exact
    /// The number is a lower bound: the engine stopped counting when it reached the limit `track_total_hits`.
    case atLeast
  }
  /// How many documents match, or at least match, depending on ``relation``.
  public let value: Int
  /// Whether ``value`` is exact or a lower bound.
  public let relation: Relation

  /// Makes a number of matching documents from its value and whether it is exact.
  public init(value: Int, relation: Relation) {
    self.value = value
    self.relation = relation
  }
}

/// The number of shards of a request that succeeded and failed.
public struct ShardSummary: Sendable, Hashable {
  /// The number of all shards that the request was for.
  public let total: Int
  /// The number of shards that succeeded.
  public let successful: Int
  /// The number of shards that failed.
  public let failed: Int
  /// The failures of shards, as the engine reported them.
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
