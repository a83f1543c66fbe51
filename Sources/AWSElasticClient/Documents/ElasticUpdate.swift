import AWSCore

/// The change that an update makes to a document.
public struct ElasticUpdate: Sendable {
  /// What an update does if the document does not exist.
  public enum Missing: Sendable {
    /// The update fails with the code ``ElasticError/Code/notFound``.
    case fail
    /// Stores the partial document as a new document. This is only for updates made with
    /// ``ElasticUpdate/doc(_:ifMissing:)``.
    case insertDocument
    /// Stores the document that this case contains as a new document.
    case insert(ElasticBody)
  }

  private enum Change: Sendable {
    case doc(ElasticBody)
    case script(JSONValue)
    case raw(ElasticBody)
  }
  private let change: Change
  private let missing: Missing

  /// An update that merges a partial document into the stored document.
  ///
  /// - Parameters:
  ///   - document: The fields to set, for example `.encoding(value)` or a literal.
  ///   - missing: What to do if the document does not exist. The default is to fail.
  public static func doc(_ document: ElasticBody, ifMissing missing: Missing = .fail) -> ElasticUpdate {
    ElasticUpdate(change: .doc(document), missing: missing)
  }

  /// An update that runs a script on the stored document.
  ///
  /// - Parameters:
  ///   - source: The text of the script.
  ///   - language: The language that the script is written in.
  ///   - parameters: The values that the script reads from `params`. Pass values here and not in the script's text,
  ///     because the engine compiles each different text anew.
  ///   - missing: What to do if the document does not exist. The default is to fail.
  public static func script(
    _ source: String, language: String = "painless", parameters: JSONValue = [:], ifMissing missing: Missing = .fail
  ) -> ElasticUpdate {
    ElasticUpdate(
      change: .script(["source": .string(source), "lang": .string(language), "params": parameters]), missing: missing)
  }

  /// An update given as the complete body of the update request, in the format that the documentation of Elasticsearch
  /// and OpenSearch describes.
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
