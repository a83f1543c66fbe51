import AWSCore
import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension SigV4Verifier {
  func checkScope(_ presented: PresentedSignature) throws(SigV4VerificationError) {
    func wrong(_ message: String) -> SigV4VerificationError { SigV4VerificationError(.wrongScope, message) }
    guard presented.service == service else { throw wrong("The signature is not for the service \(service).") }
    guard presented.region == region else { throw wrong("The signature is not for the region \(region).") }
    guard presented.timestamp.hasPrefix(presented.scopeDate), presented.scopeDate.utf8.count == 8 else {
      throw wrong("The day of the scope is not that of X-Amz-Date.")
    }
  }

  func checkTime(_ presented: PresentedSignature, at now: Date) throws(SigV4VerificationError) {
    let tolerance = clockTolerance.seconds
    let age = now.timeIntervalSince(presented.date)
    if let lifetime = presented.lifetime {
      guard age <= Double(lifetime) else {
        throw SigV4VerificationError(.expired, "The request was good for \(lifetime) seconds, which are over.")
      }
      guard age >= -tolerance else { throw skewed(presented) }
    } else {
      guard age.isFinite, abs(age) <= tolerance else { throw skewed(presented) }
    }
  }

  private func skewed(_ presented: PresentedSignature) -> SigV4VerificationError {
    SigV4VerificationError(
      .skewed,
      "The time of signing, \(presented.timestamp), is more than \(clockTolerance.components.seconds) seconds away.")
  }

  func checkSignedHeaders(
    _ presented: PresentedSignature, of request: SigningRequest
  ) throws(SigV4VerificationError) {
    let signed = Set(presented.signedHeaders)
    func missing(_ names: [String]) -> SigV4VerificationError {
      SigV4VerificationError(.headersNotSigned, "Not covered by the signature: \(names.joined(separator: ", ")).")
    }
    guard signed.contains("host") else { throw missing(["host"]) }
    var names = Set(request.headers.map(\.name.lowercasedASCII))
    let unsigned = names.filter { name in
      // The token may come after signing where the service wants it so.
      name.hasPrefix("x-amz-") && !signed.contains(name)
        && !(name == signer.options.sessionTokenName.parameter.lowercasedASCII
          && signer.options.sessionToken == .addedAfterSigning)
    }
    guard unsigned.isEmpty else { throw missing(unsigned.sorted()) }
    names.insert("host")
    let absent = signed.subtracting(names)
    guard absent.isEmpty else {
      throw SigV4VerificationError(
        .headersNotSigned,
        "\(absent.count) of the headers that the signature covers did not arrive; a proxy may have taken them out.")
    }
  }

  func checkToken(_ presented: PresentedSignature, _ key: Key) throws(SigV4VerificationError) {
    switch (key.sessionToken, presented.token) {
    case (nil, nil): return
    case (let token?, let other?) where Self.areEqual(Array(token.utf8), Array(other.utf8)): return
    case (_?, nil):
      throw SigV4VerificationError(.invalidToken, "The key needs a session token, and the request carries none.")
    case (nil, _?):
      throw SigV4VerificationError(.invalidToken, "The key has no session token, and the request has one.")
    default: throw SigV4VerificationError(.invalidToken, "The session token is not the key's.")
    }
  }

  /// What stands in the last line of the canonical request.
  func payload(_ presented: PresentedSignature, _ body: Body) throws(SigV4VerificationError) -> String {
    if let declared = presented.contentHash {
      let isHash = declared.utf8.count == 64 && declared.utf8.allSatisfy(\.isLowercaseHexDigit)
      // Amazon S3 alone takes bodies that are not signed, or signed in chunks.
      let isWord = declared == "UNSIGNED-PAYLOAD" || Self.streams.contains(declared) || declared == Self.events
      let isStream = declared == Self.events && eventStreams == .accepted
      guard isHash || (isWord && declared != Self.events && signer.options.pathNormalization == .preserved) || isStream
      else {
        throw SigV4VerificationError(
          .invalidPayloadHash,
          isWord
            ? "Bodies of the service \(service) have to be signed whole; x-amz-content-sha256 says something else."
            : "x-amz-content-sha256 is neither a SHA-256 in lower case nor a known word.")
      }
      return declared
    }
    if presented.lifetime != nil, signer.options.pathNormalization == .preserved { return "UNSIGNED-PAYLOAD" }
    switch body {
    case .bytes(let bytes): return SHA256Hex.of(bytes)
    case .sha256(let hex): return hex.lowercasedASCII
    case .unread:
      throw SigV4VerificationError(
        .invalidPayloadHash, "The request does not declare the hash of its body, and the body has not been read.")
    }
  }

  private static let streams: Set<String> = [
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  ]
  private static let events = "STREAMING-AWS4-HMAC-SHA256-EVENTS"

  func checkBody(_ presented: PresentedSignature, _ body: Body) throws(SigV4VerificationError) {
    // What is not declared was taken from the body.
    guard let declared = presented.contentHash, declared.utf8.count == 64 else { return }
    let actual: String
    switch body {
    case .bytes(let bytes): actual = SHA256Hex.of(bytes)
    case .sha256(let hex): actual = hex.lowercasedASCII
    case .unread: return
    }
    guard declared == actual else {
      throw SigV4VerificationError(.payloadMismatch, "The body does not have the hash that was signed.")
    }
  }

  /// Signs a request as it must have been signed.
  func record(
    of request: SigningRequest, _ presented: PresentedSignature, payload: String, secret: String
  ) throws(SigV4VerificationError) -> CanonicalRequestWriter.Record {
    do throws(SigV4Error) {
      var request = request
      request.target = withoutSignature(request.target)
      let key = Credentials(accessKeyId: "verified", secretAccessKey: secret)
      let materials = try signer.materials(for: key, date: presented.date)
      let context = materials.context
      let size = try signer.size(of: request, context, form: .header)
      let memory = CanonicalRequestMemory.make(
        CanonicalRequestWriter.Size(
          bytes: size.bytes + payload.utf8.count * 2, headers: size.headers, parameters: size.parameters))
      defer { memory.keep() }
      var writer = unsafe CanonicalRequestWriter(in: memory)
      let target = try writer.addTarget(request.target)
      if !target.query.isEmpty { try writer.addParameters(target.query) { _, _ in } }
      writer.sortParameters()
      let start = writer.bytes.count
      writer.bytes.append(text: payload)
      writer.lines.payloadHash = start..<writer.bytes.count
      try addHeaders(of: request, presented, to: &writer)
      writer.sortHeaders()
      try signer.writeCanonicalRequest(of: request, target: target, to: &writer)
      try signer.writeSignature(with: materials, to: &writer)
      return CanonicalRequestWriter.Record(writer, in: memory)
    } catch {
      // If the secret of the key that was found cannot sign, that is not a fault of the request.
      throw SigV4VerificationError(
        error.code == .invalidCredentials ? .unknownAccessKey : .malformedRequest, error.message)
    }
  }

  private func addHeaders(
    of request: SigningRequest, _ presented: PresentedSignature, to writer: inout CanonicalRequestWriter
  ) throws(SigV4Error) {
    let signed = Set(presented.signedHeaders)
    let hosts = request.headers.count { $0.name.lowercasedASCII == "host" }
    if hosts == 0 { try writer.addHost(scheme: request.scheme, authority: request.authority) }
    guard hosts <= 1 else { throw SigV4Error(.conflictingHeader, message: "The request has \(hosts) Host headers.") }
    for header in request.headers {
      if signed.contains(header.name.lowercasedASCII) { unsafe try writer.addHeader(header) { _, _ in true } }
    }
  }

  /// The target without what was added after signing.
  private func withoutSignature(_ target: String) -> String {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
    let path = target.utf8[..<mark]
    let kept = target.utf8[target.utf8.index(after: mark)...]
      .split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
      .filter { pair in
        let name = WirePath.decodedParameter(pair.prefix { $0 != UInt8(ascii: "=") })
        if name.elementsEqual(signer.options.sessionTokenName.parameter.utf8) {
          return signer.options.sessionToken == .signed
        }
        return !name.elementsEqual("X-Amz-Signature".utf8)
      }
    let query = kept.joined(separator: [UInt8(ascii: "&")])
    return String(decoding: Array(path) + (kept.isEmpty ? [] : [UInt8(ascii: "?")] + Array(query)), as: UTF8.self)
  }

  /// Compares without telling by its duration where two texts of the same length differ.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
