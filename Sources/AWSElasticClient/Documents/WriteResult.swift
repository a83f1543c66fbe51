import AWSCore
import AWSCredentials

/// The result of writing or deleting a document.
public struct WriteResult: Sendable {
  /// The index that contains the document. If the request named an alias, this is the index that the alias stands for.
  public let index: String
  /// The id of the document.
  public let id: String
  /// What the write did to the document.
  public let result: WriteEffect
  /// The version number of the document, which each write increases by 1; `nil` if the server did not report it.
  public let version: Int?
  /// The version of the document after the write, to pass as the condition of a later write, such as
  /// ``WriteOptions/ifVersion``; `nil` if the server did not report it.
  public let documentVersion: DocumentVersion?
}

// Ids and names of indices are bytes: `String` would compare them as text.
extension WriteResult: Hashable {
  /// Whether both results are the same. Index and id are compared byte for byte.
  public static func == (left: WriteResult, right: WriteResult) -> Bool {
    left.index.exact == right.index.exact && left.id.exact == right.id.exact && left.result == right.result
      && left.version == right.version && left.documentVersion == right.documentVersion
  }

  /// Hashes the index, the id and the version.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(index.exact)
    hasher.combine(id.exact)
    hasher.combine(version)
  }
}

/// What a write did to a document, such as ``created``. The engine may also report an effect for which there is no
/// constant.
public struct WriteEffect: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The engine's name for the effect, such as `created`.
  public let rawValue: String

  /// Makes an effect from the engine's name for it, such as `created`.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The document was created.
  public static let created = WriteEffect(rawValue: "created")
  /// The document was replaced or changed.
  public static let updated = WriteEffect(rawValue: "updated")
  /// The document was deleted.
  public static let deleted = WriteEffect(rawValue: "deleted")
  /// The document to delete did not exist, so nothing was deleted.
  public static let notFound = WriteEffect(rawValue: "not_found")
  /// The update did not change the document.
  public static let noop = WriteEffect(rawValue: "noop")

  /// The engine's name for the effect, such as `created`.
  public var description: String { rawValue }
}

extension ElasticResponseReader {
  /// - Parameters:
  ///   - id: The id that was sent; `nil` if the engine chose one, or an ingest pipeline may have changed it.
  ///   - advice: What to do if the response names another, after a semicolon.
  func writeResult(_ fields: JSONFields, id: String?, advice: String = "") throws(ElasticError) -> WriteResult {
    WriteResult(
      index: try string("_index", of: fields), id: try documentID(id, of: fields, advice: advice),
      result: WriteEffect(rawValue: try string("result", of: fields)), version: fields["_version"]?.int,
      documentVersion: documentVersion(fields))
  }

  /// The id in a response, which has to be the one that was asked for, byte for byte.
  func documentID(
    _ sent: String?, of fields: JSONFields, at path: String = "", advice: String = ""
  ) throws(ElasticError) -> String {
    let id = try string("_id", of: fields, at: path)
    guard sent == nil || sent?.exact == id.exact else {
      throw response.invalid(
        "\(path)_id is '\(id.printable(limit: 128))', which is not the document that was named in the request\(advice)."
      )
    }
    return id
  }

  func documentVersion(_ fields: JSONFields) -> DocumentVersion? {
    guard let sequenceNumber = fields["_seq_no"]?.int, let term = fields["_primary_term"]?.int else { return nil }
    return DocumentVersion(sequenceNumber: sequenceNumber, primaryTerm: term)
  }
}
