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
  }

  /// Signs a request with an `authorization` header.
  ///
  /// `authorization`, `x-amz-date` and `x-amz-security-token` headers that the request already holds, for example from
  /// an earlier attempt, are not signed: the result replaces or removes them. An `x-amz-content-sha256` is replaced
  /// where the service wants this header.
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
    if let session { return try session.sign(request, payload: payload, credentials: credentials, date: date) }
    var transcript = Transcript(for: request, credentialBytes: credentials.byteCount)
    let material = try material(for: credentials, date: date)
    let target = try transcript.addTarget(request.target)
    try transcript.addParameters(target.query) { name throws(SigV4Error) in try refuseSignature(in: name) }
    transcript.sortParameters()
    transcript.payloadHash = try transcript.write { bytes throws(SigV4Error) in try payload.append(to: &bytes) }

    let callers = try addHeaders(of: request, to: &transcript, form: .header)
    try transcript.addHeader(Transcript.Name.date, value: material.timestamp.text)
    if options.signedBodyHeader == .xAmzContentSha256 {
      transcript.addHeader(Transcript.Name.bodyHash, copying: transcript.payloadHash)
    }
    if let token = credentials.sessionToken, options.sessionToken == .signed {
      try transcript.addHeader(Transcript.Name.token, value: token)
    }
    transcript.sortHeaders()

    try writeCanonicalRequest(of: request, target: target, to: &transcript)
    writeSignature(with: material, to: &transcript)
    return HeaderSignature(
      transcript: transcript, accessKeyId: credentials.accessKeyId, timestamp: material.timestamp.text,
      sessionToken: credentials.sessionToken, signedBodyHeader: options.signedBodyHeader,
      stale: callers.contains(.securityToken) && credentials.sessionToken == nil ? ["x-amz-security-token"] : [])
  }
}

extension SigV4Signer {
  /// What every signature needs from the credentials and the date.
  struct Material {
    var key: HMAC<SHA256>
    let timestamp: SigningTimestamp
  }

  func material(for credentials: Credentials, date: Date) throws(SigV4Error) -> Material {
    let second = try SigningTimestamp.second(of: date)
    try validate(credentials)
    let (key, timestamp) = keyCache.material(
      secret: credentials.secretAccessKey, second: second, region: region, service: service)
    return Material(key: key, timestamp: timestamp)
  }

  private func validate(_ credentials: Credentials) throws(SigV4Error) {
    guard !credentials.secretAccessKey.isEmpty else {
      throw SigV4Error(.invalidCredentials, message: "The secret access key is empty (\(credentials.source)).")
    }
    guard credentials.accessKeyId.isScopePart, !credentials.accessKeyId.utf8.contains(UInt8(ascii: "/")) else {
      throw SigV4Error(
        .invalidCredentials,
        message: "The access key id is empty or holds a character that may not stand in a signature "
          + "(\(credentials.source)).")
    }
    guard region.isScopePart, !region.utf8.contains(UInt8(ascii: "/")) else {
      throw SigV4Error(
        .invalidScope, message: "The region is empty or holds a character that may not stand in a signature.")
    }
    guard service.isScopePart, !service.utf8.contains(UInt8(ascii: "/")) else {
      throw SigV4Error(
        .invalidScope, message: "The service is empty or holds a character that may not stand in a signature.")
    }
  }

  /// Writes the canonical request from the sorted pieces.
  func writeCanonicalRequest(
    of request: SigningRequest, target: Transcript.Target, to transcript: inout Transcript
  ) throws(SigV4Error) {
    let start = transcript.bytes.count
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(\.isTokenCharacter) else {
      throw SigV4Error(.invalidRequest, message: "The request's method is not a word of letters, digits and symbols.")
    }
    transcript.bytes.append(uppercased: request.method)
    transcript.bytes.append(ascii: "\n")
    transcript.writePath(target.path, options: options)
    transcript.bytes.append(ascii: "\n")
    transcript.writeParameters(transcript.parameters)
    transcript.bytes.append(ascii: "\n")
    transcript.writeCanonicalHeaders()
    transcript.bytes.append(ascii: "\n")
    let signedHeaders = transcript.bytes.count
    transcript.writeSignedHeaders(.header)
    transcript.signedHeaders = signedHeaders..<transcript.bytes.count
    transcript.bytes.append(ascii: "\n")
    transcript.bytes.append(copyOf: transcript.payloadHash)
    transcript.canonicalRequest = start..<transcript.bytes.count
  }

  /// Writes the string to sign and the signature.
  func writeSignature(with material: Material, to transcript: inout Transcript) {
    let start = transcript.bytes.count
    transcript.bytes.append(text: "AWS4-HMAC-SHA256\n")
    transcript.bytes.append(text: material.timestamp.text)
    transcript.bytes.append(ascii: "\n")
    let scope = transcript.bytes.count
    append(scopeAt: material.timestamp, to: &transcript.bytes)
    transcript.scope = scope..<transcript.bytes.count
    transcript.bytes.append(ascii: "\n")
    transcript.bytes.append(sha256Of: transcript.canonicalRequest)
    transcript.stringToSign = start..<transcript.bytes.count
    var key = material.key
    key.update(data: transcript.bytes[transcript.stringToSign])
    let signature = transcript.bytes.count
    transcript.bytes.append(hexOf: key.finalize())
    transcript.signature = signature..<transcript.bytes.count
  }

  /// Writes the credential scope: day, region, service and a fixed word.
  func append(scopeAt timestamp: SigningTimestamp, to bytes: inout [UInt8]) {
    for byte in timestamp.text.utf8.prefix(8) { bytes.append(byte) }
    bytes.append(ascii: "/")
    bytes.append(text: region)
    bytes.append(ascii: "/")
    bytes.append(text: service)
    bytes.append(text: "/aws4_request")
  }
}

extension Credentials {
  fileprivate var byteCount: Int { accessKeyId.utf8.count + (sessionToken?.utf8.count ?? 0) }
}

extension String {
  // Spaces and commas would end the credential in an authorization header.
  fileprivate var isScopePart: Bool {
    !isEmpty && utf8.allSatisfy { $0.isVisibleASCII && $0 != UInt8(ascii: ",") }
  }
}

extension Transcript {
  /// Lets a closure append to the buffer and returns what it wrote.
  mutating func write(_ body: (inout [UInt8]) throws(SigV4Error) -> Void) throws(SigV4Error) -> Range<Int> {
    let start = bytes.count
    try body(&bytes)
    return start..<bytes.count
  }
}
