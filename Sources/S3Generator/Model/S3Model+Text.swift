// The text of a model: one line for each operation, shape, paginator and waiter, in words separated by spaces. A member is
// `Name:Shape`, with what is special about it behind commas.
extension S3Model {
  /// Reads `Models/s3.txt`.
  init(text: String) throws {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      try read(line.split(separator: " ").map(String.init))
    }
  }

  private mutating func read(_ words: [String]) throws {
    guard let kind = words.first, words.count > 1 else { throw Failure(description: "A line has one word: \(words)") }
    let name = words[1]
    let rest = Array(words.dropFirst(2))
    func add(_ name: String, _ shape: Shape, to model: inout S3Model) {
      model.shapes[name] = shape
      model.shapeNames.append(name)
    }
    switch kind {
    case "operation": operations.append(try Operation(name, rest))
    case "paginator": paginators.append(try Paginator(name, rest))
    case "waiter": waiters.append(try Waiter(name, rest))
    case "structure", "union", "event", "eventstream", "error":
      let members = try rest.map { try Member(text: $0) }
      add(name, .structure(members, kind: StructureKind(rawValue: kind) ?? .structure), to: &self)
    case "list":
      let facts = Facts(Array(rest.dropFirst()))
      guard let element = rest.first else { throw Failure(description: "The list \(name) has no element.") }
      add(name, .list(element: element, item: facts["item"], isFlattened: facts.has("flattened")), to: &self)
    case "map": add(name, .map, to: &self)
    case "enum": add(name, .enumeration(rest), to: &self)
    // Of these only the names are facts: there are several on a line.
    default:
      guard let shape = Self.simple(kind) else { throw Failure(description: "'\(kind)' is not a kind of line.") }
      for name in words.dropFirst() { add(name, shape, to: &self) }
    }
  }

  private static func simple(_ kind: String) -> Shape? {
    switch kind {
    case "string": .text(isSensitive: false)
    case "sensitive": .text(isSensitive: true)
    case "integer": .integer
    case "long": .long
    case "boolean": .boolean
    case "timestamp": .timestamp(format: nil)
    case "timestamp-iso8601": .timestamp(format: "iso8601")
    case "timestamp-rfc822": .timestamp(format: "rfc822")
    case "blob": .blob
    default: nil
    }
  }
}

/// Words of the form `name=value` or `name`.
private struct Facts {
  private var values: [String: String] = [:]

  init(_ words: [String]) {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
  }

  subscript(name: String) -> String? { values[name] }
  func has(_ name: String) -> Bool { values[name] != nil }
  func list(_ name: String) -> [String] { values[name]?.split(separator: ",").map(String.init) ?? [] }
}

extension S3Model.Operation {
  fileprivate init(_ name: String, _ words: [String]) throws {
    guard words.count >= 3 else { throw Failure(description: "The operation \(name) has no method, URI or input.") }
    let facts = Facts(Array(words.dropFirst(2)))
    self.init(name: name, method: words[0], uri: words[1], input: facts["input"] ?? "", output: facts["output"])
    errors = facts.list("errors")
    requiresChecksum = facts["checksum"].map { $0 == "required" }
    validationMember = facts["validation"]
    bodyRoot = facts["body"]
    context = facts.list("context")
    isDeprecated = facts.has("deprecated")
  }

  var text: String {
    var words = ["operation", name, method, uri, "input=" + input]
    if let output { words.append("output=" + output) }
    if let bodyRoot { words.append("body=" + bodyRoot) }
    if let requiresChecksum { words.append("checksum=" + (requiresChecksum ? "required" : "supported")) }
    if let validationMember { words.append("validation=" + validationMember) }
    if !errors.isEmpty { words.append("errors=" + errors.joined(separator: ",")) }
    if !context.isEmpty { words.append("context=" + context.joined(separator: ",")) }
    if isDeprecated { words.append("deprecated") }
    return words.joined(separator: " ")
  }
}

extension S3Model.Member {
  fileprivate init(text: String) throws {
    let parts = text.split(separator: ",").map(String.init)
    let names = parts[0].split(separator: ":")
    guard names.count == 2 else { throw Failure(description: "'\(text)' is not a member.") }
    self.init(name: String(names[0]), shape: String(names[1]))
    let facts = Facts(Array(parts.dropFirst()))
    isRequired = facts.has("required")
    if facts.has("uri") { place = .uri }
    if let name = facts["query"] { place = .query(name) }
    if let name = facts["header"] { place = .header(name) }
    if let prefix = facts["headers"] { place = .headers(prefix) }
    xml = facts["xml"]
    isFlattened = facts.has("flattened")
    isPayload = facts.has("payload")
    isStreaming = facts.has("streaming")
    attribute = facts["attribute"]
    isIdempotencyToken = facts.has("token")
    isDeprecated = facts.has("deprecated")
  }

  fileprivate var text: String {
    var words = ["\(name):\(shape)"]
    if isRequired { words.append("required") }
    switch place {
    case .body: break
    case .uri: words.append("uri")
    case .query(let name): words.append("query=" + name)
    case .header(let name): words.append("header=" + name)
    case .headers(let prefix): words.append("headers=" + prefix)
    }
    if let xml { words.append("xml=" + xml) }
    if let attribute { words.append("attribute=" + attribute) }
    let flags = [
      (isFlattened, "flattened"), (isPayload, "payload"), (isStreaming, "streaming"), (isIdempotencyToken, "token"),
      (isDeprecated, "deprecated"),
    ]
    return (words + flags.filter(\.0).map(\.1)).joined(separator: ",")
  }
}

extension S3Model.Paginator {
  fileprivate init(_ operation: String, _ words: [String]) throws {
    let facts = Facts(words)
    self.init(operation: operation, more: facts["more"], inputs: facts.list("in"), outputs: facts.list("out"))
  }

  fileprivate var text: String {
    (["paginator", operation] + (more.map { ["more=" + $0] } ?? [])
      + ["in=" + inputs.joined(separator: ","), "out=" + outputs.joined(separator: ",")]).joined(separator: " ")
  }
}

extension S3Model.Waiter {
  fileprivate init(_ name: String, _ words: [String]) throws {
    let facts = Facts(words)
    self.init(
      name: name, operation: words.first ?? "", delay: Int(facts["delay"] ?? "") ?? 5,
      attempts: Int(facts["attempts"] ?? "") ?? 20, success: facts.list("success").compactMap { Int($0) },
      retry: facts.list("retry").compactMap { Int($0) })
  }

  fileprivate var text: String {
    let retry = retry.isEmpty ? [] : ["retry=" + retry.map(String.init).joined(separator: ",")]
    return
      (["waiter", name, operation, "delay=\(delay)", "attempts=\(attempts)"]
      + ["success=" + success.map(String.init).joined(separator: ",")] + retry).joined(separator: " ")
  }
}

extension S3Model {
  /// The model as `Models/s3.txt` has it.
  var text: String {
    var lines = operations.map(\.text) + paginators.map(\.text) + waiters.map(\.text)
    var simple: [String: [String]] = [:]
    for name in shapeNames {
      guard let shape = shapes[name] else { continue }
      switch shape {
      case .structure(let members, let kind):
        lines.append(([kind.rawValue, name] + members.map(\.text)).joined(separator: " "))
      case .list(let element, let item, let isFlattened):
        let facts = (item.map { ["item=" + $0] } ?? []) + (isFlattened ? ["flattened"] : [])
        lines.append((["list", name, element] + facts).joined(separator: " "))
      case .enumeration(let values): lines.append((["enum", name] + values).joined(separator: " "))
      case .map: lines.append("map " + name)
      case .text(let isSensitive): simple[isSensitive ? "sensitive" : "string", default: []].append(name)
      case .integer: simple["integer", default: []].append(name)
      case .long: simple["long", default: []].append(name)
      case .boolean: simple["boolean", default: []].append(name)
      case .timestamp(let format):
        simple["timestamp" + (format.map { "-" + $0 } ?? ""), default: []].append(name)
      case .blob: simple["blob", default: []].append(name)
      }
    }
    lines += simple.sorted { $0.key < $1.key }.map { ([$0.key] + $0.value).joined(separator: " ") }
    return lines.joined(separator: "\n") + "\n"
  }
}
