/// What became of every action of a bulk call.
public struct BulkReport: Sendable, Hashable {
  /// One outcome for each action, in the order of the actions.
  public internal(set) var items: [BulkItem] = []
  /// How many requests were sent for it; those repeated by the retry of requests are not counted.
  public internal(set) var requests = 0

  /// The actions that failed. A bulk call succeeds even if every action fails: look here.
  public var failures: [BulkItem] { items.filter(\.isFailure) }
  /// Whether every action succeeded.
  public var isSuccess: Bool { !items.contains(where: \.isFailure) }
}

extension BulkReport: CustomStringConvertible {
  /// How many actions succeeded and failed, and the first failures.
  public var description: String {
    let failures = failures
    var text = "\(items.count - failures.count) of \(items.count) actions succeeded in \(requests) requests"
    for failure in failures.prefix(3) { text += "; \(failure)" }
    if failures.count > 3 { text += "; …" }
    return text
  }
}

/// What became of one action.
public struct BulkItem: Sendable, Hashable {
  /// The action's position in the call, from 0.
  public let position: Int
  /// What it was to do.
  public let kind: BulkAction.Kind
  /// The index, as the server names it.
  public let index: String
  /// The document's id, also if the engine chose it; `nil` if it came to none.
  public let id: String?
  /// The action's own status, such as 201, 409 or 429.
  public let status: Int
  /// What it did; `nil` if it failed. Deleting what is not there is ``WriteEffect/notFound`` and no failure.
  public let result: WriteEffect?
  /// The numbers to make a later write depend on this one.
  public let documentVersion: DocumentVersion?
  /// Why it failed; `nil` if it did not.
  public let error: ElasticError.Cause?
  /// How often it was sent.
  public let attempts: Int

  /// Whether it failed.
  public var isFailure: Bool { error != nil }
}

extension BulkItem: CustomStringConvertible {
  /// Position, action, document, status and, for a failure, the server's type and reason.
  public var description: String {
    let outcome = error.map { "\($0.type): \($0.reason)" } ?? result?.rawValue ?? "done"
    return "action \(position) (\(kind.rawValue) \(index)/\(id ?? "-")): \(outcome) (\(status))"
  }
}

extension AnswerReader {
  /// One entry of `items`: an object with one member, named like the action.
  func bulkItem(
    _ node: JSONNode, for action: EncodedBulkAction, attempts: Int
  ) throws(ElasticError) -> BulkItem {
    let path = "items[\(action.position)]"
    guard let member = node.members?.first, let kind = BulkAction.Kind(rawValue: member.key), kind == action.kind else {
      throw response.invalid("the outcome of action \(action.position) should be one of '\(action.kind.rawValue)'")
    }
    let fields = try fields(of: member.value, at: path)
    return BulkItem(
      position: action.position, kind: kind, index: try string("_index", of: fields, at: "\(path)."),
      id: fields["_id"]?.string, status: try int("status", of: fields, at: "\(path)."),
      result: fields["result"]?.string.map { WriteEffect(rawValue: $0) }, documentVersion: documentVersion(fields),
      error: fields["error"].map { error in
        let cause = error.fields ?? [:]
        return ElasticError.Cause(
          type: cause["type"]?.string ?? "unknown", reason: cause["reason"]?.string ?? error.string ?? "",
          index: cause["index"]?.string)
      },
      attempts: attempts)
  }
}
