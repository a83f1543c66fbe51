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

/// A call of an operation, and what botocore sends for it.
struct RequestVector: Decodable {
  let id: String
  let operation: String
  let config: String?
  let params: VectorNode
  // What botocore refused to send has no request.
  let method: String?
  let url: String?
  let headers: [String: String]?
  let bodyBase64: String?
  /// The URL that botocore presigns, if the vector has one.
  let presigned: String?

  enum CodingKeys: String, CodingKey {
    case id, operation, config, params, method, url, headers, presigned
    case bodyBase64 = "body_b64"
  }

  private var isExample: Bool { id.hasPrefix("example/") }

  /// Header fields that say how a message is framed, when it is sent and by whom; none of them is signed.
  private static let ofTransport: Set<String> = [
    "amz-sdk-invocation-id", "amz-sdk-request", "content-length", "expect", "transfer-encoding",
    "user-agent",
  ]

  /// What the operation sends for the parameters.
  func request() async throws -> ScriptedTransport.RecordedRequest {
    let transport = ScriptedTransport(Array(repeating: .status(404), count: 3))
    let isLocal = config == "path-http-custom"
    let s3 = try S3Fixture.client(
      transport, region: isLocal ? "us-east-1" : "us-west-2",
      endpoint: isLocal ? "http://127.0.0.1:9000" : nil,
      addressing: isLocal ? .pathStyle : .automatic,
      token: config == "virtual-https-token" ? "IQoJb3JpZ2luX2VjEXAMPLE//////////token+==" : nil)
    var failure: (any Error)?
    do {
      _ = try await s3.call(operation, try parameters)
    } catch {
      failure = error
    }
    return try #require(transport.requests.first, "\(String(describing: failure))")
  }

  /// Operations for which botocore sends the key of the caller's as it is given, in which S3 would refuse it.
  private static let withPlainKey: Set<String> = [
    "GetObjectAttributes", "ListParts",
  ]

  /// The parameters; with the token that botocore made for the recording, where it made one.
  var parameters: VectorNode {
    get throws {
      guard case .object(var members) = params else { return params }
      if operation == "RenameObject", members["ClientToken"] == nil {
        members["ClientToken"] = .text("12345678-1234-4234-8234-123456789abc")
      }
      if Self.withPlainKey.contains(operation), let key = members["SSECustomerKey"] {
        members["SSECustomerKey"] = .object(["$header": key])
      }
      return .object(members)
    }
  }

  /// What of a request is other than in the vector; nothing for a vector of what botocore refused to send.
  func differences(_ request: ScriptedTransport.RecordedRequest) throws -> [String] {
    guard let url, let headers else { return [] }
    var found: [String] = []
    func compare(_ name: String, _ sent: String?, _ expected: String?) {
      if sent != expected {
        found.append("\(name): \(sent ?? "nothing") instead of \(expected ?? "nothing")")
      }
    }
    compare("method", request.head.method.rawValue, self.method)
    let sent =
      "\(request.head.scheme ?? "")://\(request.head.authority ?? "")\(request.head.path ?? "")"
    // An example gives its parameters in an order of its own.
    compare("URL", isExample ? Self.sorted(sent) : sent, isExample ? Self.sorted(url) : url)
    let expected = Data(base64Encoded: bodyBase64 ?? "").map(Array.init) ?? []
    let isReordered =
      request.body != expected && isExample && Self.isSameDocument(request.body, expected)
    if !isReordered {
      compare(
        "body", String(decoding: request.body, as: UTF8.self),
        String(decoding: expected, as: UTF8.self))
    }
    let ofBody: Set<String> = ["authorization", "x-amz-checksum-crc32", "x-amz-content-sha256"]
    var fields: [String: String] = [:]
    for (name, value) in headers { fields[name.lowercased()] = value }
    // botocore's client cannot send this header field: it is not ASCII, and here it is encoded.
    if let source = fields["x-amz-rename-source"], !source.utf8.allSatisfy({ $0 < 0x80 }) {
      let encoded = source.unicodeScalars.map {
        $0.isASCII ? String($0) : PercentEncoding.encode(String($0))
      }.joined()
      compare("x-amz-rename-source", request.head.headerFields[.renameSource], encoded)
      return found
    }
    for field in request.head.headerFields
    where !Self.ofTransport.contains(field.name.canonicalName) {
      let name = field.name.canonicalName
      if !(isReordered && ofBody.contains(name)) { compare(name, field.value, fields[name]) }
      fields[name] = nil
    }
    for name in fields.keys.sorted() where !Self.ofTransport.contains(name) {
      found.append("\(name) is not sent")
    }
    return found
  }

  /// A URL with its parameters in order.
  static func sorted(_ url: String) -> String {
    let parts = url.split(separator: "?", maxSplits: 1)
    return parts[0] + "?"
      + parts.dropFirst().joined().split(separator: "&").sorted().joined(separator: "&")
  }

  /// Whether two documents hold the same elements, in whatever order.
  private static func isSameDocument(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard let left = try? XMLNode.parse(left), let right = try? XMLNode.parse(right) else {
      return false
    }
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
