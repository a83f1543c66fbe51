import AWSCore
import AWSCredentials

/// The outcome of one action of a bulk call: whether the action succeeded, and what it did or why it failed.
public struct BulkItem: Sendable {
  /// The position of the action among the actions that were passed to the bulk call, counted from 0.
  public let position: Int
  /// The kind of the action: index, create, update or delete.
  public let kind: BulkAction.Kind
  /// The index that the server's response names. If the response names no index, the index that the action names, else
  /// the index that was passed to the bulk call. Empty if none of them names an index.
  public let index: String
  /// The document's id, including one that the engine chose; `nil` if no id was assigned.
  public let id: String?
  /// The HTTP status that the server reported for this action, such as 201, 409 or 429. If the server refused the whole
  /// request, the status of the response. 0 if the action could not be encoded and so was not sent.
  public let status: Int
  /// What the action did to the document, such as ``WriteEffect/created``; `nil` if the action failed. If there was no
  /// document to delete, this is ``WriteEffect/notFound``, and the action did not fail.
  public let result: WriteEffect?
  /// The version of the document after the action. Pass it as the condition of a later write, such as
  /// ``WriteOptions/ifVersion``. `nil` if the server did not report it.
  public let documentVersion: DocumentVersion?
  /// Why the action failed, including the underlying errors; `nil` if the action did not fail.
  public let error: ElasticError.Cause?
  /// How many times the action was sent, including retries.
  public let attempts: Int

  /// Whether the action failed. An action whose ``status`` is that of a failure has failed even if the server gave no
  /// reason.
  public var isFailure: Bool { error != nil }

  /// The ``ElasticError/Cause/type`` of an action that could not be encoded.
  static let unencodableType = "not_encodable"

  init(
    position: Int, kind: BulkAction.Kind, index: String, id: String?, status: Int, result: WriteEffect? = nil,
    documentVersion: DocumentVersion? = nil, error: ElasticError.Cause? = nil, attempts: Int
  ) {
    self.position = position
    self.kind = kind
    self.index = index
    self.id = id
    self.status = status
    self.result = result
    self.documentVersion = documentVersion
    self.error = error
    self.attempts = attempts
  }
}

extension BulkItem: CustomStringConvertible {
  /// A text with the position and the kind of the action, the index, the document's id and the status. For a failed
  /// action, the text also has the error's type and reason.
  public var description: String {
    var outcome = result?.rawValue ?? "done"
    if let error {
      func reason(of cause: ElasticError.Cause) -> String {
        "\(cause.type): \(cause.reason.clause.without(endMarks: ".:;,"))"
      }
      outcome = reason(of: error)
      for cause in error.causedBy.prefix(2) { outcome += ", caused by \(reason(of: cause))" }
    }
    return "action \(position) (\(kind.rawValue) \(index.printable(limit: 128))/\((id ?? "-").printable(limit: 128))): "
      + "\(outcome.printable(limit: 1000)) (\(status))"
  }
}

extension BulkItem: Hashable {
  /// Whether both outcomes are the same. Ids are compared byte for byte.
  public static func == (left: BulkItem, right: BulkItem) -> Bool {
    left.position == right.position && left.kind == right.kind && left.status == right.status
      && left.index.exact == right.index.exact && left.id?.exact == right.id?.exact && left.result == right.result
      && left.documentVersion == right.documentVersion && left.error == right.error && left.attempts == right.attempts
  }

  /// Hashes the position, the status and the id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(position)
    hasher.combine(status)
    hasher.combine(id?.exact)
  }
}

extension ElasticResponseReader {
  /// One entry of `items`: an object with one member, named like the action.
  ///
  /// - Parameter comparingID: Whether the document has to be the one that was named, byte for byte. An ingest pipeline may
  ///   change the id.
  /// - Returns: The outcome, or `nil` if the entry does not say it.
  /// - Throws: ``ElasticError`` if the entry is about another action, so that no entry can be trusted.
  func bulkItem(
    _ node: JSONNode, for action: EncodedBulkAction, comparingID: Bool, attempts: Int
  ) throws(ElasticError) -> BulkItem? {
    guard let member = node.fields?.only, member.name == action.kind.rawValue, let fields = member.value.fields else {
      throw response.invalid("The outcome of action \(action.position) should be one of '\(action.kind.rawValue)'.")
    }
    let id = fields["_id"]?.string
    if comparingID, let sent = action.document?.id, let id, id.exact != sent {
      // A pipeline is for whole documents.
      let advice = "; if an ingest pipeline of the index changes ids, name it in BulkOptions.pipeline."
      throw response.invalid(
        "The outcome of action \(action.position) is about the document '\(id.printable(limit: 128))', which is not the "
          + "one that was sent" + (action.kind == .index || action.kind == .create ? advice : "."))
    }
    guard let status = fields["status"]?.int else { return nil }
    let index = fields["_index"]?.string ?? action.index
    let reason = fields.present("error")
    guard !Self.isSuccess(status, of: action.kind, hasError: reason != nil) else {
      return BulkItem(
        position: action.position, kind: action.kind, index: index, id: id ?? action.document?.id.text, status: status,
        result: fields["result"]?.string.map { WriteEffect(rawValue: $0) } ?? (status == 404 ? .notFound : nil),
        documentVersion: documentVersion(fields), attempts: attempts)
    }
    return BulkItem(
      position: action.position, kind: action.kind, index: index, id: id ?? action.document?.id.text, status: status,
      error: cause(reason, status: status), attempts: attempts)
  }

  /// The status decides. To find nothing to delete is no failure, but to find no index is one.
  private static func isSuccess(_ status: Int, of kind: BulkAction.Kind, hasError: Bool) -> Bool {
    (200..<300).contains(status) || kind == .delete && status == 404 && !hasError
  }

  private func cause(_ reason: JSONNode?, status: Int) -> ElasticError.Cause {
    if let fields = reason?.fields { return ElasticError.Cause(fields) }
    return ElasticError.Cause(
      type: "unknown", reason: reason?.string ?? "the status is \(status), and the response gives no reason")
  }
}
