/// A query, read and ready to be asked of documents.
indirect enum EmulatedElasticQuery: Sendable {
  /// The clauses of a `bool` query.
  struct Clauses: Sendable {
    var must: [EmulatedElasticQuery] = []
    var filter: [EmulatedElasticQuery] = []
    var should: [EmulatedElasticQuery] = []
    var mustNot: [EmulatedElasticQuery] = []
    var minimumShouldMatch: Int?
  }

  /// The bounds of a `range` query.
  struct Bounds: Sendable {
    var bounds: [(relation: String, value: JSON)] = []
  }

  case matchAll
  case matchNone
  case term(field: String, values: [JSON])
  /// `field` is `nil` for any field.
  case match(field: String?, text: String, requiresAll: Bool)
  case phrase(field: String, tokens: [String])
  case pattern(field: String, Wildcard)
  case range(field: String, Bounds)
  case ids(Set<ByteKey>)
  case exists(field: String)
  case bool(Clauses)

  /// How well a document matches; `nil` if it does not.
  func score(_ document: EmulatedElasticIndex.Document, _ fields: EmulatedElasticFields) -> Double? {
    switch self {
    case .matchAll: return 1
    case .matchNone: return nil
    case .ids(let ids): return ids.contains(ByteKey(document.id)) ? 1 : nil
    case .exists(let field): return fields.values(of: field, in: document.source).values.isEmpty ? nil : 1
    case .term("_id", let values):
      return values.contains { $0.scalarText.map(ByteKey.init) == ByteKey(document.id) } ? 1 : nil
    case .term(let field, let values):
      let (found, kind) = fields.values(of: field, in: document.source)
      return found.contains { value in values.contains { Self.isTerm(value, $0, kind) } } ? 1 : nil
    case .match(let field, let text, let requiresAll):
      return matchScore(document, fields, field: field, text: text, requiresAll: requiresAll)
    case .phrase(let field, let tokens):
      let found = fields.values(of: field, in: document.source).values
      let phrase = tokens.map { ByteKey($0) }
      return found.contains { value in
        !phrase.isEmpty && EmulatedElasticFields.tokens(value.scalarText ?? "").map { ByteKey($0) }.contains(phrase)
      } ? 1 : nil
    case .pattern(let field, let pattern):
      let (found, kind) = fields.values(of: field, in: document.source)
      return found.contains { value in
        let text = value.scalarText ?? ""
        return kind == .exact
          ? pattern.matches(text) : EmulatedElasticFields.tokens(text).contains { pattern.matches($0) }
      } ? 1 : nil
    case .range(let field, let bounds):
      let found = fields.values(of: field, in: document.source).values
      return found.contains { value in bounds.bounds.allSatisfy { Self.isWithin(value, $0.relation, $0.value) } }
        ? 1 : nil
    case .bool(let clauses): return Self.score(clauses, document, fields)
    }
  }

  private func matchScore(
    _ document: EmulatedElasticIndex.Document, _ fields: EmulatedElasticFields, field: String?, text: String,
    requiresAll: Bool
  ) -> Double? {
    let found: [JSON]
    var kind = EmulatedElasticFields.Kind.text
    if let field {
      (found, kind) = fields.values(of: field, in: document.source)
    } else {
      found = EmulatedElasticFields.scalars(of: document.source)
    }
    // Numbers and exact strings are compared whole.
    if found.contains(where: { value in
      (kind == .exact || value.string == nil) && Self.isTerm(value, .string(text), .exact)
    }) {
      return 1
    }
    if kind == .exact { return nil }
    let tokens = EmulatedElasticFields.tokens(text)
    let words = Set(found.flatMap { EmulatedElasticFields.tokens($0.string ?? "") }.map { ByteKey($0) })
    let hits = tokens.count { words.contains(ByteKey($0)) }
    return hits > 0 && (!requiresAll || hits == tokens.count) ? Double(hits) : nil
  }

  private static func score(
    _ clauses: Clauses, _ document: EmulatedElasticIndex.Document, _ fields: EmulatedElasticFields
  ) -> Double? {
    var total = 0.0
    for query in clauses.must {
      guard let score = query.score(document, fields) else { return nil }
      total += score
    }
    for query in clauses.filter where query.score(document, fields) == nil { return nil }
    for query in clauses.mustNot where query.score(document, fields) != nil { return nil }
    let scores = clauses.should.compactMap { $0.score(document, fields) }
    let needed =
      clauses.minimumShouldMatch
      ?? (clauses.must.isEmpty && clauses.filter.isEmpty && !clauses.should.isEmpty ? 1 : 0)
    guard scores.count >= needed else { return nil }
    total += scores.reduce(0, +)
    return total
  }

  private static func isTerm(_ value: JSON, _ wanted: JSON, _ kind: EmulatedElasticFields.Kind) -> Bool {
    guard let text = wanted.scalarText else { return false }
    switch value {
    case .string(let value):
      if kind == .text { return EmulatedElasticFields.tokens(value).contains { $0.utf8.elementsEqual(text.utf8) } }
      return value.utf8.elementsEqual(text.utf8)
    case .number(let digits): return digits == text || (Double(text).map { $0 == Double(digits) } ?? false)
    case .bool(let value): return text == (value ? "true" : "false")
    default: return false
    }
  }

  private static func isWithin(_ value: JSON, _ relation: String, _ bound: JSON) -> Bool {
    let order: Int
    if let number = value.double {
      guard let limit = bound.double ?? bound.string.flatMap({ Double($0) }) else { return false }
      order = number < limit ? -1 : (number > limit ? 1 : 0)
    } else if let text = value.string, let limit = bound.scalarText {
      order = ByteKey(text) < ByteKey(limit) ? -1 : (ByteKey(limit) < ByteKey(text) ? 1 : 0)
    } else {
      return false
    }
    switch relation {
    case "gt": return order > 0
    case "gte": return order >= 0
    case "lt": return order < 0
    default: return order <= 0
    }
  }
}
