import AWSCore
import AWSCredentials
import HTTPTypes

// MARK: - Writing

extension ElasticClient {
  /// Stores a document. A document with the same id is replaced.
  ///
  /// With an id, the request is retried if the response was lost. Without an id, each attempt would store another
  /// document, so the request is retried only if the service said that it did nothing. ``WriteOptions/retrySafety``
  /// overrides that.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id; `nil` to let the engine choose one. `.` and `..` are refused.
  ///   - document: The document.
  ///   - options: Options for the write: refresh, routing, the required version and the ingest pipeline.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func index(
    _ index: String, id: String? = nil, document: some Encodable, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Index") { (writer) throws(DocumentError) in try writer.append(document: document) }
    return try await store(body, index: index, id: id, options: options)
  }

  /// Stores a document given as a literal or as bytes. A document with the same id is replaced.
  ///
  /// See ``index(_:id:document:options:)``.
  ///
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func index(
    _ index: String, id: String? = nil, body: ElasticBody, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Index") { (writer) throws(DocumentError) in try writer.append(body, as: "document") }
    return try await store(body, index: index, id: id, options: options)
  }

  private func store(
    _ body: ElasticBody, index: String, id: String?, options: WriteOptions
  ) async throws -> WriteResult {
    try require(options.refresh, for: "Index")
    let isRepeatable = id != nil && options.ifVersion == nil
    return try await ingest(
      ElasticOperation(
        "Index", id == nil ? .post : .put, id.map { .document(index, "_doc", id: $0) } ?? .index(index, "_doc"),
        parameters: options.parameters,
        body: body, retrySafety: options.retrySafety ?? (isRepeatable ? .idempotent : .onlyIfNotProcessed)),
      id: id, options: options)
  }

  /// Stores a document; fails if there is a document with the same id.
  ///
  /// The request is not retried if the response was lost, because the first attempt may have stored the document, and
  /// the second attempt would then fail with a conflict. ``WriteOptions/retrySafety`` overrides that. After such a
  /// retry, a conflict error says that the document may be the one that the call's own first attempt stored.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - document: The document.
  ///   - options: Options for the write: refresh, routing and the ingest pipeline.
  /// - Throws: ``ElasticError``, with the code ``ElasticError/Code/conflict`` if the document exists.
  ///   `CancellationError` if the task is cancelled.
  @discardableResult
  public func create(
    _ index: String, id: String, document: some Encodable, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Create") { (writer) throws(DocumentError) in try writer.append(document: document) }
    return try await storeNew(body, index: index, id: id, options: options)
  }

  /// Stores a document given as a literal or as bytes; fails if there is a document with the same id.
  ///
  /// See ``create(_:id:document:options:)``.
  ///
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func create(
    _ index: String, id: String, body: ElasticBody, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Create") { (writer) throws(DocumentError) in try writer.append(body, as: "document") }
    return try await storeNew(body, index: index, id: id, options: options)
  }

  private func storeNew(
    _ body: ElasticBody, index: String, id: String, options: WriteOptions
  ) async throws -> WriteResult {
    try require(options.refresh, for: "Create")
    return try await ingest(
      ElasticOperation(
        "Create", .put, .document(index, "_create", id: id), parameters: options.parameters, body: body,
        retrySafety: options.retrySafety ?? .onlyIfNotProcessed),
      id: id, options: options)
  }

  /// Updates a document: merges fields into it or runs a script on it.
  ///
  /// An update that merges fields is retried if the response was lost. An update is not retried if it runs a script or
  /// if it inserts a separate document when none exists. ``WriteOptions/retrySafety`` overrides that.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - update: The change.
  ///   - options: Options for the write: refresh, routing and the required version.
  /// - Throws: ``ElasticError``, with the code ``ElasticError/Code/notFound`` if the document does not exist and the
  ///   update does not specify a document to insert. `CancellationError` if the task is cancelled.
  @discardableResult
  public func update(
    _ index: String, id: String, _ update: ElasticUpdate, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    try require(options.refresh, for: "Update")
    let body = try encoded(for: "Update") { (writer) throws(DocumentError) in try update.append(to: writer) }
    return try await write(
      ElasticOperation(
        "Update", .post, .document(index, "_update", id: id), parameters: options.parameters, body: body,
        retrySafety: options.retrySafety ?? (options.ifVersion == nil ? update.retrySafety : .onlyIfNotProcessed)),
      id: id)
  }

  /// Deletes a document.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused, because HTTP clients and proxies shorten paths with them: a
  ///     request for the document `..` could reach the index.
  ///   - options: Options for the write: refresh, routing and the required version.
  /// - Returns: The result. Its effect is ``WriteEffect/notFound`` if the document did not exist, which is not an
  ///   error. If a response was lost and the request was sent again, this can also mean that the first attempt deleted
  ///   the document.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func delete(
    _ index: String, id: String, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    try require(options.refresh, for: "Delete")
    let operation = ElasticOperation(
      "Delete", .delete, .document(index, "_doc", id: id), parameters: options.parameters,
      retrySafety: options.retrySafety ?? (options.ifVersion == nil ? .idempotent : .onlyIfNotProcessed))
    let response = try await callForDocument(operation, accepting: \.isOfAMissingDocument)
    let reader = response.reader()
    let root = try reader.root()
    // What is not there may be left out of the response by all but its status.
    if response.status == 404, root["result"] == nil {
      return WriteResult(
        index: try reader.string("_index", of: root), id: try reader.documentID(id, of: root), result: .notFound,
        version: root["_version"]?.int, documentVersion: reader.documentVersion(root))
    }
    return try reader.writeResult(root, id: id)
  }

  private func write(_ operation: ElasticOperation, id: String) async throws -> WriteResult {
    let reader = try await callForDocument(operation).reader()
    return try reader.writeResult(reader.root(), id: id)
  }

  /// Sends a whole document, which an ingest pipeline may store under another id.
  private func ingest(
    _ operation: ElasticOperation, id: String?, options: WriteOptions
  ) async throws -> WriteResult {
    let reader = try await callForDocument(operation).reader()
    return try reader.writeResult(
      reader.root(), id: options.pipeline == nil ? id : nil,
      advice: "; if an ingest pipeline of the index changes ids, name it in WriteOptions.pipeline")
  }

  /// The bytes of a document, which are judged by the same rules as those of a bulk action.
  private func encoded(
    for operation: String, _ append: (JSONWriter) throws(DocumentError) -> Void
  ) throws(ElasticError) -> ElasticBody {
    let writer = JSONWriter(coding: coding)
    do throws(DocumentError) {
      try append(writer)
    } catch {
      throw invalid(operation, "The \(error)".sentence, cause: error.cause)
    }
    return .json(writer.bytes)
  }

  func require(_ refresh: ElasticRefresh, for operation: String) throws(ElasticError) {
    if refresh == .immediately { try requireDomain(operation, "an immediate refresh") }
  }
}

// MARK: - Reading

extension ElasticClient {
  /// Fetches a document.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - type: The Swift type to decode the document as.
  ///   - parameters: URL parameters such as `routing`, `_source_includes`, `realtime`.
  /// - Returns: The document. If the document does not exist, ``GetResult/found`` is `false`; that is not an error.
  /// - Throws: ``ElasticError``, with the code ``ElasticError/Code/indexNotFound`` if the index does not exist.
  ///   `CancellationError` if the task is cancelled.
  public func get<Source: Decodable>(
    _ index: String, id: String, as type: Source.Type = JSONValue.self, parameters: ElasticParameters = [:]
  ) async throws -> GetResult<Source> {
    let response = try await callForDocument(
      ElasticOperation("Get", .get, .document(index, "_doc", id: id), parameters: parameters),
      accepting: \.isOfAMissingDocument)
    let reader = response.reader()
    return try reader.getResult(type, of: reader.root(), at: "", id: id)
  }

  /// Fetches several documents of an index.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - ids: The documents' ids. If empty, the result is empty and no request is sent.
  ///   - type: The Swift type to decode the documents as.
  ///   - parameters: URL parameters such as `routing`, `_source_includes`.
  /// - Returns: One result for each id, in the order of the ids.
  /// - Throws: ``ElasticError``, also if the engine reports an error for one of the documents. `CancellationError` if
  ///   the task is cancelled.
  public func mget<Source: Decodable>(
    _ index: String, ids: [String], as type: Source.Type = JSONValue.self, parameters: ElasticParameters = [:]
  ) async throws -> [GetResult<Source>] {
    if ids.isEmpty { return [] }
    let response = try await callForDocument(
      ElasticOperation(
        "MultiGet", .post, .index(index, "_mget"), parameters: parameters,
        body: ["ids": .array(ids.map { .string($0) })]))
    let reader = response.reader()
    let documents = try reader.elements(of: reader.root()["docs"], at: "docs")
    var results: [GetResult<Source>] = []
    results.reserveCapacity(documents.count)
    guard documents.count == ids.count else {
      throw response.invalid("\(ids.count) documents were asked for, but the response has \(documents.count).")
    }
    for (position, (document, id)) in zip(documents, ids).enumerated() {
      let fields = try reader.fields(of: document, at: "docs[\(position)]")
      if fields.present("error") != nil {
        let error = ServerError(head: response.head, body: Array(document.raw))
        throw ElasticError(
          ElasticError.Code(status: 404, error: error),
          message: ["Document \(position) could not be read.", error.reason].sentences,
          type: error.type, rootCauses: error.rootCauses, causedBy: error.causedBy,
          operation: response.operation, response: response.head,
          body: response.body, attempts: response.attempts)
      }
      results.append(try reader.getResult(type, of: fields, at: "docs[\(position)].", id: id))
    }
    return results
  }

  /// Returns whether a document exists.
  ///
  /// - Parameters:
  ///   - index: The index. If the index does not exist, the result is `false`.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - parameters: URL parameters such as `routing`.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  public func exists(_ index: String, id: String, parameters: ElasticParameters = [:]) async throws
    -> Bool
  {
    try await probe(ElasticOperation("Exists", .head, .document(index, "_doc", id: id), parameters: parameters))
  }

  /// Whether something is there, by the status of the response to `HEAD`, which has no body to tell more.
  func probe(_ operation: ElasticOperation) async throws -> Bool {
    do {
      _ = try await call(operation)
      return true
    } catch let error as ElasticError where error.statusCode == 404 {
      return false
    }
  }
}

extension ElasticError {
  /// Whether this is a result rather than an error: the response has status 404, names the document and tells of no error.
  fileprivate var isOfAMissingDocument: Bool {
    guard statusCode == 404, let fields = document?.fields else { return false }
    return fields.present("error") == nil && fields["_id"]?.string != nil
  }
}
