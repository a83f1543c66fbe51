import AWSEmulator
import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An answer, read whole.
struct ReceivedAnswer: Sendable {
  let status: Int
  let headers: [String: String]
  let text: String

  /// The text of an XML element, unescaped as far as the tests need it.
  func element(_ name: String) -> String? { elements(name).first }

  func elements(_ name: String) -> [String] {
    text.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      part.firstRange(of: "</\(name)>").map { String(part[..<$0.lowerBound]) }
    }
  }
}

/// Sends requests to an emulator, signed by code of the tests' own.
struct EmulatorClient: Sendable {
  struct Keys: Sendable {
    var accessKeyId = "AKIAIOSFODNN7EXAMPLE"
    var secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    var token: String?

    init(token: String? = nil) { self.token = token }

    init(_ set: EmulatedIssuedCredentials) {
      accessKeyId = set.accessKeyId
      secret = set.secretAccessKey
      token = set.sessionToken
    }
  }

  let emulator: Emulator
  var keys = Keys()
  var date = frozenTimestamp
  var region = "us-east-1"

  /// 2026-01-01T12:00:00Z.
  static let frozen = Date(timeIntervalSince1970: 1_767_268_800)
  static let frozenTimestamp = "20260101T120000Z"

  static func withFrozenEmulator(
    _ change: (inout EmulatorConfiguration) -> Void = { _ in }, _ body: (EmulatorClient) async throws -> Void
  ) async throws {
    var configuration = EmulatorConfiguration()
    configuration.now = { frozen }
    change(&configuration)
    try await Emulator.withEmulator(configuration) { emulator in
      emulator.registerPermanentKey(accessKeyId: Keys().accessKeyId, secretAccessKey: Keys().secret)
      try await body(EmulatorClient(emulator: emulator))
    }
  }

  func with(_ keys: Keys) -> EmulatorClient {
    var client = self
    client.keys = keys
    return client
  }

  func with(_ set: EmulatedIssuedCredentials) -> EmulatorClient { with(Keys(set)) }

  func s3(_ method: String, _ target: String, _ headers: [String: String] = [:], body: String = "") async throws
    -> ReceivedAnswer
  {
    var headers = headers
    if headers["x-amz-content-sha256"] == nil { headers["x-amz-content-sha256"] = Self.hash(body) }
    return try await signed(
      "s3", emulator.s3Endpoint, method, target, headers, body: body, payloadHash: headers["x-amz-content-sha256"] ?? ""
    )
  }

  func elastic(
    _ method: String, _ target: String, _ json: String? = nil, headers: [String: String] = [:]
  ) async throws -> ReceivedAnswer {
    var headers = headers
    if json != nil, headers["content-type"] == nil { headers["content-type"] = "application/json" }
    return try await signed(
      "es", emulator.elasticEndpoint, method, target, headers, body: json ?? "", payloadHash: Self.hash(json ?? ""))
  }

  func sts(_ body: String) async throws -> ReceivedAnswer {
    try await signed(
      "sts", emulator.stsEndpoint, "POST", "/", ["content-type": "application/x-www-form-urlencoded"], body: body,
      payloadHash: Self.hash(body))
  }

  /// Signs `host`, the headers given and those that it adds; headers whose name begins with `!` are sent unsigned.
  func signed(
    _ service: String, _ endpoint: String, _ method: String, _ target: String, _ headers: [String: String],
    body: String, payloadHash: String
  ) async throws -> ReceivedAnswer {
    var signed = headers.filter { !$0.key.hasPrefix("!") }
    signed["host"] = headers["host"] ?? String(endpoint.dropFirst("http://".count))
    signed["x-amz-date"] = date
    if let token = keys.token, headers["!x-amz-security-token"] == nil { signed["x-amz-security-token"] = token }
    let parts = target.split(separator: "?", maxSplits: 1)
    let names = signed.keys.sorted()
    let canonical = EmulatedCanonicalRequest(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
      headers: names.map { ($0, [signed[$0] ?? ""]) }, payloadHash: payloadHash,
      pathRule: service == "s3" ? .objectKey : .normalizedAndEncodedAgain
    ).text
    let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
    let stringToSign = "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(Self.hash(canonical))"
    var key = SymmetricKey(data: Data("AWS4\(keys.secret)".utf8))
    for part in scope.split(separator: "/") {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
    }
    let signature = Self.hex(HMAC<SHA256>.authenticationCode(for: Data(stringToSign.utf8), using: key))
    signed["authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(keys.accessKeyId)/\(scope), SignedHeaders=\(names.joined(separator: ";")), "
      + "Signature=\(signature)"
    for (name, value) in headers where name.hasPrefix("!") { signed[String(name.dropFirst())] = value }
    return try await Self.send(method, endpoint + target, signed, body: body)
  }

  static func send(
    _ method: String, _ url: String, _ headers: [String: String] = [:], body: String = ""
  ) async throws -> ReceivedAnswer {
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if !body.isEmpty || method == "PUT" || method == "POST" { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    var received: [String: String] = [:]
    for (name, value) in response.headers { received[name.lowercased()] = value }
    let buffer = try await response.body.collect(upTo: 1 << 26)
    return ReceivedAnswer(status: Int(response.status.code), headers: received, text: String(buffer: buffer))
  }

  static func hash(_ text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
