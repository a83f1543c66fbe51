/// A search, read from the body and the query of a request.
struct EmulatedElasticSearch: Sendable {
  /// A hit, before it is written.
  struct Hit: Sendable {
    let index: String
    let document: EmulatedElasticIndex.Document
    let score: Double
    let keys: [JSON]
  }

  /// What hits are sorted by.
  struct SortKey: Sendable {
    let field: String
    let isDescending: Bool
  }

  private static let knownKeys: Set<String> = [
    "query", "from", "size", "sort", "_source", "track_total_hits", "version", "seq_no_primary_term", "timeout",
    "track_scores",
  ]
  private static let window = 10_000

  let query: EmulatedElasticQuery
  let from: Int
  let size: Int
  let sort: [SortKey]
  let filter: EmulatedElasticSourceFilter
  /// Up to how many hits are counted; `nil` to count none.
  let countLimit: Int?
  let showsVersion: Bool
  let showsSequenceNumber: Bool

  init(_ call: EmulatedElasticCall) throws(EmulatedElasticError) {
    let body = try call.json()
    for member in body?.members ?? [] where !Self.knownKeys.contains(member.name) {
      throw .parsing("Unknown key for a value in [\(member.name)], or one that the emulator does not know.")
    }
    query = try Self.query(call, body)
    from = try call.number("from") ?? body?["from"]?.int ?? 0
    size = try call.number("size") ?? body?["size"]?.int ?? 10
    guard from >= 0, size >= 0 else { throw .illegalArgument("[from] and [size] must not be negative") }
    // Compared without adding, since both come from outside.
    guard from <= Self.window, size <= Self.window - from else {
      throw .illegalArgument(
        "Result window is too large, from + size must be less than or equal to: [\(Self.window)]")
    }
    if let text = call.parameters["sort"] { sort = Self.sort(text) } else { sort = try Self.sort(body?["sort"]) }
    let hasFilter = call.parameters.keys.contains { $0.hasPrefix("_source") }
    filter = hasFilter ? EmulatedElasticSourceFilter(call.parameters) : EmulatedElasticSourceFilter(body?["_source"])
    countLimit = try Self.countLimit(
      call.parameters["track_total_hits"].map { .string($0) } ?? body?["track_total_hits"])
    showsVersion = call.flag("version", default: body?["version"]?.bool ?? false)
    showsSequenceNumber = call.flag("seq_no_primary_term", default: body?["seq_no_primary_term"]?.bool ?? false)
  }

  /// The query of `q`, else of the body, else all.
  static func query(_ call: EmulatedElasticCall, _ body: JSON?) throws(EmulatedElasticError) -> EmulatedElasticQuery {
    if let text = call.parameters["q"] {
      return .queryString(
        text, defaultField: call.parameters["df"],
        requiresAll: call.parameters["default_operator"]?.lowercased() == "and")
    }
    guard let json = body?["query"] else { return .matchAll }
    return try EmulatedElasticQuery(json)
  }

  private static func countLimit(_ json: JSON?) throws(EmulatedElasticError) -> Int? {
    switch json?.scalarText {
    case nil: return window
    case "true", "": return .max
    case "false": return nil
    case .some(let text):
      guard let limit = Int(text), limit >= 0 else {
        throw .illegalArgument("[track_total_hits] has to be a boolean or a number of hits")
      }
      return limit
    }
  }

  /// Reads `field:desc,other`.
  private static func sort(_ text: String) -> [SortKey] {
    text.split(separator: ",").map { part in
      let pair = part.split(separator: ":", maxSplits: 1)
      let field = String(pair.first ?? part)
      return SortKey(field: field, isDescending: pair.count > 1 ? pair[1] == "desc" : field == "_score")
    }
  }

  /// Reads a field, `{field: order}`, `{field: {order}}` or a list of them.
  private static func sort(_ json: JSON?) throws(EmulatedElasticError) -> [SortKey] {
    guard let json else { return [] }
    var keys: [SortKey] = []
    for item in json.array ?? [json] {
      if let field = item.string {
        keys.append(SortKey(field: field, isDescending: field == "_score"))
      } else if let members = item.members {
        for (field, value) in members {
          let order = value.string ?? value["order"]?.string ?? (field == "_score" ? "desc" : "asc")
          guard order == "asc" || order == "desc" else { throw .parsing("unknown sort order [\(order)]") }
          keys.append(SortKey(field: field, isDescending: order == "desc"))
        }
      } else {
        throw .parsing("malformed sort")
      }
    }
    return keys
  }
}

extension EmulatedElasticSearch {
  /// All hits in indices, sorted.
  func hits(in indices: [EmulatedElasticIndex]) throws(EmulatedElasticError) -> [Hit] {
    var hits: [Hit] = []
    for index in indices {
      let fields = EmulatedElasticFields(index)
      for document in index.inOrder {
        guard let score = query.score(document, fields) else { continue }
        var keys: [JSON] = []
        for key in sort { keys.append(try value(of: key, document, score, fields)) }
        hits.append(Hit(index: index.name, document: document, score: score, keys: keys))
      }
    }
    if sort.isEmpty {
      // Stable: hits of one score stay in the order in which they were written.
      hits = hits.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    } else {
      hits = hits.enumerated().sorted { precedes($0, $1) }.map(\.element)
    }
    return hits
  }

  private func value(
    of key: SortKey, _ document: EmulatedElasticIndex.Document, _ score: Double, _ fields: EmulatedElasticFields
  ) throws(EmulatedElasticError) -> JSON {
    switch key.field {
    case "_score": return .number(String(score))
    case "_doc": return .int(document.order)
    case "_id": return .string(document.id)
    default: break
    }
    let (values, kind) = fields.values(of: key.field, in: document.source)
    if kind == .text, let text = values.lazy.compactMap(\.string).first(where: { !Self.looksLikeDate($0) }),
      !text.isEmpty
    {
      throw .illegalArgument(
        "Text fields are not optimised for operations that require per-document field data like aggregations and "
          + "sorting, so these operations are disabled by default. Please use a keyword field instead: "
          + "[\(key.field).keyword]")
    }
    return values.min { Self.order($0, $1) < 0 } ?? .null
  }

  /// Elasticsearch takes strings like `2026-01-01` and `2026-01-01T00:00:00Z` for dates.
  private static func looksLikeDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count >= 10, bytes.count == 10 || bytes[10] == UInt8(ascii: "T") else { return false }
    return bytes.prefix(10).enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
    }
  }

  private func precedes(_ left: (offset: Int, element: Hit), _ right: (offset: Int, element: Hit)) -> Bool {
    for (index, key) in sort.enumerated() {
      let (first, second) = (left.element.keys[index], right.element.keys[index])
      // What has no value comes last, whatever the direction.
      if case .null = first {
        if case .null = second { continue }
        return false
      }
      if case .null = second { return true }
      let order = Self.order(first, second)
      if order != 0 { return key.isDescending ? order > 0 : order < 0 }
    }
    return left.offset < right.offset
  }

  private static func order(_ left: JSON, _ right: JSON) -> Int {
    if let first = left.double, let second = right.double {
      return first < second ? -1 : (first > second ? 1 : 0)
    }
    let (first, second) = (ByteKey(left.scalarText ?? ""), ByteKey(right.scalarText ?? ""))
    return first < second ? -1 : (second < first ? 1 : 0)
  }
}
