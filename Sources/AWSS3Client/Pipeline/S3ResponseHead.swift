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
  let fields: HTTPFields
  /// The lengths of the fields' names, 255 for longer ones: an output has many fields that most responses do not have, so
  /// they are looked for here first.
  private let nameLengths: [UInt8]

  init(_ response: HTTPResponse) {
    self.response = response
    fields = response.headerFields
    nameLengths = fields.map { UInt8(clamping: $0.name.canonicalName.utf8.count) }
  }

  /// The names of the fields, for printing: a server may send back in a value whatever it was sent.
  var names: [String] { fields.map(\.name.rawName) }

  /// The value of a header field; `nil` if it is absent or empty.
  ///
  /// - Parameter name: The name in lower case.
  func header(_ name: String) -> String? {
    let length = UInt8(clamping: name.utf8.count)
    var found: String?
    for index in nameLengths.indices where nameLengths[index] == length {
      let field = fields[index]
      guard field.name.canonicalName == name else { continue }
      // Several fields of a name are one list (RFC 9110, 5.3).
      found = found.map { $0 + ", " + field.value } ?? field.value
    }
    return found.flatMap { $0.isEmpty ? nil : $0 }
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
    for index in nameLengths.indices where Int(nameLengths[index]) >= prefix.utf8.count {
      let field = fields[index]
      guard field.name.canonicalName.utf8.starts(with: prefix.utf8) else { continue }
      let name = String(field.name.canonicalName.utf8.dropFirst(prefix.utf8.count)) ?? ""
      metadata[name] = metadata[name].map { $0 + "," + field.value } ?? field.value
    }
    return metadata
  }
}
