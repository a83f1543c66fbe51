/// Which part of a document's source a response holds.
struct EmulatedElasticSourceFilter: Sendable {
  private var isEnabled = true
  private var includes: [Wildcard] = []
  private var includesBelow: [Wildcard] = []
  private var excludes: [Wildcard] = []

  /// Reads the `_source` of a body: a boolean, a pattern, patterns, or an object with `includes` and `excludes`.
  init(_ json: JSON?) {
    guard let json else { return }
    if let enabled = json.bool {
      isEnabled = enabled
    } else if json.members != nil {
      include(Self.patterns(json["includes"] ?? json["include"]))
      excludes = Self.patterns(json["excludes"] ?? json["exclude"]).map { Wildcard($0) }
    } else {
      include(Self.patterns(json))
    }
  }

  /// Reads `_source`, `_source_includes` and `_source_excludes` of a query.
  init(_ parameters: [String: String]) {
    switch parameters["_source"] {
    case "false": isEnabled = false
    case "true", "", nil: break
    case .some(let list): include(Self.list(list))
    }
    if let list = parameters["_source_includes"] { include(Self.list(list)) }
    if let list = parameters["_source_excludes"] { excludes = Self.list(list).map { Wildcard($0) } }
  }

  private mutating func include(_ patterns: [String]) {
    includes = patterns.map { Wildcard($0) }
    includesBelow = patterns.map { Wildcard($0 + ".*") }
  }

  private static func patterns(_ json: JSON?) -> [String] {
    json.map { ($0.array ?? [$0]).compactMap(\.string) } ?? []
  }

  private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

  /// The part of a source that is wanted; `nil` if none is.
  func apply(to source: JSON) -> JSON? {
    guard isEnabled else { return nil }
    guard !includes.isEmpty || !excludes.isEmpty else { return source }
    return filter(source, path: "") ?? .object([])
  }

  private func filter(_ value: JSON, path: String) -> JSON? {
    switch value {
    case .object(let members):
      let kept = members.compactMap { member -> (name: String, value: JSON)? in
        let path = path.isEmpty ? member.name : path + "." + member.name
        guard !excludes.contains(where: { $0.matches(path) }) else { return nil }
        return filter(member.value, path: path).map { (member.name, $0) }
      }
      return kept.isEmpty && !isIncluded(path) ? nil : .object(kept)
    case .array(let values) where values.contains { $0.members != nil }:
      let kept = values.compactMap { filter($0, path: path) }
      return kept.isEmpty && !isIncluded(path) ? nil : .array(kept)
    default:
      return isIncluded(path) ? value : nil
    }
  }

  private func isIncluded(_ path: String) -> Bool {
    includes.isEmpty || includes.contains { $0.matches(path) } || includesBelow.contains { $0.matches(path) }
  }
}
