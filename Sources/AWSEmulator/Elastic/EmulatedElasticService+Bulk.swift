import HTTPTypes
import NIOCore

/// One action of a bulk request, with its place in the request for errors.
private struct EmulatedBulkAction: Sendable {
  let kind: String
  let index: String
  let id: String?
  let expectation: EmulatedElasticIndex.Expectation
  let source: JSON
}

extension EmulatedElasticService {
  func bulk(_ call: EmulatedElasticCall, defaultIndex: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let actions = try Self.actions(Array(call.body.readableBytesView), defaultIndex: defaultIndex)
    guard !actions.isEmpty else {
      throw EmulatedElasticError(
        status: 400, type: "action_request_validation_exception",
        reason: "Validation Failed: 1: no requests added;")
    }
    var hasErrors = false
    var items: [JSON] = []
    items.reserveCapacity(actions.count)
    for action in actions {
      let id = action.id ?? RandomText.documentId()
      do throws(EmulatedElasticError) {
        let outcome = try perform(action, id: id)
        let members = (Self.written(outcome, index: action.index).members ?? []) + [("status", .int(outcome.status))]
        items.append(.object([(action.kind, .object(members))]))
      } catch {
        hasErrors = true
        items.append(
          .object([
            (
              action.kind,
              .object([
                ("_index", .string(action.index)), ("_type", .string("_doc")), ("_id", .string(id)),
                ("status", .int(error.status)), ("error", error.cause),
              ])
            )
          ]))
      }
    }
    return EmulatedResponse(
      status: 200, json: .object([("took", .int(1)), ("errors", .bool(hasErrors)), ("items", .array(items))]))
  }

  private func perform(_ action: EmulatedBulkAction, id: String) throws(EmulatedElasticError)
    -> EmulatedElasticIndex.Outcome
  {
    let isUpsert = action.source["upsert"] != nil || action.source["doc_as_upsert"]?.bool == true
    let createsIndex = action.kind == "index" || action.kind == "create" || (action.kind == "update" && isUpsert)
    return try store.write(action.index, createsIndex: createsIndex) { (index) throws(EmulatedElasticError) in
      switch action.kind {
      case "delete": return try index.delete(id: id, expecting: action.expectation)
      case "update": return try index.update(action.source, id: id, expecting: action.expectation).outcome
      default: return try index.index(action.source, id: id, expecting: action.expectation)
      }
    }
  }

  /// Reads newline-delimited JSON. An action that cannot be read fails the whole request, as in Elasticsearch.
  private static func actions(_ bytes: [UInt8], defaultIndex: String?) throws(EmulatedElasticError)
    -> [EmulatedBulkAction]
  {
    guard bytes.last == UInt8(ascii: "\n") else {
      throw .illegalArgument("The bulk request must be terminated by a newline [\\n]")
    }
    var actions: [EmulatedBulkAction] = []
    var line = 0
    var start = 0
    func next() throws(EmulatedElasticError) -> JSON? {
      guard start < bytes.count, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { start = end + 1 }
      line += 1
      do throws(JSONParser.Failure) {
        return try JSONParser.parse(bytes, range: start..<end)
      } catch {
        throw .illegalArgument("Malformed action/metadata line [\(line)]: \(error.problem)")
      }
    }
    while start < bytes.count {
      // As in Elasticsearch, lines between actions may be blank.
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if bytes[start..<end].allSatisfy({ " \t\r".utf8.contains($0) }) {
        start = end + 1
        line += 1
        continue
      }
      guard let json = try next() else { break }
      guard let members = json.members, members.count == 1, let (kind, meta) = members.first,
        ["index", "create", "update", "delete"].contains(kind), meta.members != nil
      else {
        throw .illegalArgument(
          "Malformed action/metadata line [\(line)], expected one of [create, delete, index, update]")
      }
      let actionLine = line
      let source = kind == "delete" ? JSON.null : try next()
      guard let source else {
        throw .illegalArgument("The action of line [\(actionLine)] has no source")
      }
      actions.append(try action(kind, meta, source, defaultIndex: defaultIndex, line: actionLine))
    }
    return actions
  }

  private static func action(
    _ kind: String, _ meta: JSON, _ source: JSON, defaultIndex: String?, line: Int
  ) throws(EmulatedElasticError) -> EmulatedBulkAction {
    let known: Set<String> = [
      "_index", "_type", "_id", "if_seq_no", "if_primary_term", "retry_on_conflict", "routing", "require_alias",
    ]
    for member in meta.members ?? [] where !known.contains(member.name) {
      throw .illegalArgument("Action/metadata line [\(line)] contains an unknown parameter [\(member.name)]")
    }
    let id = meta["_id"]?.scalarText
    guard let index = meta["_index"]?.string ?? defaultIndex, !index.isEmpty else {
      throw EmulatedElasticError(
        status: 400, type: "action_request_validation_exception", reason: "Validation Failed: 1: index is missing;")
    }
    if id == nil, kind == "update" || kind == "delete" {
      throw EmulatedElasticError(
        status: 400, type: "action_request_validation_exception", reason: "Validation Failed: 1: id is missing;")
    }
    return EmulatedBulkAction(
      kind: kind, index: index, id: id,
      expectation: EmulatedElasticIndex.Expectation(
        sequenceNumber: meta["if_seq_no"]?.int, primaryTerm: meta["if_primary_term"]?.int, mustBeNew: kind == "create"),
      source: source)
  }
}
