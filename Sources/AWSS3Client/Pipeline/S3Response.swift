package import AWSCore
package import AWSCredentials
import AWSRuntime
package import HTTPTypes

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A successful response, ready to be decoded.
package struct S3Response: Sendable {
  package let head: HTTPResponse
  package let body: AWSHTTPBody
  /// The root of the body, if it is XML.
  private let root: XMLNode?

  package init(head: HTTPResponse, body: AWSHTTPBody, document: XMLNode? = nil) {
    self.head = head
    self.body = body
    root = document
  }

  /// The value of a header field; `nil` if it is absent or empty.
  ///
  /// - Parameter name: The name in lower case.
  package func header(_ name: String) -> String? {
    guard let value = head.headerFields.value(ofCanonicalName: name), !value.isEmpty else { return nil }
    return value
  }

  package func etag() -> S3.ETag? { header("etag").map(S3.ETag.init) }

  package func date(_ name: String) -> Date? { header(name).flatMap(S3Date.date(fromHeader:)) }

  package func integer(_ name: String) -> Int64? { header(name).flatMap { DecimalDigits.number($0) } }

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
  package func metadata() -> [String: String] {
    var metadata: [String: String] = [:]
    let prefix = "x-amz-meta-"
    for field in head.headerFields where field.name.canonicalName.utf8.starts(with: prefix.utf8) {
      let name = String(field.name.canonicalName.utf8.dropFirst(prefix.utf8.count)) ?? ""
      metadata[name] = metadata[name].map { $0 + "," + field.value } ?? field.value
    }
    return metadata
  }

  /// The root of the body, whatever its name is: servers do not agree on it.
  func document() throws(S3Problem) -> XMLNode {
    guard let root else {
      throw S3Problem(.invalidResponse, code: .invalidResponse, message: "The response is not XML.")
    }
    return root
  }

  /// The body as a text.
  func text() throws(S3Problem) -> String {
    guard let text = String(validating: body.bytesInMemory ?? [], as: UTF8.self) else {
      throw S3Problem(.invalidResponse, code: .invalidResponse, message: "The response is not a text in UTF-8.")
    }
    return text
  }

  /// The body as a stream, which fails if it ends before as many bytes have come as the response announces.
  var streamedBody: AWSHTTPBody {
    let part = head.status.code == 206 ? header("content-range").flatMap(S3.ContentRange.init)?.count : nil
    guard let length = integer("content-length") ?? part else { return body }
    return AWSHTTPBody(
      once: AnyChunks(mixed: CompleteChunks(body: body, expected: length)), length: .known(length))
  }

  /// The body as XML.
  ///
  /// - Parameter root: The name the root element must have.
  package func xml(root: String) throws(S3Problem) -> XMLNode {
    guard let node = self.root else {
      throw S3Problem(.invalidResponse, code: .invalidResponse, message: "The response is not XML.")
    }
    guard node.name == root else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse, message: "The response is a <\(node.name)>, expected <\(root)>.")
    }
    return node
  }
}
