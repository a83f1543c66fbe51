import HTTPTypes
import NIOCore

extension EmulatedElasticService {
  func performOnDocument(_ call: EmulatedElasticCall, index: String, id: String?) throws(EmulatedElasticError)
    -> EmulatedResponse
  {
    switch call.method {
    case "GET", "HEAD":
      return try get(call, index: index, id: id ?? "")
    case "DELETE":
      let expectation = try Self.expectation(call)
      let outcome = try store.write(index, createsIndex: false) { (index) throws(EmulatedElasticError) in
        try index.delete(id: id ?? "", expecting: expectation)
      }
      return EmulatedResponse(status: outcome.status, json: Self.written(outcome, index: index, call: call))
    default:
      return try write(call, index: index, id: id, mustBeNew: try Self.mustBeNew(call))
    }
  }

  private static func mustBeNew(_ call: EmulatedElasticCall) throws(EmulatedElasticError) -> Bool {
    switch call.parameters["op_type"] {
    case nil, "index": return false
    case "create": return true
    case .some(let type): throw .illegalArgument("opType must be 'create' or 'index', found: [\(type)]")
    }
  }

  func write(
    _ call: EmulatedElasticCall, index: String, id: String?, mustBeNew: Bool
  ) throws(EmulatedElasticError) -> EmulatedResponse {
    let source = try call.requiredJSON()
    var expectation = try Self.expectation(call)
    expectation.mustBeNew = mustBeNew || id == nil
    let id = id ?? RandomText.documentId()
    let outcome = try store.write(index) { [expectation] (index) throws(EmulatedElasticError) in
      try index.index(source, id: id, expecting: expectation)
    }
    return EmulatedResponse(status: outcome.status, json: Self.written(outcome, index: index, call: call))
  }

  func update(_ call: EmulatedElasticCall, index: String, id: String) throws(EmulatedElasticError) -> EmulatedResponse {
    let body = try call.requiredJSON()
    let expectation = try Self.expectation(call)
    let isUpsert = body["upsert"] != nil || body["doc_as_upsert"]?.bool == true
    let (outcome, source) = try store.write(index, createsIndex: isUpsert) { (index) throws(EmulatedElasticError) in
      try index.update(body, id: id, expecting: expectation)
    }
    var json = Self.written(outcome, index: index, call: call).members ?? []
    let wantsSource = body["_source"] ?? call.parameters["_source"].map { JSON.bool($0 != "false") }
    if let wantsSource, let source = EmulatedElasticSourceFilter(wantsSource).apply(to: source) {
      json.append(("get", .object([("found", .bool(true)), ("_source", source)])))
    }
    return EmulatedResponse(status: outcome.status, json: .object(json))
  }

  static func expectation(_ call: EmulatedElasticCall) throws(EmulatedElasticError) -> EmulatedElasticIndex.Expectation
  {
    EmulatedElasticIndex.Expectation(
      sequenceNumber: try call.number("if_seq_no"), primaryTerm: try call.number("if_primary_term"))
  }

  static func written(_ outcome: EmulatedElasticIndex.Outcome, index: String, call: EmulatedElasticCall? = nil) -> JSON
  {
    var members: [(name: String, value: JSON)] = [
      ("_index", .string(index)), ("_type", .string("_doc")), ("_id", .string(outcome.id)),
      ("_version", .int(outcome.version)), ("result", .string(outcome.result)),
    ]
    if let call, call.flag("refresh") { members.append(("forced_refresh", .bool(true))) }
    members += [("_shards", shards), ("_seq_no", .int(outcome.sequenceNumber)), ("_primary_term", .int(1))]
    return .object(members)
  }

  private func get(_ call: EmulatedElasticCall, index: String, id: String) throws(EmulatedElasticError)
    -> EmulatedResponse
  {
    let index = try single(index)
    let filter = EmulatedElasticSourceFilter(call.parameters)
    return EmulatedResponse(status: index[id] == nil ? 404 : 200, json: Self.got(id, from: index, filter))
  }

  func source(_ call: EmulatedElasticCall, index: String, id: String) throws(EmulatedElasticError) -> EmulatedResponse {
    guard let document = try single(index)[id] else {
      throw EmulatedElasticError(
        status: 404, type: "resource_not_found_exception", reason: "Document not found [\(index)]/[_doc]/[\(id)]")
    }
    return EmulatedResponse(
      status: 200, json: EmulatedElasticSourceFilter(call.parameters).apply(to: document.source) ?? .object([]))
  }

  /// The one index that a document is read from; patterns do not do.
  private func single(_ name: String) throws(EmulatedElasticError) -> EmulatedElasticIndex {
    guard !name.contains("*"), !name.contains(","), name != "_all", let index = try store.resolve(name).first else {
      throw .indexNotFound(name)
    }
    return index
  }

  private static func got(_ id: String, from index: EmulatedElasticIndex, _ filter: EmulatedElasticSourceFilter) -> JSON
  {
    var members: [(name: String, value: JSON)] = [
      ("_index", .string(index.name)), ("_type", .string("_doc")), ("_id", .string(id)),
    ]
    if let document = index[id] {
      members += [
        ("_version", .int(document.version)), ("_seq_no", .int(document.sequenceNumber)), ("_primary_term", .int(1)),
        ("found", .bool(true)),
      ]
      if let source = filter.apply(to: document.source) { members.append(("_source", source)) }
    } else {
      members.append(("found", .bool(false)))
    }
    return .object(members)
  }

  func multiGet(_ call: EmulatedElasticCall, defaultIndex: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let body = try call.requiredJSON()
    let items = body["docs"]?.array ?? (body["ids"]?.array ?? []).map { .object([("_id", $0)]) }
    guard !items.isEmpty else {
      throw EmulatedElasticError(
        status: 400, type: "action_request_validation_exception",
        reason: "Validation Failed: 1: no documents to get;")
    }
    var documents: [JSON] = []
    for item in items {
      guard let id = item["_id"]?.scalarText, let name = item["_index"]?.string ?? defaultIndex else {
        throw EmulatedElasticError(
          status: 400, type: "action_request_validation_exception",
          reason: "Validation Failed: 1: id or index is missing for doc;")
      }
      let filter =
        item["_source"].map { EmulatedElasticSourceFilter($0) } ?? EmulatedElasticSourceFilter(call.parameters)
      do throws(EmulatedElasticError) {
        documents.append(Self.got(id, from: try single(name), filter))
      } catch {
        documents.append(
          .object([
            ("_index", .string(name)), ("_type", .string("_doc")), ("_id", .string(id)),
            ("error", error.body["error"] ?? .null),
          ]))
      }
    }
    return EmulatedResponse(status: 200, json: .object([("docs", .array(documents))]))
  }
}
