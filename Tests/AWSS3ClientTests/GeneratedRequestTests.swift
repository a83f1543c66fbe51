import AWSCore
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

private struct RequestVector: Decodable {
  let id: String
  let operation: String
  let config: String?
  let params: VectorNode
  // What botocore refused to send has no request.
  let method: String?
  let url: String?
  let headers: [String: String]?
  let bodyBase64: String?

  enum CodingKeys: String, CodingKey {
    case id, operation, config, params, method, url, headers
    case bodyBase64 = "body_b64"
  }

  var isExample: Bool { id.hasPrefix("example/") }
}

private struct Vectors: Decodable {
  let vectors: [RequestVector]
}

/// What the generated operations send, compared with what botocore sends for the same parameters.
@Suite struct GeneratedRequestTests {
  /// Header fields that say how a message is framed, when it is sent and by whom; none of them is signed.
  private static let ofTransport: Set<String> = [
    "amz-sdk-invocation-id", "amz-sdk-request", "content-length", "expect", "transfer-encoding", "user-agent",
  ]

  @Test(
    "Requests of the generated operations are those of botocore: method, URL, header fields, signature and body",
    .enabled(if: SharedVectors.has("s3/requests.json"), "\(SharedVectors.absence)"))
  func requests() async throws {
    let file = try S3Fixture.vectors("requests.json", as: Vectors.self)
    var same: Set<String> = []
    var operations: Set<String> = []
    var impossible = 0
    for vector in file.vectors {
      guard let url = vector.url, let headers = vector.headers else { continue }
      // A host below an address, which does not exist; here it is an error.
      if vector.operation == "WriteGetObjectResponse", url.contains("127.0.0.1") {
        impossible += 1
        continue
      }
      let request: ScriptedTransport.RecordedRequest
      do {
        request = try await Self.request(of: vector)
      } catch {
        Issue.record("\(vector.id): \(error)")
        continue
      }
      let differences = try Self.differences(request, vector, url: url, headers: headers)
      #expect(differences == [], "\(vector.id)")
      operations.insert(vector.operation)
      if differences.isEmpty { same.insert(vector.id) }
    }
    let refused = file.vectors.count { $0.url == nil }
    print(
      """
      s3/requests.json, generated operations: \(same.count) of \(file.vectors.count) requests the same, \(refused) that \
      botocore refused, \(impossible) to impossible hosts, \(operations.count) operations
      """)
  }

  private static func request(of vector: RequestVector) async throws -> ScriptedTransport.RecordedRequest {
    let transport = ScriptedTransport(Array(repeating: .status(404), count: 3))
    let isLocal = vector.config == "path-http-custom"
    let s3 = try S3Fixture.client(
      transport, region: isLocal ? "us-east-1" : "us-west-2", endpoint: isLocal ? "http://127.0.0.1:9000" : nil,
      addressing: isLocal ? .pathStyle : .automatic,
      token: vector.config == "virtual-https-token" ? "IQoJb3JpZ2luX2VjEXAMPLE//////////token+==" : nil)
    var failure: (any Error)?
    do {
      _ = try await s3.call(vector.operation, try parameters(of: vector))
    } catch {
      failure = error
    }
    return try #require(transport.requests.first, "\(String(describing: failure))")
  }

  /// Operations for which botocore sends the key of the caller's as it is given, in which S3 would refuse it.
  private static let withPlainKey: Set<String> = ["GetObjectAttributes", "ListParts", "CompleteMultipartUpload"]

  /// The parameters; with the token that botocore made for the recording, where it made one.
  private static func parameters(of vector: RequestVector) throws -> VectorNode {
    guard case .object(var members) = vector.params else { return vector.params }
    if vector.operation == "RenameObject", members["ClientToken"] == nil {
      members["ClientToken"] = .text("12345678-1234-4234-8234-123456789abc")
    }
    if withPlainKey.contains(vector.operation), let key = members["SSECustomerKey"] {
      members["SSECustomerKey"] = .object(["$header": key])
    }
    return .object(members)
  }

  private static func differences(
    _ request: ScriptedTransport.RecordedRequest, _ vector: RequestVector, url: String, headers: [String: String]
  ) throws -> [String] {
    var found: [String] = []
    func compare(_ name: String, _ sent: String?, _ expected: String?) {
      if sent != expected { found.append("\(name): \(sent ?? "nothing") instead of \(expected ?? "nothing")") }
    }
    compare("method", request.head.method.rawValue, vector.method)
    let sent = "\(request.head.scheme ?? "")://\(request.head.authority ?? "")\(request.head.path ?? "")"
    // An example gives its parameters in an order of its own.
    compare("URL", vector.isExample ? sorted(sent) : sent, vector.isExample ? sorted(url) : url)
    let expected = Data(base64Encoded: vector.bodyBase64 ?? "").map(Array.init) ?? []
    let isReordered = request.body != expected && vector.isExample && isSameDocument(request.body, expected)
    if !isReordered {
      compare("body", String(decoding: request.body, as: UTF8.self), String(decoding: expected, as: UTF8.self))
    }
    let ofBody: Set<String> = ["authorization", "x-amz-checksum-crc32", "x-amz-content-sha256"]
    var fields: [String: String] = [:]
    for (name, value) in headers { fields[name.lowercased()] = value }
    // botocore's client cannot send this header field: it is not ASCII, and here it is encoded.
    if let source = fields["x-amz-rename-source"], !source.utf8.allSatisfy({ $0 < 0x80 }) {
      let encoded = source.unicodeScalars.map { $0.isASCII ? String($0) : PercentEncoding.encode(String($0)) }.joined()
      compare("x-amz-rename-source", request.head.headerFields[.renameSource], encoded)
      return found
    }
    for field in request.head.headerFields where !ofTransport.contains(field.name.canonicalName) {
      let name = field.name.canonicalName
      if !(isReordered && ofBody.contains(name)) { compare(name, field.value, fields[name]) }
      fields[name] = nil
    }
    for name in fields.keys.sorted() where !ofTransport.contains(name) { found.append("\(name) is not sent") }
    return found
  }

  private static func sorted(_ url: String) -> String {
    let parts = url.split(separator: "?", maxSplits: 1)
    return parts[0] + "?" + parts.dropFirst().joined().split(separator: "&").sorted().joined(separator: "&")
  }

  /// Whether two documents hold the same elements, in whatever order.
  private static func isSameDocument(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard let left = try? XMLNode.parse(left), let right = try? XMLNode.parse(right) else { return false }
    return sorted(left) == sorted(right)
  }

  private static func sorted(_ node: XMLNode) -> XMLNode {
    var node = node
    node.children = node.children.map(sorted).sorted { "\($0)" < "\($1)" }
    return node
  }
}

extension HTTPField.Name {
  fileprivate static let renameSource = HTTPField.Name("x-amz-rename-source") ?? .cookie
}
