import AWSCore
import AWSCredentials
package import AWSRuntime
package import HTTPTypes

/// A response of status 2xx that holds no error, and what was read in it.
package struct S3ReadResponse<Output: Sendable>: Sendable {
  package let head: HTTPResponse
  package let attempts: Int
  /// The output, or why the response is not one; it would not be one the next time.
  package let output: Result<Output, S3Problem>

  /// Reads a response. Its document is parsed once, for the error in it and for the output.
  ///
  /// - Parameters:
  ///   - headers: The header fields of the request.
  ///   - query: The query of the request.
  /// - Throws: The error in the body, if there is one or if the body is not what it has to be.
  package init<Operation: S3Operation>(
    _ operation: Operation.Type, _ response: ServiceResponse, sent headers: HTTPFields, query: String = ""
  ) throws(ParsedServiceError) where Operation.Output == Output {
    let kind = Operation.operation.responseBody
    let document: XMLNode? =
      switch kind {
      case .document: try S3ErrorParser.document(response.head, response.bytes, isRequired: true)
      case .read, .text: try S3ErrorParser.document(response.head, response.bytes, isRequired: false)
      case .streamed, .none: nil
      }
    head = response.head
    attempts = response.attempts
    output = Result { () throws(S3Problem) in
      // Thrown from here, a body that was not asked for is dropped unread, which ends its connection.
      if kind == .streamed { try RangedRead(headers, query: query).check(response.head, length: response.body.length) }
      return try Operation.decode(
        S3Response(
          head: response.head, body: response.body, document: document,
          checksum: kind == .streamed ? S3ResponseChecksum(response.head, sent: headers) : nil))
    }
  }
}
