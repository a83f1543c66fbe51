/// What a path names, with the methods and parameters it takes.
enum EmulatedElasticEndpoint: Sendable {
  case info
  case health(index: String?)
  case bulk(index: String?)
  case multiGet(index: String?)
  case search(index: String?)
  case count(index: String?)
  case refresh(index: String?)
  case index(String)
  case document(index: String, id: String?)
  case create(index: String, id: String)
  case update(index: String, id: String)
  case source(index: String, id: String)

  /// Reads a path as it is on the wire. Parts are decoded one by one, so that an id can hold a slash; `.` and `..` are
  /// names like any other.
  init?(path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map {
      String(decoding: PercentCoding.decode($0), as: UTF8.self)
    }
    switch (parts.count, parts.first, parts.dropFirst().first) {
    case (0, _, _): self = .info
    case (1, let name?, _):
      if let global = Self.global(name, index: nil) {
        self = global
      } else if !Self.isIndex(name) {
        return nil
      } else {
        self = .index(name)
      }
    case (2, "_cluster", "health"): self = .health(index: nil)
    case (3, "_cluster", "health"): self = .health(index: parts[2])
    case (2, let index?, "_doc") where Self.isIndex(index): self = .document(index: index, id: nil)
    case (2, let index?, let name?) where Self.isIndex(index):
      guard let endpoint = Self.global(name, index: index) else { return nil }
      self = endpoint
    case (3, let index?, let name?) where Self.isIndex(index):
      switch name {
      case "_doc": self = .document(index: index, id: parts[2])
      case "_create": self = .create(index: index, id: parts[2])
      case "_update": self = .update(index: index, id: parts[2])
      case "_source": self = .source(index: index, id: parts[2])
      default: return nil
      }
    default: return nil
    }
  }

  private static func isIndex(_ name: String) -> Bool {
    !name.hasPrefix("_") || name == "_all" || name.hasPrefix("_all,")
  }

  private static func global(_ name: String, index: String?) -> EmulatedElasticEndpoint? {
    switch name {
    case "_bulk": .bulk(index: index)
    case "_mget": .multiGet(index: index)
    case "_search": .search(index: index)
    case "_count": .count(index: index)
    case "_refresh": .refresh(index: index)
    default: nil
    }
  }

  var methods: Set<String> {
    switch self {
    case .info: ["GET", "HEAD"]
    case .health: ["GET"]
    case .bulk: ["POST", "PUT"]
    case .multiGet, .search, .count, .refresh: ["GET", "POST"]
    case .index: ["GET", "HEAD", "PUT", "DELETE"]
    case .document(_, nil): ["POST"]
    case .document: ["GET", "HEAD", "PUT", "POST", "DELETE"]
    case .create: ["PUT", "POST"]
    case .update: ["POST"]
    case .source: ["GET", "HEAD"]
    }
  }

  var parameters: Set<String> {
    switch self {
    case .info, .refresh: []
    case .health:
      [
        "level", "local", "wait_for_status", "wait_for_no_relocating_shards", "wait_for_no_initializing_shards",
        "wait_for_active_shards", "wait_for_nodes", "wait_for_events",
      ]
    case .bulk: ["refresh", "wait_for_active_shards", "_source", "_source_includes", "_source_excludes"]
    case .multiGet: Self.reading
    case .search:
      [
        "q", "df", "default_operator", "from", "size", "sort", "_source", "_source_includes", "_source_excludes",
        "track_total_hits", "track_scores", "rest_total_hits_as_int", "typed_keys", "request_cache", "search_type",
        "version", "seq_no_primary_term", "max_concurrent_shard_requests", "batched_reduce_size",
        "ccs_minimize_roundtrips", "pre_filter_shard_size", "allow_partial_search_results",
      ]
    case .count: ["q", "df", "default_operator"]
    case .index: ["wait_for_active_shards", "include_type_name", "flat_settings", "include_defaults", "local"]
    case .document, .create: Self.reading.union(Self.writing)
    case .update: ["refresh", "retry_on_conflict", "if_seq_no", "if_primary_term", "wait_for_active_shards", "_source"]
    case .source: Self.reading
    }
  }

  private static let reading: Set<String> = [
    "_source", "_source_includes", "_source_excludes", "realtime", "refresh",
  ]
  private static let writing: Set<String> = [
    "op_type", "if_seq_no", "if_primary_term", "wait_for_active_shards", "require_alias",
  ]
}
