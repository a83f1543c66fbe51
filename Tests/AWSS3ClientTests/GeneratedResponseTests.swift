import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private struct ResponseVector: Decodable {
  let server: String
  let operation: String
  let status: Int
  let headers: [String: String]
  let body: String
  let parsed: VectorNode

  /// Whether the server does not know the operation, and has sent the list of the bucket or an empty object instead, in which
  /// botocore finds nothing.
  var isOfAnotherOperation: Bool {
    !operation.hasPrefix("List") && (body.isEmpty || body.contains("<ListBucketResult"))
  }
}

private struct Vectors: Decodable {
  let vectors: [ResponseVector]
}

/// What the generated operations read in responses, compared with what botocore reads.
@Suite struct GeneratedResponseTests {
  @Test(
    "Responses of real servers are read by the generated operations as botocore reads them",
    .enabled(if: SharedVectors.has("s3/responses.json"), "\(SharedVectors.absence)"))
  func responses() async throws {
    let file = try S3Fixture.vectors("responses.json", as: Vectors.self)
    var successes = 0
    var failures = 0
    var foreign = 0
    var operations: Set<String> = []
    for (index, vector) in file.vectors.enumerated() {
      let name = "\(index) \(vector.operation) of \(vector.server)"
      do {
        let output = try await Self.output(of: vector)
        // botocore's parser leaves the region to other code.
        if vector.operation == "GetBucketLocation", let output = output as? S3.GetBucketLocationOutput {
          #expect(
            vector.body.contains(">\(output.locationConstraint?.rawValue ?? "")<") || output.locationConstraint == nil)
          successes += 1
          continue
        }
        #expect(vector.status < 300, "\(name) is a success")
        let differences = Self.differences(output, vector.parsed, path: vector.operation)
        #expect(differences == [], "\(name)")
        if differences.isEmpty { successes += 1 }
      } catch let error as S3Error {
        let code = try vector.parsed["Error"]?["Code"]?.text
        if code == nil, vector.isOfAnotherOperation, error.code == .invalidResponse {
          foreign += 1
          continue
        }
        #expect(code != nil, "\(name) fails: \(error)")
        #expect(error.statusCode == vector.status, "\(name)")
        // Where the response has no code, botocore gives the number of the status.
        if let code, Int(code) == nil { #expect(error.code.rawValue == code, "\(name)") }
        failures += 1
      }
      operations.insert(vector.operation)
    }
    print(
      """
      s3/responses.json, generated operations: \(successes) successes, \(failures) errors and \(foreign) documents of another \
      operation of \(file.vectors.count) responses, \(operations.count) operations
      """)
  }

  private static func output(of vector: ResponseVector) async throws -> Any {
    var fields = HTTPFields()
    for (name, value) in vector.headers {
      guard let name = HTTPField.Name(name), name != .transferEncoding else { continue }
      fields[name] = value
    }
    let response = ScriptedTransport.Response.status(vector.status, headers: fields, body: vector.body)
    let s3 = try S3Fixture.client(ScriptedTransport(Array(repeating: response, count: 3)))
    return try #require(try await s3.call(vector.operation, .anything))
  }

  /// What is different between an output and what botocore has read.
  private static func differences(_ value: Any, _ expected: VectorNode, path: String) -> [String] {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      guard let (_, some) = mirror.children.first else { return ["\(path) is not there"] }
      return differences(some, expected, path: path)
    }
    func check(_ isSame: Bool) -> [String] { isSame ? [] : ["\(path) is \(value) instead of \(expected)"] }
    switch expected {
    case .text(let text):
      if let value = value as? S3.SecretText { return check(value.value == text) }
      if let value = value as? any S3.OpenEnumeration { return check(value.rawValue == text) }
      // Without its quotes, if botocore has it so.
      if let value = value as? S3.ETag { return check(value.description == text || value.value == text) }
      if let value = value as? S3.ContentRange {
        return check(text == "bytes \(value.first)-\(value.last)/\(value.total.map(String.init) ?? "*")")
      }
      return check(value as? String == text)
    case .flag(let flag): return check(value as? Bool == flag)
    case .number(let number): return check((value as? Int).map(Int64.init) == number || value as? Int64 == number)
    case .list(let list):
      let elements = mirror.children.map(\.value)
      guard elements.count == list.count else { return check(false) }
      return zip(elements, list).enumerated().flatMap { differences($1.0, $1.1, path: "\(path)[\($0)]") }
    case .object(let members):
      if let date = value as? Date {
        return check((try? expected.date).map { abs($0.timeIntervalSince(date)) < 0.01 } == true)
      }
      if let map = value as? [String: String] { return check((try? expected.map) == map) }
      return differences(mirror, members, path: path)
    case .anything: return []
    }
  }

  private static func differences(_ mirror: Mirror, _ members: [String: VectorNode], path: String) -> [String] {
    var rest = members
    var found: [String] = []
    for (label, value) in mirror.children where label != "headers" {
      guard let name = rest.keys.first(where: { $0.lowercased() == label?.lowercased() }) else {
        if !isNothing(value) { found.append("\(path).\(label ?? "") is \(value) instead of nothing") }
        continue
      }
      found += differences(value, rest[name] ?? .anything, path: "\(path).\(name)")
      rest[name] = nil
    }
    return found + rest.keys.sorted().map { "\(path).\($0) is not read" }
  }

  private static func isNothing(_ value: Any) -> Bool {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional, .collection, .dictionary: return mirror.children.isEmpty
    default: return false
    }
  }
}
