import HTTPTypes

/// What a request says about its signature, read from the `Authorization` header or the query.
struct EmulatedPresentedSignature: Sendable {
  enum Place: Sendable, Equatable {
    case header
    case query(expiresIn: Int)
  }

  static let algorithm = "AWS4-HMAC-SHA256"
  static let longestExpiry = 604_800

  let place: Place
  let accessKeyId: String
  let scopeDate: String
  let region: String
  let service: String
  let signedHeaders: [String]
  let signature: String
  /// The request's time in the basic format.
  let timestamp: String
  let token: String?

  var scope: String { "\(scopeDate)/\(region)/\(service)/aws4_request" }

  /// Reads a request's signature.
  ///
  /// - Throws: A failure if there is none, or if it is not well-formed.
  static func read(_ request: EmulatedRequest) throws(EmulatedVerificationFailure) -> EmulatedPresentedSignature {
    let header = request.first(.authorization)
    let inQuery = request.query.utf8.count > 15 ? request.parameters.filter { $0.name.hasPrefix("X-Amz-") } : []
    let isPresigned = inQuery.contains { $0.name == "X-Amz-Algorithm" || $0.name == "X-Amz-Signature" }
    switch (header, isPresigned) {
    case (nil, false): throw .missingAuthentication
    case (.some, true): throw .bothMechanisms
    case (.some(let header), false): return try readHeader(header, request)
    case (nil, true): return try readQuery(inQuery)
    }
  }

  private static func readHeader(
    _ header: String, _ request: EmulatedRequest
  ) throws(EmulatedVerificationFailure) -> EmulatedPresentedSignature {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.first.map(String.init) == algorithm else { throw .unsupportedAlgorithm }
    var fields: [String: String] = [:]
    for field in (parts.count > 1 ? parts[1] : "").split(separator: ",") {
      let pair = field.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { throw .malformed("the field \"\(field)\" has no value") }
      fields[EmulatedCanonicalRequest.headerValue(String(pair[0]))] =
        EmulatedCanonicalRequest.headerValue(String(pair[1]))
    }
    for name in ["Credential", "SignedHeaders", "Signature"] where fields[name] == nil {
      throw .malformed("Authorization header requires '\(name)' parameter.")
    }
    guard let timestamp = request.first(.amzDate) else { throw .missingDate }
    return try make(
      place: .header, credential: fields["Credential"] ?? "", signedHeaders: fields["SignedHeaders"] ?? "",
      signature: fields["Signature"] ?? "", timestamp: timestamp, token: request.first(.amzSecurityToken))
  }

  private static func readQuery(
    _ parameters: [(name: String, value: String)]
  ) throws(EmulatedVerificationFailure) -> EmulatedPresentedSignature {
    func value(_ name: String) throws(EmulatedVerificationFailure) -> String {
      guard let value = parameters.first(where: { $0.name == name })?.value else {
        throw .malformedQuery("Query-string authentication requires the \(name) parameter.")
      }
      return value
    }
    guard try value("X-Amz-Algorithm") == algorithm else { throw .unsupportedAlgorithm }
    guard let expires = Int(try value("X-Amz-Expires")), (1...longestExpiry).contains(expires) else {
      throw .malformedQuery("X-Amz-Expires must be a number from 1 to 604800 (a week in seconds).")
    }
    return try make(
      place: .query(expiresIn: expires), credential: try value("X-Amz-Credential"),
      signedHeaders: try value("X-Amz-SignedHeaders"), signature: try value("X-Amz-Signature"),
      timestamp: try value("X-Amz-Date"), token: parameters.first { $0.name == "X-Amz-Security-Token" }?.value)
  }

  private static func make(
    place: Place, credential: String, signedHeaders: String, signature: String, timestamp: String, token: String?
  ) throws(EmulatedVerificationFailure) -> EmulatedPresentedSignature {
    // A key id may hold slashes; the four parts of the scope never do.
    let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 5, parts.last == "aws4_request" else {
      throw .malformed(
        "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".")
    }
    let names = signedHeaders.split(separator: ";").map(String.init)
    guard names.contains("host"), names.allSatisfy({ $0 == $0.lowercased() }) else {
      throw .malformed("'Host' must be a 'SignedHeader', and names have to be in lower case.")
    }
    guard CivilTime.date(fromBasic: timestamp) != nil else {
      throw .malformed("the time \"\(timestamp)\" is not in the format YYYYMMDDTHHMMSSZ.")
    }
    return EmulatedPresentedSignature(
      place: place, accessKeyId: parts.dropLast(4).joined(separator: "/"), scopeDate: String(parts[parts.count - 4]),
      region: String(parts[parts.count - 3]), service: String(parts[parts.count - 2]), signedHeaders: names,
      signature: signature, timestamp: timestamp, token: token)
  }
}
