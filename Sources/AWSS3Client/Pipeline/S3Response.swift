package import AWSCore
package import AWSCredentials
import AWSRuntime
package import HTTPTypes

/// A successful response, ready to be decoded.
package struct S3Response: Sendable {
  package let head: S3ResponseHead
  package let body: AWSHTTPBody
  /// The root of the body, if it is XML.
  private let root: XMLNode?
  /// The checksum with which a streamed body is compared; `nil` for none.
  private let checksum: S3ResponseChecksum?

  package init(head: HTTPResponse, body: AWSHTTPBody, document: XMLNode? = nil) {
    self.init(head: head, body: body, document: document, checksum: nil)
  }

  init(head: HTTPResponse, body: AWSHTTPBody, document: XMLNode?, checksum: S3ResponseChecksum?) {
    self.head = S3ResponseHead(head)
    self.body = body
    root = document
    self.checksum = checksum
  }

  /// The algorithm of the checksum with which a streamed body is compared; `nil` for none.
  var validatedChecksum: S3.ChecksumAlgorithm? { checksum?.algorithm }

  /// The root of the body.
  ///
  /// - Parameter name: The name that it must have; `nil` for any, where servers do not agree on it.
  package func document(_ name: String? = nil) throws(S3Problem) -> XMLNode {
    guard let root else {
      throw S3Problem(.invalidResponse, code: .invalidResponse, message: "The response is not XML.")
    }
    guard name == nil || root.name == name else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse,
        message: "The response is a <\(root.name.oneLine(limit: 60))>, expected <\(name ?? "")>.")
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

  /// The body as a stream, which fails if it ends before as many bytes have come as the response announces, or if they do
  /// not have the checksum that the response announces.
  var streamedBody: AWSHTTPBody {
    let part = head.contentRange("content-range")?.count
    let announced = head.integer("content-length") ?? part
    if let checksum {
      let chunks = ValidatedChunks(body: body, length: announced, checksum: checksum)
      return AWSHTTPBody(once: AnyChunks(mixed: chunks), length: announced.map { .known($0) } ?? body.length)
    }
    guard let length = announced else { return body }
    return body.checked(length: length)
  }
}
