import AWSCore
import AWSCredentials
import AWSRuntime
package import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Status and header fields of a successful response, and what can be read in a field.
package struct S3ResponseHead: Sendable {
  package let response: HTTPResponse

  init(_ response: HTTPResponse) { self.response = response }

  var fields: HTTPFields { response.headerFields }

  /// The names of the fields, for printing: a server may send back in a value whatever it was sent.
  var names: [String] { fields.map(\.name.rawName) }

  /// The value of a header field; `nil` if it is absent or empty.
  ///
  /// - Parameter name: The name in lower case.
  func header(_ name: String) -> String? {
    guard let value = fields.value(ofCanonicalName: name), !value.isEmpty else { return nil }
    return value
  }

  func etag(_ name: String) -> S3.ETag? { header(name).map { S3.ETag($0) } }

  /// Which part of an object the response is. Of a whole object a range says nothing: that of a 200 is none (RFC 9110, 14.4).
  func contentRange(_ name: String) -> S3.ContentRange? {
    response.status.code == 206 ? header(name).flatMap { S3.ContentRange($0) } : nil
  }

  func date(_ name: String) -> Date? { header(name).flatMap(S3Date.date(fromHeader:)) }

  func integer(_ name: String) -> Int64? { header(name).flatMap { DecimalDigits.number($0) } }

  func int(_ name: String) -> Int? { integer(name).flatMap { Int(exactly: $0) } }

  func truth(_ name: String) -> Bool? {
    switch header(name)?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  func choice<Value: S3.OpenEnumeration>(_ name: String) -> Value? { header(name).map(Value.init(rawValue:)) }

  func secret(_ name: String) -> S3.SecretText? { header(name).map { S3.SecretText($0) } }

  /// The user metadata, names in lower case.
  func metadata() -> [String: String] {
    var metadata: [String: String] = [:]
    let prefix = "x-amz-meta-"
    for field in fields where field.name.canonicalName.utf8.starts(with: prefix.utf8) {
      let name = String(field.name.canonicalName.utf8.dropFirst(prefix.utf8.count)) ?? ""
      metadata[name] = metadata[name].map { $0 + "," + field.value } ?? field.value
    }
    return metadata
  }
}
