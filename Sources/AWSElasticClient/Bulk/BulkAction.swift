#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One action of a bulk call.
///
/// ```swift
/// let report = try await es.bulk([
///   .index(Book(title: "Evergreen"), id: "1"),
///   .create(json: Array(#"{"title":"Deciduous"}"#.utf8), id: "2"),
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
  public let index: String?
  /// The document's id; `nil` if the engine chooses one.
  public let id: String?
  /// The routing value that selects the shard; `nil` to use the id.
  public let routing: String?
  /// Carries the action out only if this is the document's current version; `nil` for no condition.
  public let ifVersion: DocumentVersion?
  let payload: Payload

  private init(
    _ kind: Kind, index: String?, id: String?, routing: String?, ifVersion: DocumentVersion? = nil, payload: Payload
  ) {
    self.kind = kind
    self.index = index
    self.id = id
    self.routing = routing
    self.ifVersion = ifVersion
    self.payload = payload
  }

  /// An action that stores a document. A document with the same id is replaced.
  public static func index(
    _ document: some Encodable & Sendable, id: String? = nil, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(
      .index, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .document(.encoding(document)))
  }

  /// An action that stores a document given as JSON bytes. A document with the same id is replaced.
  public static func index(
    json: [UInt8], id: String? = nil, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(
      .index, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .document(.json(json)))
  }

  /// An action that stores a document and fails if there is a document with the same id.
  public static func create(
    _ document: some Encodable & Sendable, id: String? = nil, in index: String? = nil, routing: String? = nil
  ) -> BulkAction {
    BulkAction(.create, index: index, id: id, routing: routing, payload: .document(.encoding(document)))
  }

  /// An action that stores a document given as JSON bytes and fails if there is a document with the same id.
  public static func create(
    json: [UInt8], id: String? = nil, in index: String? = nil, routing: String? = nil
  ) -> BulkAction {
    BulkAction(.create, index: index, id: id, routing: routing, payload: .document(.json(json)))
  }

  /// An action that updates a document.
  public static func update(
    id: String, _ update: ElasticUpdate, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(.update, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .update(update))
  }

  /// An action that deletes a document.
  public static func delete(
    id: String, in index: String? = nil, routing: String? = nil, ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(.delete, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .none)
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
