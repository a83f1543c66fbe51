import AWSCore
import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One line of `evergreen sign`.
struct SignInput {
  enum Kind: String, CaseIterable { case header, presign, sigv4a, chunked, post }
  enum PayloadMode: String, CaseIterable { case signed, unsigned, trailer }
  enum BodyHeader: String, CaseIterable {
    case xAmzContentSha256 = "x-amz-content-sha256"
    case none
  }

  struct Keys {
    var accessKeyId: String
    var secretAccessKey: String
    var sessionToken: String?
  }

  var method: String?
  var url: String?
  var headers: [[String]]?
  var bodyBase64: String?
  var service: String
  var region: String
  var timestamp: String?
  var credentials: Keys?
  var kind: Kind?
  var payloadMode: PayloadMode?
  var expiresIn: Int?
  var signedBodyHeader: BodyHeader?
  var chunkSize: Int?
  var trailers: [String: String]?
  var policyBase64: String?
}

/// What is wrong with a line, in words for the person who wrote it.
struct SignInputError: Error, CustomStringConvertible {
  var message: String
  var description: String { message }
}

extension SignInput {
  static func parse(_ line: [UInt8]) throws(SignInputError) -> SignInput {
    guard String(validating: line, as: UTF8.self) != nil else {
      throw SignInputError(message: "The line is not valid UTF-8.")
    }
    // Which of the two counts is up to whoever reads it.
    if let node = try? JSONNode(parsing: line), let name = repeatedName(in: node) {
      throw SignInputError(message: "The field \(name.printable(limit: 60)) stands twice in its object.")
    }
    do {
      return try JSONDecoder().decode(SignInput.self, from: Data(line))
    } catch let error as SignInputError {
      throw error
    } catch {
      throw SignInputError(message: "The line is not a JSON object.")
    }
  }

  /// The name of a member that an object of the line has twice.
  private static func repeatedName(in node: JSONNode) -> String? {
    var names: Set<ExactText> = []
    for child in node.children {
      if node.isObject {
        let name = node.name(of: child)
        guard names.insert(name.exact).inserted else { return name }
      }
      if child.value.isObject || child.value.isArray, let name = repeatedName(in: child.value) { return name }
    }
    return nil
  }

  /// The request; a form's policy has none.
  func request() throws -> SigningRequest {
    guard let method else { throw SignInputError(message: "The field method is missing.") }
    guard let url else { throw SignInputError(message: "The field url is missing.") }
    let wire = try WireURL(url)
    return SigningRequest(
      method: method, scheme: wire.scheme, authority: wire.authority, target: wire.target, headers: headerList())
  }

  func headerList() -> [(name: String, value: String)] {
    (headers ?? []).map { ($0[0], $0[1]) }
  }

  func body() throws(SignInputError) -> [UInt8] {
    guard let bodyBase64, !bodyBase64.isEmpty else { return [] }
    guard let body = Data(base64Encoded: bodyBase64) else {
      throw SignInputError(message: "The field bodyBase64 is not base64.")
    }
    return [UInt8](body)
  }

  /// The time of signing, `2015-08-30T12:36:00Z` or `20150830T123600Z`; `nil` if the line does not say.
  func date() throws(SignInputError) -> Date? {
    guard let timestamp else { return nil }
    guard let date = ISO8601.date(fromBasic: timestamp) ?? ISO8601.date(from: timestamp) else {
      throw SignInputError(message: "The field timestamp \(ISO8601.problem(in: timestamp) ?? ""), or 20150830T123600Z.")
    }
    return date
  }
}
