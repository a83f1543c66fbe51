/// An index: its documents, searchable at once, on one shard.
struct EmulatedElasticIndex: Sendable {
  /// A document as it is now.
  struct Document: Sendable {
    let id: String
    let source: JSON
    let version: Int
    let sequenceNumber: Int
    /// Documents are found in the order in which they were first written.
    let order: Int
  }

  /// What a writer wants to have seen.
  struct Expectation: Sendable {
    var sequenceNumber: Int?
    var primaryTerm: Int?
    var mustBeNew = false
  }

  /// What a write did.
  struct Outcome: Sendable {
    let result: String
    let id: String
    let version: Int
    let sequenceNumber: Int
    var status: Int {
      switch result {
      case "created": 201
      case "not_found": 404
      default: 200
      }
    }
  }

  private static let longestId = 512

  let name: String
  let uuid: String
  let settings: JSON
  let mappings: JSON
  private(set) var documents: [ByteKey: Document] = [:]
  private var nextSequenceNumber = 0
  private var nextOrder = 0

  init(name: String, settings: JSON, mappings: JSON) {
    self.name = name
    self.settings = settings
    self.mappings = mappings
    uuid = RandomText.documentId()
  }

  subscript(id: String) -> Document? { documents[ByteKey(id)] }

  /// The documents in the order in which they were first written.
  var inOrder: [Document] { documents.values.sorted { $0.order < $1.order } }

  /// Writes a document, new or anew.
  mutating func index(
    _ source: JSON, id: String, expecting expectation: Expectation
  ) throws(EmulatedElasticError) -> Outcome {
    guard source.members != nil else {
      throw .mapperParsing("failed to parse: a document has to be an object")
    }
    guard !id.isEmpty, id.utf8.count <= Self.longestId else {
      throw .illegalArgument(
        "id [\(id.prefix(64))…] has to be 1 to \(Self.longestId) bytes long but is: \(id.utf8.count)")
    }
    let key = ByteKey(id)
    let old = documents[key]
    if expectation.mustBeNew, let old {
      throw .conflict("document already exists (current version [\(old.version)])", id: id, index: self)
    }
    try check(expectation, against: old, id: id)
    let document = Document(
      id: id, source: source, version: (old?.version ?? 0) + 1, sequenceNumber: takeSequenceNumber(),
      order: old?.order ?? takeOrder())
    documents[key] = document
    return Outcome(
      result: old == nil ? "created" : "updated", id: id, version: document.version,
      sequenceNumber: document.sequenceNumber)
  }

  mutating func delete(id: String, expecting expectation: Expectation) throws(EmulatedElasticError) -> Outcome {
    let key = ByteKey(id)
    try check(expectation, against: documents[key], id: id)
    let old = documents.removeValue(forKey: key)
    return Outcome(
      result: old == nil ? "not_found" : "deleted", id: id, version: (old?.version ?? 0) + 1,
      sequenceNumber: takeSequenceNumber())
  }

  /// Changes a document in part (`_update`): `doc`, `upsert`, `doc_as_upsert`, `detect_noop`.
  mutating func update(
    _ body: JSON, id: String, expecting expectation: Expectation
  ) throws(EmulatedElasticError) -> (outcome: Outcome, source: JSON) {
    let known: Set<String> = ["doc", "upsert", "doc_as_upsert", "detect_noop", "_source"]
    for member in body.members ?? [] where !known.contains(member.name) {
      throw .parsing("[UpdateRequest] unknown or unsupported field [\(member.name)]")
    }
    let change = body["doc"]
    guard let old = documents[ByteKey(id)] else {
      guard let source = body["doc_as_upsert"]?.bool == true ? change : body["upsert"],
        expectation.sequenceNumber == nil
      else {
        throw EmulatedElasticError(
          status: 404, type: "document_missing_exception", reason: "[_doc][\(id)]: document missing",
          details: [("index_uuid", .string(uuid)), ("shard", .string("0")), ("index", .string(name))])
      }
      return (try index(source, id: id, expecting: expectation), source)
    }
    try check(expectation, against: old, id: id)
    guard let change, change.members != nil else {
      throw EmulatedElasticError(
        status: 400, type: "action_request_validation_exception",
        reason: "Validation Failed: 1: script or doc is missing;")
    }
    let source = old.source.merged(with: change)
    if body["detect_noop"]?.bool != false, source.text == old.source.text {
      return (Outcome(result: "noop", id: id, version: old.version, sequenceNumber: old.sequenceNumber), old.source)
    }
    return (try index(source, id: id, expecting: Expectation()), source)
  }

  private func check(
    _ expectation: Expectation, against old: Document?, id: String
  ) throws(EmulatedElasticError) {
    guard let number = expectation.sequenceNumber else { return }
    let term = expectation.primaryTerm ?? 1
    guard let old else {
      throw .conflict(
        "required seqNo [\(number)], primary term [\(term)]. but no document was found", id: id, index: self)
    }
    guard old.sequenceNumber == number, term == 1 else {
      throw .conflict(
        "required seqNo [\(number)], primary term [\(term)]. current document has seqNo [\(old.sequenceNumber)] and "
          + "primary term [1]", id: id, index: self)
    }
  }

  private mutating func takeSequenceNumber() -> Int {
    defer { nextSequenceNumber += 1 }
    return nextSequenceNumber
  }

  private mutating func takeOrder() -> Int {
    defer { nextOrder += 1 }
    return nextOrder
  }
}

extension JSON {
  /// The object with another's members put in, objects in objects likewise.
  fileprivate func merged(with change: JSON) -> JSON {
    guard case .object(var members) = self, case .object(let changes) = change else { return change }
    var indices: [ByteKey: Int] = [:]
    for (index, member) in members.enumerated() { indices[ByteKey(member.name)] = index }
    for (name, value) in changes {
      if let index = indices[ByteKey(name)] {
        members[index].value = members[index].value.merged(with: value)
      } else {
        indices[ByteKey(name)] = members.count
        members.append((name, value))
      }
    }
    return .object(members)
  }
}
