import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// MARK: - The query

extension S3RequestContent {
  /// Adds a query parameter; none for `nil`.
  mutating func add(query name: String, _ value: Int?) { add(query: name, value.map { "\($0)" }) }

  /// Adds a query parameter; none for `nil`.
  mutating func add(query name: String, _ value: Int64?) { add(query: name, value.map { "\($0)" }) }

  /// Adds a query parameter; none for `nil`.
  mutating func add(query name: String, _ value: Bool?) { add(query: name, value.map { $0 ? "true" : "false" }) }

  /// Adds a query parameter; none for `nil`.
  mutating func add(query name: String, _ value: (some S3.OpenEnumeration)?) { add(query: name, value?.rawValue) }

  /// Adds a query parameter with a date in HTTP's form; none for `nil`.
  mutating func add(query name: String, httpDate value: Date?) {
    add(query: name, value.map(HTTPDate.string(from:)))
  }
}

// MARK: - Header fields

extension S3RequestContent {
  /// Sets a header field; none for `nil`.
  mutating func set(_ name: String, _ value: Int?) throws(S3Problem) { try set(name, value.map { "\($0)" }) }

  /// Sets a header field; none for `nil`.
  mutating func set(_ name: String, _ value: Int64?) throws(S3Problem) { try set(name, value.map { "\($0)" }) }

  /// Sets a header field; none for `nil`.
  mutating func set(_ name: String, _ value: Bool?) throws(S3Problem) {
    try set(name, value.map { $0 ? "true" : "false" })
  }

  /// Sets a header field; none for `nil`.
  mutating func set(_ name: String, _ value: (some S3.OpenEnumeration)?) throws(S3Problem) {
    try set(name, value?.rawValue)
  }

  /// Sets a header field to a list; none for an empty one.
  mutating func set(_ name: String, _ values: [some S3.OpenEnumeration]) throws(S3Problem) {
    guard !values.isEmpty else { return }
    try set(name, values.map(\.rawValue).joined(separator: ","))
  }

  /// Sets a header field that no error may repeat; none for `nil`.
  mutating func set(_ name: String, _ value: S3.SecretText?) throws(S3Problem) {
    guard let value else { return }
    try set(name, value.value)
    secrets.append(value.value)
  }

  /// Sets a header field to an entity tag; none for `nil`.
  mutating func set(_ name: String, _ value: S3.ETag?) throws(S3Problem) { try set(name, value?.headerValue) }

  /// Sets a header field to a date as documents have it; none for `nil`.
  mutating func set(_ name: String, iso8601 date: Date?) throws(S3Problem) {
    try set(name, date.map(ISO8601.string(from:)))
  }

  /// Sets a header field to a text in which the caller encodes what has to be; only what no header field may hold is encoded
  /// here.
  mutating func set(_ name: String, encoded text: String) throws(S3Problem) {
    var value = ""
    for character in text.unicodeScalars {
      value += character.isASCII ? String(character) : PercentEncoding.encode(String(character))
    }
    try set(name, value)
  }

  /// Sets the three header fields of a key of the caller's (SSE-C).
  mutating func set(
    customerKey key: S3.CustomerKey?, algorithm: String?, md5: String?, _ prefix: String
  ) throws(S3Problem) {
    try set(prefix + "-algorithm", algorithm ?? key?.algorithm)
    try set(prefix + "-key", key?.headerValue)
    try set(prefix + "-key-md5", md5 ?? key?.md5)
    if let key { secrets.append(key.headerValue) }
  }
}

// MARK: - The body

extension S3RequestContent {
  /// Sends a body as it is.
  mutating func send(_ body: AWSHTTPBody) throws(S3Problem) {
    guard case .known = body.length else {
      throw S3Problem(
        code: .invalidInput, message: "The length of the content must be known: S3 refuses a body of unknown length.")
    }
    self.body = body
  }

  /// Sends a text.
  mutating func send(text: String) { body = AWSHTTPBody(text) }

  /// Sends a document with one structure; none for `nil`.
  mutating func write(_ shape: (some S3XMLWritable)?, as root: String) {
    guard let shape else { return }
    write(as: root) { shape.write(into: &$0) }
  }

  /// Sends a document.
  mutating func write(as root: String, _ content: (inout XMLWriter) -> Void) {
    var xml = XMLWriter()
    xml.begin(root, attributes: [("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/")])
    content(&xml)
    xml.end(root)
    body = AWSHTTPBody(xml.document)
    refusedText = xml.refusedText
  }

  /// A text that makes a request idempotent: another one for each call.
  var idempotencyToken: String { UUID().uuidString.lowercased() }
}
