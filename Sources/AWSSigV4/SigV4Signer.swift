public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs requests with AWS Signature Version 4.
///
/// A signer reads no clock, holds no credentials and changes nothing: credentials and date come with each call, and the
/// result says which headers to set. It is safe to use from any thread.
///
/// The rules are those of "AWS Signature Version 4 for API requests" in the IAM User Guide.
public struct SigV4Signer: Sendable {
  /// The signing name of the service, for example `s3`, `es`, `aoss`, `sts`.
  public let service: String
  /// The region, for example `ap-northeast-2`.
  public let region: String
  /// What differs between services.
  public let options: SigV4Options
  let keyCache: SigningKeyCache
  let scheme: SigningScheme
  private let isScopeValid: Bool

  /// Makes a signer.
  ///
  /// - Parameters:
  ///   - service: The signing name of the service.
  ///   - region: The region.
  ///   - options: What differs from service to service; `nil` for ``SigV4Options/standard(for:)``.
  ///   - keyCache: Where signing keys are kept between signatures; share one among signers that use one set of
  ///     credentials.
  public init(
    service: String, region: String, options: SigV4Options? = nil, keyCache: SigningKeyCache = SigningKeyCache()
  ) {
    self.service = service
    self.region = region
    self.options = options ?? .standard(for: service)
    self.keyCache = keyCache
    scheme = .hmac
    isScopeValid = region.isScopePart && service.isScopePart
  }

  /// Makes a signer of SigV4a.
  init(service: String, regionSet: [String], options: SigV4Options?) {
    self.service = service
    region = regionSet.joined(separator: ",")
    self.options = options ?? .standard(for: service)
    keyCache = SigningKeyCache(capacity: 1)
    scheme = .ecdsa(regionSet: region)
    isScopeValid = service.isScopePart && !regionSet.isEmpty && regionSet.allSatisfy(\.isScopePart)
  }

  /// Signs a request with an `authorization` header.
  ///
  /// The request may not hold an `authorization`, nor an `x-amz-date`, `x-amz-security-token` or `x-amz-content-sha256` with
  /// another value than the signer sets: the error names the header. To sign again, sign the request as it was before.
  ///
  /// - Parameters:
  ///   - request: The request as it goes over the wire.
  ///   - payload: What the signature says about the body.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing. Services accept a few minutes of difference to their own clock.
  /// - Throws: ``SigV4Error`` if no valid signature of this request can exist.
  public func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    if options.sessionTokenName == .s3Session {
      return try SessionSigner(self).sign(request, payload: payload, credentials: credentials, date: date)
    }
    let material = try material(for: credentials, date: date)
    let token = options.sessionToken == .signed ? credentials.sessionToken : nil
    var transcript = Transcript(try size(of: request, credentials: credentials, form: .header))
    let target = try transcript.addTarget(request.target)
    try addParameters(of: target, to: &transcript)
    transcript.sortParameters()
    try transcript.addPayloadHash(payload)

    try addHeaders(
      of: request, to: &transcript, form: .header, date: material.timestamp.text, token: credentials.sessionToken)
    transcript.addTimestamp(material.timestamp.text)
    if options.signedBodyHeader == .xAmzContentSha256 {
      transcript.addHeader(Transcript.Name.bodyHash, copying: transcript.lines.payloadHash)
    }
    if let token { try transcript.addHeader(Transcript.Name.token, value: token) }
    if let set = scheme.regionSet { try transcript.addHeader(Transcript.Name.regionSet, value: set) }
    transcript.sortHeaders()

    try writeCanonicalRequest(of: request, target: target, to: &transcript)
    try writeSignature(with: material, to: &transcript)
    return HeaderSignature(
      record: transcript.record, accessKeyId: credentials.accessKeyId, timestamp: material.timestamp.text,
      sessionToken: credentials.sessionToken, signedBodyHeader: options.signedBodyHeader, regionSet: scheme.regionSet)
  }
}

extension SigV4Signer {
  /// What every signature needs from the credentials and the date.
  struct Material {
    enum Key {
      /// A key that has been fed the string to sign up to the hash.
      case hmac(SigningKey)
      case ecdsa(P256.Signing.PrivateKey)
    }

    let key: Key
    let timestamp: SigningTimestamp
  }

  func material(for credentials: Credentials, date: Date) throws(SigV4Error) -> Material {
    let second = try SigningTimestamp.second(of: date)
    try validate(credentials)
    switch scheme {
    case .hmac:
      let head = keyCache.head(secret: credentials.secretAccessKey, second: second, region: region, service: service)
      return Material(key: .hmac(head.key), timestamp: head.timestamp)
    case .ecdsa:
      return Material(key: .ecdsa(try keyCache.ecdsaKey(credentials)), timestamp: SigningTimestamp(second: second))
    }
  }

  /// The key of SigV4 for what is no request: a chunk, a message, a policy.
  ///
  /// - Parameter what: What is to be signed, in the plural, for the error.
  func plainKey(
    for what: String, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> (key: SigningKey, timestamp: SigningTimestamp) {
    let second = try SigningTimestamp.second(of: date)
    try validate(credentials)
    guard scheme.isRegional else {
      throw SigV4Error(.invalidScope, message: "\(what) are signed by SigV4 alone.")
    }
    return keyCache.key(secret: credentials.secretAccessKey, second: second, region: region, service: service)
  }

  func validate(_ credentials: Credentials) throws(SigV4Error) {
    guard !credentials.secretAccessKey.isEmpty else {
      throw SigV4Error(.invalidCredentials, message: "The secret access key is empty (\(credentials.source)).")
    }
    guard credentials.accessKeyId.isScopePart else {
      throw SigV4Error(
        .invalidCredentials,
        message: "The access key id is empty or holds a character that may not stand in a signature "
          + "(\(credentials.source)).")
    }
    guard !isScopeValid else { return }
    throw SigV4Error(
      .invalidScope,
      message:
        "The \(service.isScopePart ? "region" : "service") is empty or holds a character that may not stand in a "
        + "signature.")
  }

  /// An upper bound of what a signature's transcript holds.
  ///
  /// A target is there as it came; each of its bytes may become three, in a parameter and in the canonical request. What a
  /// presigned URL names of headers and credentials is there three times, encoded: as it was added, in the canonical request
  /// and in the URL.
  ///
  /// - Throws: ``SigV4Error`` if the request is longer than a gigabyte, which is no request.
  func size(
    of request: SigningRequest, credentials: Credentials, form: Form
  ) throws(SigV4Error) -> Transcript.Size {
    let encodedCopies = form == .query ? 9 : 0
    let target = request.target.utf8.count
    var lines = 0
    for header in request.headers {
      lines += header.name.utf8.count * (4 + encodedCopies) + header.value.utf8.count * 2 + 24
    }
    let texts = region.utf8.count + service.utf8.count + credentials.accessKeyId.utf8.count
    let token = credentials.sessionToken?.utf8.count ?? 0
    let regionSet = scheme.isRegional ? 0 : region.utf8.count
    let fixed = form == .query ? 2560 : 1152
    let bytes =
      fixed + target * 12 + lines + (request.authority.utf8.count + request.method.utf8.count) * 2
      + (texts + token + regionSet) * (2 + encodedCopies)
    guard bytes <= 1 << 30 else {
      throw SigV4Error(.invalidRequest, message: "The request's head is too long to be signed.")
    }
    return Transcript.Size(
      bytes: bytes, headers: request.headers.count + 5, parameters: parameterCount(in: request.target) + 8)
  }

  private func parameterCount(in target: String) -> Int {
    // A query of nothing but separators has one parameter more than them.
    let count: Int? = unsafe target.utf8.withContiguousStorageIfAvailable { bytes in
      var count = 1
      for index in bytes.indices { count += unsafe bytes[index] == UInt8(ascii: "&") ? 1 : 0 }
      return count
    }
    return count ?? target.utf8.count + 1
  }

  /// Writes the canonical request from the sorted pieces.
  func writeCanonicalRequest(
    of request: SigningRequest, target: Transcript.Target, to transcript: inout Transcript
  ) throws(SigV4Error) {
    let start = transcript.bytes.count
    guard !request.method.isEmpty, request.method.everyByte({ $0.isTokenCharacter }) else {
      throw SigV4Error(.invalidRequest, message: "The request's method is not a word of letters, digits and symbols.")
    }
    transcript.bytes.append(uppercased: request.method)
    transcript.bytes.append(ascii: "\n")
    transcript.writePath(target.path, options: options)
    transcript.bytes.append(ascii: "\n")
    transcript.writeParameters()
    transcript.bytes.append(ascii: "\n")
    transcript.writeCanonicalHeaders()
    transcript.bytes.append(ascii: "\n")
    let signedHeaders = transcript.bytes.count
    transcript.writeSignedHeaders(.header)
    transcript.lines.signedHeaders = signedHeaders..<transcript.bytes.count
    transcript.bytes.append(ascii: "\n")
    transcript.bytes.append(copyOf: transcript.lines.payloadHash)
    transcript.lines.canonicalRequest = start..<transcript.bytes.count
  }

  /// Writes the string to sign and the signature.
  func writeSignature(with material: Material, to transcript: inout Transcript) throws(SigV4Error) {
    let start = transcript.bytes.count
    transcript.bytes.append(scheme.algorithm)
    transcript.lines.algorithm = start..<transcript.bytes.count
    transcript.bytes.append(ascii: "\n")
    transcript.bytes.append(copyOf: transcript.lines.timestamp)
    transcript.bytes.append(ascii: "\n")
    let scope = transcript.bytes.count
    transcript.bytes.append(copyOf: transcript.lines.timestamp.prefix(8))
    transcript.bytes.append(ascii: "/")
    if scheme.isRegional {
      transcript.bytes.append(text: region)
      transcript.bytes.append(ascii: "/")
    }
    transcript.bytes.append(text: service)
    transcript.bytes.append("/aws4_request")
    transcript.lines.scope = scope..<transcript.bytes.count
    transcript.bytes.append(ascii: "\n")
    let hash = transcript.bytes.count
    transcript.bytes.append(sha256Of: transcript.lines.canonicalRequest)
    transcript.lines.stringToSign = start..<transcript.bytes.count
    let signature = transcript.bytes.count
    switch material.key {
    case .hmac(let key):
      let code = unsafe transcript.bytes.withBytes(hash..<signature) {
        unsafe key.authenticationCode(for: UnsafeRawBufferPointer($0))
      }
      transcript.bytes.append(hexOf: code)
    case .ecdsa(let key):
      let signed = unsafe transcript.bytes.withBytes(transcript.lines.stringToSign) {
        unsafe (try? key.signature(for: UnsafeRawBufferPointer($0))).map { Array($0.derRepresentation) }
      }
      guard let signed else { throw SigV4Error(.invalidCredentials, message: "The ECDSA key could not sign.") }
      transcript.bytes.append(hexadecimal: signed)
    }
    transcript.lines.signature = signature..<transcript.bytes.count
  }
}

extension String {
  // Spaces and commas would end the credential in an authorization header, slashes its parts.
  fileprivate var isScopePart: Bool {
    !isEmpty && everyByte { $0.isVisibleASCII && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "/") }
  }
}

extension Transcript {
  /// Adds the hash of the payload.
  mutating func addPayloadHash(_ payload: PayloadHash) throws(SigV4Error) {
    let start = bytes.count
    try payload.append(to: &bytes)
    lines.payloadHash = start..<bytes.count
  }

  /// Adds the header of the time.
  mutating func addTimestamp(_ text: String) {
    let start = bytes.count
    bytes.append(Name.date)
    let split = bytes.count
    bytes.append(text: text)
    lines.timestamp = split..<bytes.count
    headers.append(Piece(start: start, split: split, end: bytes.count))
  }
}
