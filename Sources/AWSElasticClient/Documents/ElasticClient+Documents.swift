import AWSCore
import AWSCredentials
import HTTPTypes

// MARK: - Writing

extension ElasticClient {
  /// Stores a document, replacing one with the same id.
  ///
  /// With an id, the request is retried when the response was lost. Without one, it is retried only when the service
  /// said that it did nothing, because each attempt would store another document. ``WriteOptions/retrySafety``
  /// overrides that.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id; `nil` to let the engine choose one. `.` and `..` are refused.
  ///   - document: The document.
  ///   - options: Refresh, routing, version, pipeline.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func index(
    _ index: String, id: String? = nil, document: some Encodable, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Index") { (writer) throws(DocumentError) in try writer.append(document: document) }
    return try await store(body, index: index, id: id, options: options)
  }

  /// Stores a document given as a literal or as bytes, replacing one with the same id.
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

  /// Stores a document unless one with its id exists.
  ///
  /// It is not retried when the response was lost: if the first attempt had stored the document, the second would
  /// report a conflict with it. ``WriteOptions/retrySafety`` overrides that; the error then says that the conflict may
  /// be with the call's own first attempt.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - document: The document.
  ///   - options: Refresh, routing, pipeline.
  /// - Throws: ``ElasticError``; with the code ``ElasticError/Code/conflict`` if the document exists.
  ///   `CancellationError` if the task is cancelled.
  @discardableResult
  public func create(
    _ index: String, id: String, document: some Encodable, options: WriteOptions = WriteOptions()
  ) async throws -> WriteResult {
    let body = try encoded(for: "Create") { (writer) throws(DocumentError) in try writer.append(document: document) }
    return try await storeNew(body, index: index, id: id, options: options)
  }

  /// Stores a document given as a literal or as bytes unless one with its id exists.
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

  /// Updates a document.
  ///
  /// A merge of fields is retried when the response was lost. A script is not, nor is a merge with a separate document
  /// to insert if none exists. ``WriteOptions/retrySafety`` overrides that.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - id: The document's id. `.` and `..` are refused.
  ///   - update: The change.
  ///   - options: Refresh, routing, version.
  /// - Throws: ``ElasticError``; with the code ``ElasticError/Code/notFound`` if there is no document and the update
  ///   does not say what to insert. `CancellationError` if the task is cancelled.
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
  ///   - id: The document's id. `.` and `..` are refused: the path of `..` would be that of the index.
  ///   - options: Refresh, routing, version.
  /// - Returns: The effect: ``WriteEffect/notFound`` if there was no such document, which is not an error. If a
  ///   response was lost and the request was retried, it can mean that the first attempt deleted it.
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
  ///   - type: The document's type.
  ///   - parameters: URL parameters such as `routing`, `_source_includes`, `realtime`.
  /// - Returns: The document; ``GetResult/found`` is `false` if there is none, which is not an error.
  /// - Throws: ``ElasticError``; with the code ``ElasticError/Code/indexNotFound`` if there is no such index.
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
  ///   - type: The documents' type.
  ///   - parameters: URL parameters such as `routing`, `_source_includes`.
  /// - Returns: One result for each id, in the order of the ids.
  /// - Throws: ``ElasticError``, also if the engine reports an error for one of them. `CancellationError` if the task
  ///   is cancelled.
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
          ElasticError.Code(status: 404, error: error), message: "Document \(position): \(error.reason)".sentence,
          type: error.type, rootCauses: error.rootCauses, causedBy: error.causedBy,
          operation: response.operation, response: response.head,
          body: response.body, attempts: response.attempts)
      }
      results.append(try reader.getResult(type, of: fields, at: "docs[\(position)].", id: id))
    }
    return results
  }

  /// Whether a document exists.
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
    guard statusCode == 404, let fields = (try? JSONNode(parsing: body))?.fields else { return false }
    return fields.present("error") == nil && fields["_id"]?.string != nil
  }
}
