public import AWSCredentials

/// The body of a request: a JSON literal, a value that the client encodes, or bytes that are sent unchanged.
///
/// ```swift
/// let all: ElasticBody = ["query": ["match_all": [:]]]
/// let some: ElasticBody = ["query": ["match": ["title": title]], "size": pageSize]   // variables, see JSONConvertible
/// let raw = ElasticBody.json(#"{"query":{"match_all":{}}}"#)
/// let typed = ElasticBody.encoding(myQuery)
/// ```
public struct ElasticBody: Sendable, ExpressibleByDictionaryLiteral {
  enum Content: Sendable {
    case none
    case bytes([UInt8])
    case lines([UInt8])
    case value(@Sendable (JSONWriter) throws -> Void)
  }
  let content: Content

  /// No body: the request is sent without one.
  public static let none = ElasticBody(content: .none)

  /// A body of JSON bytes, sent unchanged.
  public static func json(_ bytes: [UInt8]) -> ElasticBody { ElasticBody(content: .bytes(bytes)) }

  /// A body of JSON text, sent unchanged.
  public static func json(_ text: String) -> ElasticBody { .json(Array(text.utf8)) }

  /// A body of JSON bytes in another type, such as `Data` or SwiftNIO's `ByteBuffer`, sent unchanged.
  public static func json(_ bytes: some AWSHTTPBodyBytes) -> ElasticBody { .json(bytes.bodyBytes) }

  /// A body that is the text of a JSON value.
  public static func json(_ value: JSONValue) -> ElasticBody { .json(value.json) }

  /// A body of newline-delimited JSON, as `_bulk` and `_msearch` require, sent unchanged. The last line must end with a
  /// newline.
  public static func ndjson(_ bytes: [UInt8]) -> ElasticBody { ElasticBody(content: .lines(bytes)) }

  /// A body that the client encodes as JSON from a value, with the client's ``ElasticCoding``.
  public static func encoding(_ value: some Encodable & Sendable) -> ElasticBody {
    ElasticBody(content: .value { try $0.encode(value) })
  }

  /// Makes a body that is a JSON object, from a dictionary literal.
  public init(dictionaryLiteral elements: (String, (any JSONConvertible)?)...) {
    self = .json(JSONValue(members: elements))
  }

  init(content: Content) { self.content = content }

  /// The bytes, as they are sent.
  func encoded(with coding: ElasticCoding) throws -> [UInt8] {
    switch content {
    case .none: return []
    case .bytes(let bytes), .lines(let bytes): return bytes
    case .value(let encode):
      let writer = JSONWriter(coding: coding)
      try encode(writer)
      return writer.bytes
    }
  }

  var contentType: String? {
    switch content {
    case .none: nil
    case .bytes, .value: "application/json"
    case .lines: "application/x-ndjson"
    }
  }
}
