extension EmulatedElasticQuery {
  /// Deeper queries are refused, so that no input can exhaust the stack.
  private static let maximumDepth = 50

  /// Reads a query of the query DSL.
  init(_ json: JSON, depth: Int = 0) throws(EmulatedElasticError) {
    guard depth < Self.maximumDepth else { throw .parsing("The query is nested too deeply") }
    guard let members = json.members, let (name, body) = members.first else {
      throw .illegalArgument("query malformed, empty clause found")
    }
    guard members.count == 1 else {
      throw .parsing("[\(name)] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
    }
    switch name {
    case "match_all": self = .matchAll
    case "match_none": self = .matchNone
    case "bool": self = .bool(try Self.clauses(body, depth: depth))
    case "ids": self = .ids(Set((body["values"]?.array ?? []).compactMap { $0.scalarText.map { ByteKey($0) } }))
    case "exists":
      guard let field = body["field"]?.string else { throw .parsing("[exists] must be provided with a [field]") }
      self = .exists(field: field)
    case "query_string", "simple_query_string":
      guard let text = body["query"]?.string else { throw .parsing("[\(name)] must be provided with a [query]") }
      self = .queryString(
        text, defaultField: body["default_field"]?.string,
        requiresAll: body["default_operator"]?.string?.lowercased() == "and")
    default: self = try Self.onField(name, body)
    }
  }

  private static func onField(_ name: String, _ body: JSON) throws(EmulatedElasticError) -> EmulatedElasticQuery {
    let known: Set<String> = ["term", "terms", "match", "match_phrase", "prefix", "wildcard", "range"]
    guard known.contains(name) else { throw .parsing("unknown query [\(name)]") }
    let fields = (body.members ?? []).filter { $0.name != "boost" && $0.name != "_name" }
    guard fields.count == 1, let (field, value) = fields.first else {
      throw .parsing("[\(name)] query needs exactly one field")
    }
    func text(_ key: String) throws(EmulatedElasticError) -> String {
      guard let text = (value[key] ?? value).scalarText else {
        throw .parsing("[\(name)] query does not support the value of [\(field)]")
      }
      return text
    }
    switch name {
    case "term":
      return .term(field: field, values: [.string(try text("value"))])
    case "terms":
      guard let values = value.array else { throw .parsing("[terms] query requires an array of terms") }
      return .term(field: field, values: values)
    case "match":
      let requiresAll = value["operator"]?.string?.lowercased() == "and"
      return .match(field: field, text: try text("query"), requiresAll: requiresAll)
    case "match_phrase":
      return .phrase(field: field, tokens: EmulatedElasticFields.tokens(try text("query")))
    case "prefix":
      return .pattern(field: field, Wildcard(try text("value") + "*"))
    case "wildcard":
      return .pattern(
        field: field, Wildcard(try text(value["wildcard"] == nil ? "value" : "wildcard"), withSingle: true))
    default:
      return .range(field: field, try bounds(value))
    }
  }

  private static func bounds(_ body: JSON) throws(EmulatedElasticError) -> Bounds {
    var bounds = Bounds()
    for (relation, value) in body.members ?? [] {
      switch relation {
      case "gt", "gte", "lt", "lte":
        if value.string?.hasPrefix("now") == true {
          throw .parsing("[range] date arithmetic is not supported by the emulator")
        }
        if value.scalarText != nil { bounds.bounds.append((relation, value)) }
      case "boost", "format", "relation", "time_zone": break
      default: throw .parsing("[range] query does not support [\(relation)]")
      }
    }
    return bounds
  }

  private static func clauses(_ body: JSON, depth: Int) throws(EmulatedElasticError) -> Clauses {
    var clauses = Clauses()
    for (name, value) in body.members ?? [] {
      switch name {
      case "must": clauses.must = try queries(value, depth: depth)
      case "filter": clauses.filter = try queries(value, depth: depth)
      case "should": clauses.should = try queries(value, depth: depth)
      case "must_not": clauses.mustNot = try queries(value, depth: depth)
      case "minimum_should_match":
        guard let number = value.int ?? value.string.flatMap({ Int($0) }) else {
          throw .parsing("[bool] minimum_should_match has to be a number here")
        }
        clauses.minimumShouldMatch = number
      case "boost", "_name": break
      default: throw .parsing("[bool] query does not support [\(name)]")
      }
    }
    return clauses
  }

  private static func queries(_ json: JSON, depth: Int) throws(EmulatedElasticError) -> [EmulatedElasticQuery] {
    var queries: [EmulatedElasticQuery] = []
    for query in json.array ?? [json] { queries.append(try EmulatedElasticQuery(query, depth: depth + 1)) }
    return queries
  }

  /// Reads the simplest form of the query-string syntax: words, `field:word` and `*` in words.
  static func queryString(_ text: String, defaultField: String? = nil, requiresAll: Bool = false)
    -> EmulatedElasticQuery
  {
    let parts = text.split(separator: " ").filter { $0 != "AND" && $0 != "OR" }
    let needsAll = requiresAll || text.contains(" AND ")
    let queries = parts.map { part -> EmulatedElasticQuery in
      if part == "*" || part == "*:*" { return .matchAll }
      let pair = part.split(separator: ":", maxSplits: 1)
      let field = pair.count == 2 ? String(pair[0]) : defaultField
      let word = String(pair.last ?? part)
      if let field, word == "*" { return .exists(field: field) }
      if let field, word.contains("*") { return .pattern(field: field, Wildcard(word, withSingle: true)) }
      return .match(field: field, text: word, requiresAll: true)
    }
    if queries.isEmpty { return .matchNone }
    return .bool(needsAll ? Clauses(must: queries) : Clauses(should: queries))
  }
}
