import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The signature of a request and its parameters, as the request gives them. They have not been checked.
struct PresentedSignature: Sendable {
  static let algorithm = "AWS4-HMAC-SHA256"
  private static let longestLifetime = 604_800

  let accessKeyId: String
  let scopeDate: String
  let region: String
  let service: String
  let signedHeaders: [String]
  let signature: String
  let timestamp: String
  let date: Date
  let token: String?
  /// What `x-amz-content-sha256` declares.
  let contentHash: String?
  /// The life of a presigned request in seconds; `nil` for one that is signed in its header.
  let lifetime: Int?

  init(_ request: SigningRequest, tokenName: SessionTokenName) throws(SigV4VerificationError) {
    let query = try Self.signingParameters(of: request.target)
    let headers = try Self.only("authorization", in: request)
    let fields: [String: String]
    let isPresigned = query["X-Amz-Algorithm"] != nil || query["X-Amz-Signature"] != nil
    switch (headers, isPresigned) {
    case (_?, true): throw Self.malformed("There is both an Authorization header and a signature in the URL.")
    case (nil, false): throw SigV4VerificationError(.missingSignature, "The request is not signed.")
    case (let header?, false): fields = try Self.fields(of: header)
    case (nil, true):
      fields = [
        "Credential": query["X-Amz-Credential"], "SignedHeaders": query["X-Amz-SignedHeaders"],
        "Signature": query["X-Amz-Signature"], "Algorithm": query["X-Amz-Algorithm"],
      ].compactMapValues { $0 }
    }
    guard fields["Algorithm"] == Self.algorithm else {
      throw SigV4VerificationError(.unsupportedAlgorithm, "The algorithm is not \(Self.algorithm).")
    }
    func field(_ name: String) throws(SigV4VerificationError) -> String {
      guard let value = fields[name], !value.isEmpty else { throw Self.malformed("\(name) is missing or empty.") }
      return value
    }
    let scope = try field("Credential").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard scope.count >= 5, scope[scope.count - 1] == "aws4_request", !scope[0].isEmpty else {
      throw Self.malformed("Credential is not KEY/DATE/REGION/SERVICE/aws4_request.")
    }
    // A key id of a server's own may hold slashes.
    accessKeyId = scope[..<(scope.count - 4)].joined(separator: "/")
    (scopeDate, region, service) = (scope[scope.count - 4], scope[scope.count - 3], scope[scope.count - 2])
    signedHeaders = try field("SignedHeaders").split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard signedHeaders.allSatisfy({ !$0.isEmpty && $0 == $0.lowercasedASCII }),
      signedHeaders == signedHeaders.sorted(),
      Set(signedHeaders).count == signedHeaders.count
    else { throw Self.malformed("SignedHeaders is not a sorted list of names in lower case.") }
    signature = try field("Signature")
    guard signature.utf8.count == 64, signature.utf8.allSatisfy(\.isLowercaseHexDigit) else {
      throw Self.malformed("Signature is not 64 hexadecimal digits in lower case.")
    }
    let time = isPresigned ? query["X-Amz-Date"] : try Self.only("x-amz-date", in: request)
    // What is rendered from the date has to be what was given: a leap second is not.
    guard let time, let date = ISO8601.date(fromBasic: time), let second = try? SigningTimestamp.second(of: date),
      SigningTimestamp(second: second).text == time
    else {
      throw Self.malformed("X-Amz-Date is missing, or is not a time such as 20150830T123600Z.")
    }
    (timestamp, self.date) = (time, date)
    token =
      isPresigned ? query[tokenName.parameter] : try Self.only(tokenName.parameter.lowercasedASCII, in: request)
    // Some SDKs declare it in the URL.
    contentHash = try Self.only("x-amz-content-sha256", in: request) ?? query["X-Amz-Content-Sha256"]
    lifetime = isPresigned ? try Self.lifetime(query["X-Amz-Expires"]) : nil
  }

  private static func malformed(_ message: String) -> SigV4VerificationError {
    SigV4VerificationError(.malformedSignature, message)
  }

  private static func lifetime(_ text: String?) throws(SigV4VerificationError) -> Int {
    guard let text, text.utf8.count <= 6, text.utf8.allSatisfy(\.isDigit), let seconds = Int(text),
      (1...longestLifetime).contains(seconds)
    else { throw malformed("X-Amz-Expires is not a number from 1 to \(longestLifetime).") }
    return seconds
  }

  /// The parts of an `Authorization` header.
  private static func fields(of header: String) throws(SigV4VerificationError) -> [String: String] {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { throw malformed("The Authorization header is not ALGORITHM and fields.") }
    var fields = ["Algorithm": String(parts[0])]
    for field in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0]).trimmingASCIIWhitespace()
      guard pair.count == 2, ["Credential", "SignedHeaders", "Signature"].contains(name), fields[name] == nil else {
        throw malformed("The Authorization header holds a field twice, or one that is not known.")
      }
      fields[name] = String(pair[1]).trimmingASCIIWhitespace()
    }
    return fields
  }

  /// The value of a header that may be there once.
  private static func only(_ name: String, in request: SigningRequest) throws(SigV4VerificationError) -> String? {
    var found: String?
    for header in request.headers where header.name.lowercasedASCII == name {
      guard found == nil else { throw malformed("The header \(name) is there twice.") }
      found = header.value.trimmingASCIIWhitespace()
    }
    return found
  }

  private static let parameters: Set<String> = [
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
    "X-Amz-Security-Token", "X-Amz-S3session-Token", "X-Amz-Content-Sha256",
  ]

  /// The decoded parameters of a URL that belong to its signature.
  private static func signingParameters(of target: String) throws(SigV4VerificationError) -> [String: String] {
    var found: [String: String] = [:]
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return found }
    for pair in target.utf8[target.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(decoding: WirePath.decodedParameter(parts[0]), as: UTF8.self)
      guard parameters.contains(name) else { continue }
      guard found[name] == nil, parts.count == 2,
        let value = String(validating: WirePath.decodedParameter(parts[1]), as: UTF8.self)
      else { throw malformed("A parameter of the signature in the URL is there twice, or has no proper value.") }
      found[name] = value
    }
    return found
  }
}
