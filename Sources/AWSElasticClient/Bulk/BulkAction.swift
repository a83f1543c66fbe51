#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One action of a bulk call.
///
/// ```swift
/// let report = try await es.bulk([
///   .index(id: "1", document: Book(title: "Evergreen")),
///   .create(id: "2", body: ["title": title, "year": 2026]),
///   .update(id: "3", .doc(["year": 2026])),
///   .delete(id: "4"),
/// ], index: "books")
/// ```
public struct BulkAction: Sendable {
  /// The kinds of actions.
  public enum Kind: String, Sendable, Hashable {
    /// Stores a document. A document with the same id is replaced.
    case index
    /// Stores a document; fails if there is a document with the same id.
    case create
    /// Updates a document.
    case update
    /// Deletes a document.
    case delete
  }

  enum Payload: Sendable {
    case none
    case document(ElasticBody)
    case update(ElasticUpdate)
  }

  /// What the action does: index, create, update or delete.
  public let kind: Kind
  /// The index; `nil` for the index that the bulk call specifies.
  public let indexName: String?
  /// The document's id; `nil` if the engine chooses one.
  public let id: String?
  /// The routing value that selects the shard; `nil` to use the id.
  public let routing: String?
  /// Carries the action out only if this is the document's current version; `nil` for no condition.
  public let ifVersion: DocumentVersion?
  let payload: Payload

  private init(
    _ kind: Kind, indexName: String?, id: String?, routing: String?, ifVersion: DocumentVersion? = nil, payload: Payload
  ) {
    self.kind = kind
    self.indexName = indexName
    self.id = id
    self.routing = routing
    self.ifVersion = ifVersion
    self.payload = payload
  }

  /// An action that stores a document. A document with the same id is replaced.
  ///
  /// - Parameters:
  ///   - index: The index; `nil` for the index that the bulk call specifies.
  ///   - id: The document's id; `nil` if the engine chooses one.
  ///   - document: The document.
  ///   - routing: The routing value that selects the shard; `nil` to use the id.
  ///   - ifVersion: Carries the action out only if this is the document's current version; `nil` for no condition.
  public static func index(
    _ index: String? = nil, id: String? = nil, document: some Encodable & Sendable, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    .index(index, id: id, body: .encoding(document), routing: routing, ifVersion: ifVersion)
  }

  /// An action that stores a document given as a literal or as bytes. A document with the same id is replaced.
  ///
  /// See ``index(_:id:document:routing:ifVersion:)``.
  public static func index(
    _ index: String? = nil, id: String? = nil, body: ElasticBody, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(
      .index, indexName: index, id: id, routing: routing, ifVersion: ifVersion, payload: .document(body))
  }

  /// An action that stores a document and fails if there is a document with the same id.
  ///
  /// - Parameters:
  ///   - index: The index; `nil` for the index that the bulk call specifies.
  ///   - id: The document's id; `nil` if the engine chooses one.
  ///   - document: The document.
  ///   - routing: The routing value that selects the shard; `nil` to use the id.
  public static func create(
    _ index: String? = nil, id: String? = nil, document: some Encodable & Sendable, routing: String? = nil
  ) -> BulkAction {
    .create(index, id: id, body: .encoding(document), routing: routing)
  }

  /// An action that stores a document given as a literal or as bytes, and fails if there is a document with the same id.
  ///
  /// See ``create(_:id:document:routing:)``.
  public static func create(
    _ index: String? = nil, id: String? = nil, body: ElasticBody, routing: String? = nil
  ) -> BulkAction {
    BulkAction(.create, indexName: index, id: id, routing: routing, payload: .document(body))
  }

  /// An action that updates a document.
  ///
  /// - Parameters:
  ///   - index: The index; `nil` for the index that the bulk call specifies.
  ///   - id: The document's id.
  ///   - update: The change.
  ///   - routing: The routing value that selects the shard; `nil` to use the id.
  ///   - ifVersion: Carries the action out only if this is the document's current version; `nil` for no condition.
  public static func update(
    _ index: String? = nil, id: String, _ update: ElasticUpdate, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(.update, indexName: index, id: id, routing: routing, ifVersion: ifVersion, payload: .update(update))
  }

  /// An action that deletes a document.
  ///
  /// - Parameters:
  ///   - index: The index; `nil` for the index that the bulk call specifies.
  ///   - id: The document's id.
  ///   - routing: The routing value that selects the shard; `nil` to use the id.
  ///   - ifVersion: Carries the action out only if this is the document's current version; `nil` for no condition.
  public static func delete(
    _ index: String? = nil, id: String, routing: String? = nil, ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(.delete, indexName: index, id: id, routing: routing, ifVersion: ifVersion, payload: .none)
  }

  /// Whether the action is idempotent: doing it twice has the same result as doing it once.
  ///
  /// A `create` whose response was lost would report a conflict with itself; a document without an id would be stored
  /// twice; a script may count.
  var isRepeatable: Bool {
    guard id != nil, ifVersion == nil else { return false }
    switch payload {
    case .none: return true
    case .document: return kind == .index
    case .update(let update): return update.retrySafety == .idempotent
    }
  }
}
