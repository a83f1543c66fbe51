import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a response's envelope field by field, and documents with one decoder; errors name operation and field.
struct ElasticResponseReader {
  let response: ElasticResponse
  private let decoder: JSONDecoder

  init(response: ElasticResponse) {
    self.response = response
    decoder = response.coding.decoder()
  }

  /// The response's members.
  func root() throws(ElasticError) -> JSONFields { try fields(of: response.node(), at: "The response") }

  func fields(of node: JSONNode?, at path: String) throws(ElasticError) -> JSONFields {
    guard let fields = node?.fields else { throw response.invalid("\(path) should be an object.") }
    return fields
  }

  func elements(of node: JSONNode?, at path: String) throws(ElasticError) -> [JSONNode] {
    guard let elements = node?.elements else { throw response.invalid("\(path) should be an array.") }
    return elements
  }

  func string(_ name: String, of fields: JSONFields, at path: String = "") throws(ElasticError) -> String {
    guard let value = fields[name]?.string else { throw response.invalid("\(path)\(name) should be a string.") }
    return value
  }

  func int(_ name: String, of fields: JSONFields, at path: String = "") throws(ElasticError) -> Int {
    guard let value = fields[name]?.int else { throw response.invalid("\(path)\(name) should be a whole number.") }
    return value
  }

  func bool(_ name: String, of fields: JSONFields, at path: String = "") throws(ElasticError) -> Bool {
    guard let value = fields[name]?.bool else { throw response.invalid("\(path)\(name) should be true or false.") }
    return value
  }

  /// A document's source; a ``JSONValue`` is read without a decoder and keeps every digit.
  func decode<Value: Decodable>(
    _ type: Value.Type, from node: JSONNode, at path: String
  ) throws(ElasticError) -> Value {
    if Value.self == JSONValue.self, let value = node.value as? Value { return value }
    do {
      return try decoder.decode(type, from: Data(node.raw))
    } catch let error as DecodingError {
      throw response.invalid(Self.describe(error, type: "\(type)", at: path), cause: error)
    } catch {
      throw response.invalid(
        "\(path.isEmpty ? "The response" : path) does not fit \(type): \(String(describing: error).clause)"
          .withFullStop, cause: error)
    }
  }

  private static func describe(_ error: DecodingError, type: String, at path: String) -> String {
    let context: DecodingError.Context
    var keys: [any CodingKey] = []
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    case .keyNotFound(let key, let found):
      context = found
      keys = [key]
    @unknown default:
      return "\(path.isEmpty ? "The response" : path) does not fit \(type)."
    }
    let field = (context.codingPath + keys).fieldPath(in: path)
    let problem = context.debugDescription.clause
    return "\(field.isEmpty ? "The response" : field) does not fit \(type): \(problem)".withFullStop
  }
}
