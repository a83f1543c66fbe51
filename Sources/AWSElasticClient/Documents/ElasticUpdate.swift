import AWSCore

/// How to update a document.
public struct ElasticUpdate: Sendable {
  /// What to do when there is no document yet.
  public enum Missing: Sendable {
    /// Fail with the code ``ElasticError/Code/notFound``.
    case fail
    /// Store the partial document as the whole document. Only for ``ElasticUpdate/doc(_:ifMissing:)``.
    case insertDocument
    /// Store this document.
    case insert(ElasticBody)
  }

  private enum Change: Sendable {
    case doc(ElasticBody)
    case script(JSONValue)
    case raw(ElasticBody)
  }
  private let change: Change
  private let missing: Missing

  /// Merges a partial document into the stored one.
  ///
  /// - Parameters:
  ///   - document: The fields to set, for example `.encoding(value)` or a literal.
  ///   - missing: What to do when there is no document yet.
  public static func doc(_ document: ElasticBody, ifMissing missing: Missing = .fail) -> ElasticUpdate {
    ElasticUpdate(change: .doc(document), missing: missing)
  }

  /// Runs a script on the stored document.
  ///
  /// - Parameters:
  ///   - source: The script.
  ///   - language: Its language.
  ///   - parameters: The values that the script reads from `params`. Pass values here rather than in the script's text,
  ///     which is compiled.
  ///   - missing: What to do when there is no document yet.
  public static func script(
    _ source: String, language: String = "painless", parameters: JSONValue = [:], ifMissing missing: Missing = .fail
  ) -> ElasticUpdate {
    ElasticUpdate(
      change: .script(["source": .string(source), "lang": .string(language), "params": parameters]), missing: missing)
  }

  /// The whole body of the update, as the engine documents it.
  public static func raw(_ body: ElasticBody) -> ElasticUpdate {
    ElasticUpdate(change: .raw(body), missing: .fail)
  }

  private init(change: Change, missing: Missing) {
    self.change = change
    self.missing = missing
  }

  /// Merging the same fields twice changes nothing; a script may count, and after a document of its own was stored for the
  /// first time, the fields would be merged into that.
  var retrySafety: ElasticRetrySafety {
    guard case .doc = change else { return .onlyIfNotProcessed }
    if case .insert = missing { return .onlyIfNotProcessed }
    return .idempotent
  }

  /// Appends the body of the update.
  func append(to writer: JSONWriter) throws(DocumentError) {
    switch change {
    case .raw(let body): return try writer.append(body, as: "update")
    case .doc(let body):
      writer.output.bytes.append(text: #"{"doc":"#)
      try writer.append(body, as: "document")
    case .script(let script):
      writer.output.bytes.append(text: #"{"script":"#)
      try writer.append(.json(script), as: "script")
    }
    switch missing {
    case .fail: break
    case .insertDocument: writer.output.bytes.append(text: #","doc_as_upsert":true"#)
    case .insert(let body):
      writer.output.bytes.append(text: #","upsert":"#)
      try writer.append(body, as: "document to insert")
    }
    writer.output.bytes.append(UInt8(ascii: "}"))
  }
}
