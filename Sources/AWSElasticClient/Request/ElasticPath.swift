import AWSCore
import AWSCredentials
import AWSSigV4

/// The path of a request: parts that are percent-encoded one by one, or a path that is already encoded.
///
/// ```swift
/// try await es.perform(.get, ["books", "_mapping"])
/// try await es.perform(.get, .wire("/_cat/indices/logs-%2A"))
/// ```
///
/// If a part or a segment of the path is `.` or `..`, also if it is percent-encoded (`%2e`), the request is refused and
/// not sent. HTTP clients and proxies shorten paths with such segments: a request for the document with the id `..`
/// would reach the index instead.
public struct ElasticPath: Sendable, Hashable, ExpressibleByArrayLiteral {
  private enum Form: Sendable, Hashable {
    case parts([Part])
    case wire(ExactText)
  }
  private enum Part: Sendable, Hashable {
    // Ids and names are bytes.
    case text(ExactText)
    case index(ExactText)
    case id(ExactText)
  }
  private let form: Form

  /// A path made of parts. In each part, all characters but the unreserved ones of RFC 3986 are percent-encoded, so
  /// that a `/` in a part is not a separator. No part may be empty, `.` or `..`. Without parts, the path is `/`.
  ///
  /// - Parameter parts: The parts, not percent-encoded.
  public static func parts(_ parts: [String]) -> ElasticPath {
    ElasticPath(form: .parts(parts.map { .text($0.exact) }))
  }

  /// A path that is already percent-encoded; it is sent and signed unchanged.
  ///
  /// The path must begin with `/` and contain only characters that RFC 3986 allows in a path: an index such as
  /// `<logs-{now/d}>` must be percent-encoded. `//` and segments that are or decode to `.` or `..` are refused.
  ///
  /// - Parameter path: The percent-encoded path.
  public static func wire(_ path: String) -> ElasticPath { ElasticPath(form: .wire(path.exact)) }

  /// Makes a path from the parts in an array literal, as ``parts(_:)`` does.
  public init(arrayLiteral elements: String...) { form = .parts(elements.map { .text($0.exact) }) }

  private init(form: Form) { self.form = form }

  /// The path of something of an index: `/books/_search`.
  static func index(_ name: String, _ rest: String...) -> ElasticPath {
    ElasticPath(form: .parts([.index(name.exact)] + rest.map { .text($0.exact) }))
  }

  /// The path of a document: `/books/_doc/1`.
  static func document(_ index: String, _ endpoint: String, id: String) -> ElasticPath {
    ElasticPath(form: .parts([.index(index.exact), .text(endpoint.exact), .id(id.exact)]))
  }

  /// The path's final bytes.
  func encoded() throws(ElasticPathError) -> String {
    switch form {
    case .parts(let parts):
      var path = parts.isEmpty ? "/" : ""
      for part in parts {
        path += "/"
        path += try Self.encode(part)
      }
      return path
    case .wire(let path):
      try Self.check(path.text)
      return path.text
    }
  }

  /// The segments of the path, decoded; without the empty one that a slash at the end makes.
  var segments: [String] {
    switch form {
    case .parts(let parts):
      return parts.map { part in
        switch part {
        case .text(let text), .index(let text), .id(let text): text.text
        }
      }
    case .wire(let path):
      return path.text.utf8.split(separator: UInt8(ascii: "/")).map {
        String(decoding: WirePath.decoded($0), as: UTF8.self)
      }
    }
  }

  private static func encode(_ part: Part) throws(ElasticPathError) -> String {
    switch part {
    case .text(let text):
      return try encode(text.text)
    case .index(let exact):
      let name = exact.text
      // No index has such a name, but interfaces do: a search of `_template` would store one.
      if name.utf8.first == UInt8(ascii: "_"), name != "_all" {
        throw ElasticPathError(problem: "'\(name)' is no index: no index's name begins with '_'")
      }
      return try encode(name)
    case .id(let id):
      let encoded = try encode(id.text)
      return routes.contains(id.text) ? "%5F" + encoded.dropFirst() : encoded
    }
  }

  private static func encode(_ text: String) throws(ElasticPathError) -> String {
    if text.isEmpty { throw ElasticPathError(problem: "a part of the path is empty") }
    if text == "." || text == ".." {
      throw ElasticPathError(problem: "'\(text)' cannot be a part of a path: it would address something else")
    }
    return PercentEncoding.encode(text)
  }

  /// What Elasticsearch 7 takes for an interface where a document's id stands: `GET /books/_doc/_search` is a search of the
  /// mapping type `_doc`. It looks for these names before it decodes the path, so with their first character encoded
  /// they are ids.
  private static let routes: Set<String> = [
    "_bulk", "_count", "_delete_by_query", "_mapping", "_mappings", "_mget", "_msearch", "_mtermvectors", "_search",
    "_termvectors", "_update_by_query", "_validate",
  ]

  private static func check(_ path: String) throws(ElasticPathError) {
    guard path.utf8.first == UInt8(ascii: "/") else { throw ElasticPathError(problem: "a wire path begins with '/'") }
    if let fault = WirePath.fault(in: path.utf8) {
      let hint = fault == .byte(UInt8(ascii: "?")) ? "; a query is passed separately" : ""
      throw ElasticPathError(problem: "a wire path must not hold \(fault)\(hint)")
    }
    let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    for (position, segment) in segments.enumerated() {
      if segment.isEmpty, position < segments.count - 1 { throw ElasticPathError(problem: "a wire path holds '//'") }
      let decoded = WirePath.decoded(segment)
      if decoded == Array(".".utf8) || decoded == Array("..".utf8) {
        throw ElasticPathError(problem: "a wire path holds a '.' or '..' segment: it would address something else")
      }
    }
  }
}

/// Why a path cannot be sent. The text is a sentence without its capital and full stop.
struct ElasticPathError: Error, CustomStringConvertible {
  let problem: String

  var description: String { problem }
}
