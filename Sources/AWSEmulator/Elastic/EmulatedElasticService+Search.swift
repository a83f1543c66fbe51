import HTTPTypes
import NIOCore

extension EmulatedElasticService {
  func count(_ call: EmulatedElasticCall, _ expression: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let body = try call.json()
    for member in body?.members ?? [] where member.name != "query" {
      throw .parsing("request does not support [\(member.name)]")
    }
    let query = try EmulatedElasticSearch.query(call, body)
    let indices = try store.resolve(expression, call.indexOptions)
    let count = indices.reduce(0) { total, index in
      let fields = EmulatedElasticFields(index)
      return total + index.documents.values.count { query.score($0, fields) != nil }
    }
    return EmulatedResponse(
      status: 200, json: .object([("count", .int(count)), ("_shards", Self.searchedShards(indices.count))]))
  }

  func search(_ call: EmulatedElasticCall, _ expression: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let search = try EmulatedElasticSearch(call)
    let indices = try store.resolve(expression, call.indexOptions)
    let hits = try search.hits(in: indices)
    let page = hits.dropFirst(search.from).prefix(search.size)
    var members: [(name: String, value: JSON)] = []
    if let limit = search.countLimit {
      let isExact = hits.count <= limit
      members.append(
        (
          "total",
          call.flag("rest_total_hits_as_int")
            ? .int(hits.count)
            : .object([
              ("value", .int(min(hits.count, limit))), ("relation", .string(isExact ? "eq" : "gte")),
            ])
        ))
    }
    let showsScore = search.sort.isEmpty || search.sort.contains { $0.field == "_score" }
    let best = showsScore ? hits.map(\.score).max() : nil
    members.append(("max_score", best.map { .number(String($0)) } ?? .null))
    members.append(("hits", .array(page.map { Self.written($0, search, showsScore: showsScore) })))
    return EmulatedResponse(
      status: 200,
      json: .object([
        ("took", .int(1)), ("timed_out", .bool(false)), ("_shards", Self.searchedShards(indices.count)),
        ("hits", .object(members)),
      ]))
  }

  private static func searchedShards(_ count: Int) -> JSON {
    .object([("total", .int(count)), ("successful", .int(count)), ("skipped", .int(0)), ("failed", .int(0))])
  }

  private static func written(_ hit: EmulatedElasticSearch.Hit, _ search: EmulatedElasticSearch, showsScore: Bool)
    -> JSON
  {
    var members: [(name: String, value: JSON)] = [
      ("_index", .string(hit.index)), ("_type", .string("_doc")), ("_id", .string(hit.document.id)),
    ]
    if search.showsVersion { members.append(("_version", .int(hit.document.version))) }
    if search.showsSequenceNumber {
      members += [("_seq_no", .int(hit.document.sequenceNumber)), ("_primary_term", .int(1))]
    }
    members.append(("_score", showsScore ? .number(String(hit.score)) : .null))
    if let source = search.filter.apply(to: hit.document.source) { members.append(("_source", source)) }
    if !search.sort.isEmpty { members.append(("sort", .array(hit.keys))) }
    return .object(members)
  }
}
