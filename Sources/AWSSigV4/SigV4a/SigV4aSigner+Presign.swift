public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4aSigner {
  /// Signs a request in its query, so that anyone who holds the URL can send it, in any region of the set.
  ///
  /// - Parameters:
  ///   - request: The request as it goes over the wire, without the parameters of the signature.
  ///   - payload: What the signature says about the body; ``PayloadHash/unsigned`` for Amazon S3.
  ///   - expiresIn: How long the URL is to work: 1 second to 7 days; fractions of a second are dropped.
  ///   - credentials: The credentials to sign with. The URL dies with them, whatever `expiresIn` says.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid signature of this request can exist.
  public func presign(
    _ request: SigningRequest, payload: PayloadHash, expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> SigV4aPresignedRequest {
    let regionSet = try regions.value()
    try request.refuseParameter("x-amz-region-set")
    var request = request
    request.headers.removeAll { $0.name.lowercasedASCII == Self.regionSetHeader }
    request.target = request.target.appending(parameter: "X-Amz-Region-Set", value: regionSet)
    let signed = try symmetric.presign(
      request, payload: payload, expiresIn: expiresIn, credentials: credentials, date: date)

    // The canonical query is the third line: neither the method nor the path can hold a line end. Values are replaced
    // under names that occur once, so its order stays.
    let day = signed.stringToSign.split(separator: "\n", maxSplits: 2).dropFirst().first?.prefix(8) ?? ""
    let credential = PercentEncoding.encode("\(credentials.accessKeyId)/\(day)/\(service)/aws4_request")
    var lines = signed.canonicalRequest.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    if lines.count == 4 { lines[2] = Self.query(lines[2], credential: credential)[...] }
    let canonicalRequest = lines.joined(separator: "\n")
    let seal = try seal(canonicalRequest, like: signed.stringToSign, credentials: credentials)

    let (path, callers) = signed.target.splitAtQuery
    let query = Self.query(callers, credential: credential)
    let target = "\(path)?\(query)&X-Amz-Signature=\(seal.signature)"
    return SigV4aPresignedRequest(
      url: "\(request.scheme)://\(request.authority)\(target)", target: target, expiration: signed.expiration,
      headersToRemove: signed.headersToRemove, signedHeaders: signed.signedHeaders,
      canonicalRequest: canonicalRequest, stringToSign: seal.stringToSign, signature: seal.signature)
  }

  /// A query with the algorithm and the credential of Signature Version 4A, and without a signature.
  private static func query(_ query: Substring, credential: String) -> String {
    var parameters: [Substring] = []
    // Bytes are split, not characters: a caller's `&` may be followed by a combining mark.
    for bytes in query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
      let parameter = Substring(bytes)
      switch parameter {
      case _ where parameter.hasPrefix("X-Amz-Algorithm="): parameters.append("X-Amz-Algorithm=\(algorithm)")
      case _ where parameter.hasPrefix("X-Amz-Credential="): parameters.append("X-Amz-Credential=\(credential)")
      case _ where parameter.hasPrefix("X-Amz-Signature="): break
      default: parameters.append(parameter)
      }
    }
    return parameters.joined(separator: "&")
  }
}

extension SigningRequest {
  /// Refuses a parameter that only a signer may set.
  ///
  /// - Parameter name: Its name in lowercase.
  func refuseParameter(_ name: String) throws(SigV4Error) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return }
    for parameter in target.utf8[mark...].dropFirst().split(separator: UInt8(ascii: "&")) {
      let raw = parameter.prefix { $0 != UInt8(ascii: "=") }
      guard PercentEncoding.decoded(raw).map(\.lowercasedASCII).elementsEqual(name.utf8) else { continue }
      throw SigV4Error(
        .alreadySigned,
        message: "The request's query already holds \(name), a parameter of a presigned URL. Remove the X-Amz-… "
          + "parameters before signing.")
    }
  }
}

extension PercentEncoding {
  /// The bytes that an encoded text stands for; what is no escape stays.
  static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(text)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
        let low = bytes[index + 2].hexValue
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }
}

extension String {
  /// The text before the first question mark and the text after it, found as bytes: a combining mark may follow it.
  var splitAtQuery: (path: Substring, query: Substring) {
    guard let mark = utf8.firstIndex(of: UInt8(ascii: "?")) else { return (self[...], "") }
    return (self[..<mark], self[utf8.index(after: mark)...])
  }

  /// A URL without what is in its query, to be shown.
  var withoutQuery: String { utf8.contains(UInt8(ascii: "?")) ? "\(splitAtQuery.path)?…" : self }

  /// A target with one parameter more, at the end of its query.
  func appending(parameter name: String, value: String) -> String {
    let separator: String
    switch utf8.last {
    case UInt8(ascii: "?"): separator = ""
    default: separator = utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
    }
    return "\(self)\(separator)\(name)=\(PercentEncoding.encode(value))"
  }
}
