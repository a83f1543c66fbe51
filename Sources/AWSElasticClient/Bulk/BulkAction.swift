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
  /// What an action does.
  public enum Kind: String, Sendable, Hashable {
    /// Stores a document, replacing one with the same id.
    case index
    /// Stores a document unless one with its id exists.
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

  /// What the action does.
  public let kind: Kind
  /// The index; `nil` for that of the call.
  public let index: String?
  /// The document's id; `nil` to let the engine choose one.
  public let id: String?
  /// The routing value that selects the shard; `nil` for the id.
  public let routing: String?
  /// The version that must be the current one.
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

  /// Stores a document, replacing one with the same id.
  public static func index(
    _ document: some Encodable & Sendable, id: String? = nil, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(
      .index, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .document(.encoding(document)))
  }

  /// Stores a document given as JSON bytes, replacing one with the same id.
  public static func index(
    json: [UInt8], id: String? = nil, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(
      .index, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .document(.json(json)))
  }

  /// Stores a document unless one with its id exists.
  public static func create(
    _ document: some Encodable & Sendable, id: String? = nil, in index: String? = nil, routing: String? = nil
  ) -> BulkAction {
    BulkAction(.create, index: index, id: id, routing: routing, payload: .document(.encoding(document)))
  }

  /// Stores a document given as JSON bytes unless one with its id exists.
  public static func create(
    json: [UInt8], id: String? = nil, in index: String? = nil, routing: String? = nil
  ) -> BulkAction {
    BulkAction(.create, index: index, id: id, routing: routing, payload: .document(.json(json)))
  }

  /// Updates a document.
  public static func update(
    id: String, _ update: ElasticUpdate, in index: String? = nil, routing: String? = nil,
    ifVersion: DocumentVersion? = nil
  ) -> BulkAction {
    BulkAction(.update, index: index, id: id, routing: routing, ifVersion: ifVersion, payload: .update(update))
  }

  /// Deletes a document.
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
