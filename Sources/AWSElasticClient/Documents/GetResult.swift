import AWSCore
import AWSCredentials

/// The result of fetching a document by its id: the document, or the information that it does not exist.
public struct GetResult<Source> {
  /// The index of the document.
  public let index: String
  /// The id of the document.
  public let id: String
  /// Whether the document exists.
  public let found: Bool
  /// The decoded document; `nil` if the document does not exist, or if its content (`_source`) was not stored or not
  /// requested.
  public let source: Source?
  /// The version number of the document, which each write increases by 1; `nil` if the server did not report it.
  public let version: Int?
  /// The version of the document, to pass as the condition of a later write, such as ``WriteOptions/ifVersion``; `nil`
  /// if the server did not report it.
  public let documentVersion: DocumentVersion?
  let rawSource: ArraySlice<UInt8>?

  /// The document's JSON, byte for byte as the server sent it; `nil` if ``source`` is `nil`.
  public var sourceBytes: [UInt8]? { rawSource.map { Array($0) } }
}

extension GetResult: Sendable where Source: Sendable {}
extension GetResult: Equatable where Source: Equatable {
  /// Whether both results are the same. Index and id are compared byte for byte.
  public static func == (left: GetResult, right: GetResult) -> Bool {
    left.index.exact == right.index.exact && left.id.exact == right.id.exact && left.found == right.found
      && left.source == right.source && left.version == right.version && left.documentVersion == right.documentVersion
      && left.rawSource == right.rawSource
  }
}

extension ElasticResponseReader {
  func getResult<Source: Decodable>(
    _ type: Source.Type, of fields: JSONFields, at path: String, id: String
  ) throws(ElasticError) -> GetResult<Source> {
    let raw = fields["_source"]
    return GetResult(
      index: try string("_index", of: fields, at: path), id: try documentID(id, of: fields, at: path),
      found: try bool("found", of: fields, at: path),
      source: try raw.map { node throws(ElasticError) in try decode(type, from: node, at: "\(path)_source") },
      version: fields["_version"]?.int, documentVersion: documentVersion(fields), rawSource: raw?.raw)
  }
}
