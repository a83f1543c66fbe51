import AWSCore
package import AWSCredentials
package import AWSRuntime
import AWSSigV4
package import HTTPTypes

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Query, header fields and body of a request under construction.
package struct S3RequestContent: Sendable {
  /// The client's region, for the operations that name it.
  package let region: String
  /// Which checksums are sent and asked for.
  let rules: S3ServerRules
  package private(set) var query = ""
  package private(set) var headers = HTTPFields()
  package var body = AWSHTTPBody.empty
  /// The checksum to compute of the body; `nil` for none.
  package var checksum: BodyChecksum?
  /// The header field that names the algorithm of the computed checksum.
  var checksumField: HTTPField?
  /// Whether the caller asks for the checksum.
  var requiresChecksum = false
  /// The first text in the body's document that XML cannot hold; `nil` if there is none.
  var refusedText: String?
  /// The header fields that no error may repeat.
  package var secrets: [String] = []

  package init(region: String) { self.init(region: region, rules: S3ServerRules()) }

  init(region: String, rules: S3ServerRules) {
    self.region = region
    self.rules = rules
  }

  /// Adds a parameter that has only a name, which says what of the bucket or object the request is about.
  package mutating func add(subresource name: String) {
    if !query.isEmpty { query += "&" }
    // In a URL that is handed on, as botocore has it: some programs that take such a URL drop what has no value.
    query += PercentEncoding.encode(name) + (rules.isPresigning ? "=" : "")
  }

  /// Adds a query parameter; none for `nil`.
  package mutating func add(query name: String, _ value: String?) {
    guard let value else { return }
    if !query.isEmpty { query += "&" }
    query += PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
  }

  /// Sets a header field; none for `nil`.
  ///
  /// A value that would not arrive as it is given is refused: S3 accepts ASCII, and HTTP drops white space around it.
  package mutating func set(_ name: String, _ value: String?) throws(S3Problem) {
    guard let value else { return }
    guard let field = HTTPField.Name(name) else {
      throw S3Problem(code: .invalidHeader, message: "\(name.debugDescription) is not the name of a header field.")
    }
    guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 }) else {
      let advice =
        name == "content-disposition" ? FileNameAdvice.advice(for: value) : "encode it, for example in Base64"
      throw S3Problem(
        code: .invalidHeader,
        message: "The value of '\(name)' holds characters other than printable ASCII; \(advice).")
    }
    guard value.trimmingASCIIWhitespace() == value else {
      throw S3Problem(
        code: .invalidHeader,
        message: "The value of '\(name)' begins or ends with white space, which does not survive in HTTP.")
    }
    headers[field] = value
  }

  /// Sets a header field to a date; none for `nil`.
  package mutating func set(_ name: String, _ date: Date?) throws(S3Problem) {
    try set(name, date.map(HTTPDate.string(from:)))
  }

  /// Sets the fields of user metadata.
  package mutating func set(metadata: [String: String]) throws(S3Problem) {
    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
      let field = "x-amz-meta-" + name
      if let parsed = HTTPField.Name(field), headers.contains(parsed) {
        throw S3Problem(
          code: .invalidHeader,
          message: "The metadata has '\(name)' more than once: its names do not differ by upper and lower case alone.")
      }
      guard !name.isEmpty else { throw S3Problem(code: .invalidHeader, message: "A name in the metadata is empty.") }
      try set(field, value)
    }
  }

  /// Adds the caller's own fields, which replace the operation's.
  package mutating func override(with fields: HTTPFields) throws(S3Problem) {
    for name in Set(fields.map(\.name)) {
      guard !Self.reserved.contains(name.canonicalName) else {
        throw S3Problem(code: .invalidHeader, message: "'\(name)' is set by the client and cannot be given.")
      }
      headers[values: name] = fields[values: name]
    }
  }

  /// Removes a header field.
  mutating func remove(_ name: String) {
    if let field = HTTPField.Name(name) { headers[field] = nil }
  }

  private static let reserved: Set<String> = [
    "host", "authorization", "content-length", "transfer-encoding", "connection", "x-amz-date", "x-amz-content-sha256",
    "x-amz-security-token", "x-amz-s3session-token", "x-amz-region-set",
  ]
}
