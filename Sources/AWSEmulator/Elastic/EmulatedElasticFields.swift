/// Finds the values of a document's fields and reads them as Elasticsearch indexes them by default: strings as text, with
/// the exact value under `field.keyword`.
struct EmulatedElasticFields: Sendable {
  /// How a field's strings are indexed.
  enum Kind: Sendable {
    case exact
    case text
  }

  private let mappings: JSON

  init(_ index: EmulatedElasticIndex) { mappings = index.mappings }

  /// The values under a path, and how they are indexed.
  func values(of path: String, in source: JSON) -> (values: [JSON], kind: Kind) {
    var found: [JSON] = []
    Self.collect(source, path[...], into: &found)
    if found.isEmpty, path.hasSuffix(".keyword") {
      let parent = path.dropLast(".keyword".count)
      Self.collect(source, parent, into: &found)
      return (found, .exact)
    }
    return (found, kind(of: path))
  }

  private func kind(of path: String) -> Kind {
    var mapping: JSON? = mappings
    for part in path.split(separator: ".") { mapping = mapping?["properties"]?[String(part)] }
    switch mapping?["type"]?.string {
    case nil, "text": return .text
    default: return .exact
    }
  }

  private static func collect(_ value: JSON, _ path: Substring, into found: inout [JSON]) {
    switch value {
    case .array(let values):
      for value in values { collect(value, path, into: &found) }
    case .object(let members):
      for member in members where !path.isEmpty {
        if path.utf8.elementsEqual(member.name.utf8) {
          collect(member.value, "", into: &found)
        } else if path.utf8.starts(with: (member.name + ".").utf8) {
          collect(member.value, Substring(path.utf8.dropFirst(member.name.utf8.count + 1)), into: &found)
        }
      }
      if path.isEmpty { found.append(value) }
    case .null: break
    default:
      if path.isEmpty { found.append(value) }
    }
  }

  /// All strings and numbers of a document, for a search that names no field.
  static func scalars(of value: JSON) -> [JSON] {
    switch value {
    case .array(let values): values.flatMap { scalars(of: $0) }
    case .object(let members): members.flatMap { scalars(of: $0.value) }
    case .null: []
    default: [value]
    }
  }

  /// The words of a text, in lower case: runs of letters and digits.
  static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var token = ""
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if properties.isAlphabetic || properties.numericType != nil || scalar == "_"
        || properties.generalCategory == .nonspacingMark
      {
        token.unicodeScalars.append(scalar)
      } else if !token.isEmpty {
        tokens.append(token.lowercased())
        token = ""
      }
    }
    if !token.isEmpty { tokens.append(token.lowercased()) }
    return tokens
  }
}
