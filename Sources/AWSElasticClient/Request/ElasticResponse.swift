import AWSCore
public import HTTPTypes

/// A successful response whose body has not been decoded.
public struct ElasticResponse: Sendable {
  /// The status and the header fields of the response.
  public let head: HTTPResponse
  /// The bytes of the response's body.
  public let body: [UInt8]
  /// How many times the request was sent until this response arrived.
  public let attempts: Int
  /// The operation that was called, such as `es.Search`.
  public let operation: String
  let coding: ElasticCoding
  /// Whether an earlier attempt of the request may also have been carried out.
  var followsUnknownAttempt = false
  /// The body, if it was read as JSON.
  private var parsedBody: JSONNode?

  init(
    head: HTTPResponse, body: [UInt8], attempts: Int, operation: String, coding: ElasticCoding,
    followsUnknownAttempt: Bool = false, parsedBody: JSONNode? = nil
  ) {
    self.head = head
    self.body = body
    self.attempts = attempts
    self.operation = operation
    self.coding = coding
    self.followsUnknownAttempt = followsUnknownAttempt
    self.parsedBody = parsedBody
  }

  /// The HTTP status code of the response.
  public var status: Int { head.status.code }

  /// Parses the body as a JSON value.
  ///
  /// - Throws: ``ElasticError`` with the code ``ElasticError/Code/invalidResponse`` if the body is not valid JSON.
  public func json() throws(ElasticError) -> JSONValue { try node().value }

  /// Decodes the JSON body as a type.
  ///
  /// - Parameter type: The type to decode.
  /// - Throws: ``ElasticError`` with the code ``ElasticError/Code/invalidResponse`` if the body cannot be decoded as
  ///   the type. The message names the field.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(ElasticError) -> Value {
    try reader().decode(type, from: node(), at: "")
  }

  /// The same response with its body read.
  func parsed() throws(ElasticError) -> ElasticResponse {
    var response = self
    response.parsedBody = try node()
    return response
  }

  func node() throws(ElasticError) -> JSONNode {
    if let parsedBody { return parsedBody }
    do {
      return try JSONNode(parsing: body)
    } catch {
      throw invalid("The response is \(error)".sentence, cause: error)
    }
  }

  func reader() -> ElasticResponseReader { ElasticResponseReader(response: self) }

  func invalid(_ message: String, cause: (any Error)? = nil) -> ElasticError {
    ElasticError(
      .invalidResponse, message: message, operation: operation, response: head, body: body, attempts: attempts,
      mayHaveTakenEffect: true, cause: cause)
  }
}
