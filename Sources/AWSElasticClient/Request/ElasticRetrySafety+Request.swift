import AWSSigV4
import HTTPTypes

extension ElasticRetrySafety {
  /// What can be told from method, path and parameters of a request.
  ///
  /// Reading and storing or deleting under a name are the same done twice. Everything that is not known to be so counts as
  /// different: a document without an id is stored again, a script counts again, and what depends on a condition meets its own
  /// first attempt.
  init(method: HTTPRequest.Method, path: ElasticPath, parameters: ElasticParameters) {
    let segments = path.segments
    if Self.movesCursor(method, segments) {
      self = .never
    } else if method == .get || method == .head {
      // A query may carry on where another ended.
      self = segments.contains("_sql") || segments.contains("_ppl") ? .onlyIfNotProcessed : .idempotent
    } else {
      let isRepeatable =
        switch method {
        case .put: !Self.isConditional(parameters) && (Self.namesDocument(segments) || Self.namesSetting(segments))
        case .delete: !Self.isConditional(parameters) && (Self.namesDocument(segments) || Self.namesRemovable(segments))
        case .post: !Self.isConditional(parameters) && (Self.namesDocument(segments) || Self.reads(segments))
        default: false
        }
      self = isRepeatable ? .idempotent : .onlyIfNotProcessed
    }
  }

  /// Whether each request of this kind gets the next page, whatever came of the one before (elasticsearch#26433).
  static func movesCursor(_ method: HTTPRequest.Method, _ segments: [String]) -> Bool {
    method != .delete && segments.starts(with: ["_search", "scroll"])
  }

  /// Whether parameters make a write depend on what is there: its own first attempt would be in its way.
  private static func isConditional(_ parameters: ElasticParameters) -> Bool {
    // A version of one's own that may be equal to the stored one does not exclude the first attempt.
    let isOpenToEqual = parameters.values(of: "version_type") == ["external_gte"]
    return parameters.names.contains { name in
      switch name {
      case "if_seq_no", "if_primary_term": true
      case "version", "version_type": !isOpenToEqual
      case "op_type": parameters.values(of: name) != ["index"]
      case "create": parameters.values(of: name) != ["false"]
      default: false
      }
    }
  }

  /// `/index/_doc/id`, and `/index/type/id` of the time when there were types.
  private static func namesDocument(_ segments: [String]) -> Bool {
    guard segments.count == 3, !segments[0].hasPrefix("_") else { return false }
    return segments[1] == "_doc" || !segments[1].hasPrefix("_") && !segments[2].hasPrefix("_")
  }

  /// What `PUT` stores under its name: settings, mappings, aliases, templates, pipelines, scripts.
  private static func namesSetting(_ segments: [String]) -> Bool {
    guard let last = segments.last else { return false }
    if segments.count <= 2, ["_mapping", "_mappings", "_settings"].contains(last) { return true }
    if segments == ["_cluster", "settings"] { return true }
    return namesRemovable(segments)
  }

  /// What `PUT` stores and `DELETE` removes under a name. Indices and data streams are not among them: one that is gone may
  /// have been made anew by somebody else meanwhile.
  private static func namesRemovable(_ segments: [String]) -> Bool {
    switch segments.count {
    case 2: ["_template", "_index_template", "_component_template", "_scripts"].contains(segments[0])
    case 3 where segments[0].hasPrefix("_"):
      segments[0] == "_ingest" && segments[1] == "pipeline"
    case 3: ["_alias", "_aliases"].contains(segments[1])
    default: false
    }
  }

  /// What is asked with `POST` because it has a body, and what makes visible or writes to disk what is stored anyway.
  private static func reads(_ segments: [String]) -> Bool {
    let interface = segments.first?.hasPrefix("_") == true ? segments[...] : segments.dropFirst()
    switch interface.count {
    case 1: return interfaces.contains(interface[interface.startIndex])
    case 2:
      let pairs = [
        ["_search", "template"], ["_msearch", "template"], ["_render", "template"], ["_validate", "query"],
        ["_cache", "clear"],
      ]
      return pairs.contains { interface.elementsEqual($0) }
        || segments.count == 3 && ["_explain", "_termvectors"].contains(interface[interface.startIndex])
    default: return false
    }
  }

  private static let interfaces: Set<String> = [
    "_search", "_msearch", "_count", "_mget", "_field_caps", "_analyze", "_termvectors", "_mtermvectors", "_rank_eval",
    "_search_shards", "_refresh", "_flush",
  ]
}
