package import HTTPTypes

/// An operation of S3: how its input becomes a request, and how a response becomes its output.
///
/// It is the only interface between the operations, written or generated, and the client. Inputs conform to it.
package protocol S3Operation: S3.OperationInput {
  associatedtype Output: Sendable

  /// The operation's name and what is fixed about it.
  static var operation: S3OperationDescription { get }

  /// What the operation acts on.
  var target: S3Target { get }

  /// Writes the input into a request's query, header fields and body.
  func encode(into request: inout S3RequestContent) throws(S3Problem)

  /// Reads the output from a successful response.
  static func decode(_ response: S3Response) throws(S3Problem) -> Output
}

/// What is the same for every call of an operation.
package struct S3OperationDescription: Sendable {
  /// How the body of a successful response is handled.
  package enum ResponseBody: Sendable {
    /// The body is an XML document with the output. If there is no such document, the operation has failed, whatever
    /// the status is.
    case document
    /// The body is usually empty. It is read, because it may contain an error although the status is 200.
    case read
    /// The body is a text with the output, and no XML document unless it is an error.
    case text
    /// The body is passed to the caller as a stream.
    case streamed
    /// There is no body, whatever `Content-Length` says.
    case none
  }

  /// How the body of a request takes part in the signature.
  package enum Payload: Sendable {
    /// Over TLS, which protects the body, it does not.
    case unsignedOverTLS
    /// Its hash is signed.
    case signed
    /// Its hash is signed if the body is in memory; over TLS a stream is not signed. The checksum follows the body in a
    /// trailer, over plain HTTP it stands in the header if the body can be read twice.
    case streamed
  }

  package let name: String
  package let method: HTTPRequest.Method
  package let responseBody: ResponseBody
  package let payload: Payload
  /// What it asks of the endpoint rules.
  package let endpoint: S3EndpointTraits
  /// Which of the client's defaults it can take.
  package let defaults: S3DefaultTraits

  package init(
    _ name: String, _ method: HTTPRequest.Method, responseBody: ResponseBody = .read,
    payload: Payload = .unsignedOverTLS, endpoint: S3EndpointTraits = [],
    defaults: S3DefaultTraits = []
  ) {
    self.name = name
    self.method = method
    self.responseBody = responseBody
    self.payload = payload
    self.endpoint = endpoint
    self.defaults = defaults
  }
}
