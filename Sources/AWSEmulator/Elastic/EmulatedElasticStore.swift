import NIOConcurrencyHelpers

/// All indices.
final class EmulatedElasticStore: Sendable {
  /// How an index expression is read.
  struct Options: Sendable {
    var ignoresUnavailable = false
    var allowsNone = true
  }

  private let state = NIOLockedValueBox<[ByteKey: EmulatedElasticIndex]>([:])

  func create(_ name: String, settings: JSON, mappings: JSON) throws(EmulatedElasticError) {
    try Self.validate(name)
    let existing: String? = state.withLockedValue { indices in
      if let index = indices[ByteKey(name)] { return index.uuid }
      indices[ByteKey(name)] = EmulatedElasticIndex(name: name, settings: settings, mappings: mappings)
      return nil
    }
    if let existing {
      throw EmulatedElasticError(
        status: 400, type: "resource_already_exists_exception", reason: "index [\(name)/\(existing)] already exists",
        details: [("index_uuid", .string(existing)), ("index", .string(name))])
    }
  }

  /// Changes one index, made first if need be and wanted.
  func write<Result: Sendable>(
    _ name: String, createsIndex: Bool = true,
    _ body: @Sendable (inout EmulatedElasticIndex) throws(EmulatedElasticError) -> Result
  ) throws(EmulatedElasticError) -> Result {
    let outcome: Swift.Result<Result, EmulatedElasticError> = state.withLockedValue { indices in
      let key = ByteKey(name)
      do throws(EmulatedElasticError) {
        if indices[key] == nil {
          guard createsIndex else { throw .indexNotFound(name) }
          try Self.validate(name)
          indices[key] = EmulatedElasticIndex(name: name, settings: .object([]), mappings: .object([]))
        }
        // Taken out while it changes, so that its documents are not copied.
        guard var index = indices.removeValue(forKey: key) else { throw .indexNotFound(name) }
        defer { indices[key] = index }
        return .success(try body(&index))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  func delete(_ names: [String]) {
    state.withLockedValue { indices in
      for name in names { indices[ByteKey(name)] = nil }
    }
  }

  /// The indices that an expression names: names, `*` in names, `_all`, and after one of
  /// these `-` for what to leave out, with commas between; in the order of names.
  func resolve(_ expression: String?, _ options: Options = Options()) throws(EmulatedElasticError)
    -> [EmulatedElasticIndex]
  {
    let indices = state.withLockedValue { $0 }
    var found: Set<ByteKey> = []
    var hasWildcard = false
    for part in (expression ?? "_all").split(separator: ",").map(String.init) {
      if hasWildcard, part.hasPrefix("-") {
        let pattern = Wildcard(String(part.dropFirst()))
        found = found.filter { !pattern.matches($0.bytes) }
      } else if part == "_all" || part.utf8.contains(UInt8(ascii: "*")) {
        let pattern = Wildcard(part == "_all" ? "*" : part)
        found.formUnion(indices.keys.filter { pattern.matches($0.bytes) })
        hasWildcard = true
      } else if indices[ByteKey(part)] != nil {
        found.insert(ByteKey(part))
      } else if !options.ignoresUnavailable {
        throw .indexNotFound(part)
      }
    }
    if found.isEmpty, !options.allowsNone { throw .indexNotFound(expression ?? "_all") }
    return found.sorted().compactMap { indices[$0] }
  }

  private static func validate(_ name: String) throws(EmulatedElasticError) {
    let reason: String? =
      if name.isEmpty || name == "." || name == ".." {
        "must not be empty, '.' or '..'"
      } else if name.lowercased() != name {
        "must be lowercase"
      } else if name.utf8.contains(where: { "\\/*?\"<>| ,#:".utf8.contains($0) }) {
        "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?, #, :]"
      } else if let first = name.utf8.first, "-_+".utf8.contains(first) {
        "must not start with '_', '-', or '+'"
      } else if name.utf8.count > 255 {
        "index name is too long, (\(name.utf8.count) > 255)"
      } else {
        nil
      }
    if let reason {
      throw EmulatedElasticError(
        status: 400, type: "invalid_index_name_exception", reason: "Invalid index name [\(name)], \(reason)",
        details: [("index_uuid", .string("_na_")), ("index", .string(name))])
    }
  }
}

/// A pattern in which `*` stands for any text and, if wanted, `?` for any one byte.
struct Wildcard: Sendable {
  private let pattern: [UInt8]
  private let hasSingle: Bool

  init(_ pattern: String, withSingle: Bool = false) {
    self.pattern = Array(pattern.utf8)
    hasSingle = withSingle
  }

  /// Goes back only to the last `*`, so that no pattern takes more than the product of both lengths.
  func matches(_ text: String) -> Bool { matches(Array(text.utf8)) }

  /// The same for bytes.
  func matches(_ text: [UInt8]) -> Bool {
    var position = 0
    var index = 0
    var star: (pattern: Int, text: Int)?
    while index < text.count {
      if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
        star = (position, index)
        position += 1
      } else if position < pattern.count,
        pattern[position] == text[index] || (hasSingle && pattern[position] == UInt8(ascii: "?"))
      {
        position += 1
        index += 1
      } else if let back = star {
        position = back.pattern + 1
        index = back.text + 1
        star = (back.pattern, index)
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
