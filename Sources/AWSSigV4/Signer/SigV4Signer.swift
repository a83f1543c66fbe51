import AWSCore
public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs requests with AWS Signature Version 4.
///
/// The time and the credentials are arguments of each call: a signer itself reads no clock and has no credentials of
/// its own. The result contains the headers to set on the request, or the presigned URL. It is safe to use from any
/// thread.
///
/// Keep a signer for as long as you sign with it. A signer and its copies keep in memory what the last signature was
/// made with, which makes further signatures in the same second cheaper. What they keep includes the credentials and
/// the signed headers of a request; printing the signer does not show them.
///
/// The rules are those of "AWS Signature Version 4 for API requests" in the IAM User Guide.
public struct SigV4Signer: Sendable {
  /// The name that requests to the service are signed with, for example `s3`, `es`, `aoss`, `sts`.
  public let service: String
  /// The region that requests are signed for, for example `ap-northeast-2`; for SigV4a the set of regions, joined by
  /// commas.
  public let region: String
  /// The rules of Signature Version 4 that this signer follows and that differ between services.
  public let options: SigV4Options
  let keyCache: SigningKeyCache
  let scheme: SigningScheme
  private let recent: RecentSignature
  private let isScopeValid: Bool

  /// Makes a signer for a service in a region.
  ///
  /// - Parameters:
  ///   - service: The signing name of the service.
  ///   - region: The region. A name of global endpoints, such as `aws-global`, is replaced by the region that those
  ///     endpoints are signed for, such as us-east-1.
  ///   - options: The rules that differ between services; `nil`, the default, for those that
  ///     ``SigV4Options/standard(for:)`` returns for the service.
  ///   - keyCache: The cache of signing keys; share one cache among signers that use the same credentials, so that they
  ///     do not derive the same key again. Keeping one signer is cheaper than making many with a shared cache.
  public init(
    service: String, region: String, options: SigV4Options? = nil, keyCache: SigningKeyCache = SigningKeyCache()
  ) {
    self.service = service
    self.region = SigningRegion.of(region)
    self.options = options ?? .standard(for: service)
    self.keyCache = keyCache
    scheme = .hmac
    recent = RecentSignature()
    isScopeValid = region.isScopePart && service.isScopePart
  }

  /// Makes a signer that follows other options than another one, in whose place it signs.
  init(_ other: SigV4Signer, options: SigV4Options) {
    service = other.service
    region = other.region
    self.options = options
    keyCache = other.keyCache
    scheme = other.scheme
    recent = other.recent
    isScopeValid = other.isScopeValid
  }

  /// Makes a signer of SigV4a.
  init(service: String, regionSet: [String], options: SigV4Options?) {
    self.service = service
    region = regionSet.joined(separator: ",")
    self.options = options ?? .standard(for: service)
    keyCache = SigningKeyCache(capacity: 1)
    scheme = .ecdsa
    recent = RecentSignature()
    isScopeValid = service.isScopePart && !regionSet.isEmpty && regionSet.allSatisfy(\.isScopePart)
  }

  /// Signs a request with an `authorization` header.
  ///
  /// The request must not have an `authorization` or `x-amz-s3session-token` header. It must not have an `x-amz-date`,
  /// `x-amz-security-token`, `x-amz-content-sha256` or, with SigV4a, `x-amz-region-set` header whose value differs from
  /// the one that the signer sets. Otherwise the call throws an error that names the header. To sign a request again,
  /// pass it without the headers of the first signature.
  ///
  /// - Parameters:
  ///   - request: The request as it is sent.
  ///   - payload: What the signature says about the body.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing. Services accept a time that differs by a few minutes from their own clock.
  /// - Throws: ``SigV4Error`` if the request cannot be signed.
  public func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    if options.sessionTokenName == .s3Session {
      return try SessionSigner(self).sign(request, payload: payload, credentials: credentials, date: date)
    }
    let second = try SigningTimestamp.second(of: date)
    if let materials = recent.materials(for: credentials, second: second) {
      return try sign(request, payload: payload, materials, keepsCanonicalHeaders: materials.canonicalHeaders.isEmpty)
    }
    // The first signature of a second may be the only one, so that its canonical headers are not worth keeping.
    let materials = try newMaterials(for: credentials, second: second)
    return try sign(request, payload: payload, materials, keepsCanonicalHeaders: false)
  }

  private func sign(
    _ request: SigningRequest, payload: PayloadHash, _ materials: RecentSignature.Materials, keepsCanonicalHeaders: Bool
  ) throws(SigV4Error) -> HeaderSignature {
    let context = materials.context
    let memory = CanonicalRequestMemory.make(try size(of: request, context, form: .header))
    defer { memory.keep() }
    var writer = unsafe CanonicalRequestWriter(in: memory)
    let target = try writer.addTarget(request.target)
    if !target.query.isEmpty {
      try addParameters(of: target, to: &writer)
      writer.sortParameters()
    }
    try writer.addPayloadHash(payload)

    let start = writer.bytes.count
    let hosts = try addHeaders(of: request, to: &writer, form: .header, context)
    let callers = start..<writer.bytes.count
    if materials.canonicalHeaders.match(request, in: writer, callers: callers) {
      try writeCanonicalRequest(of: request, target: target, in: materials.canonicalHeaders, to: &writer)
    } else {
      if hosts == 0 { try writer.addHost(scheme: request.scheme, authority: request.authority) }
      try addOwnHeaders(of: context, to: &writer)
      writer.sortHeaders()
      try writeCanonicalRequest(of: request, target: target, to: &writer)
      if keepsCanonicalHeaders, let headers = CanonicalHeaders(of: writer, request, callers: callers) {
        recent.keep(headers, with: materials)
      }
    }
    try writeSignature(with: materials, to: &writer)
    writer.writeAuthorization(of: context)
    return HeaderSignature(
      CanonicalRequestWriter.Record(writer, in: memory), materials, signedBodyHeader: options.signedBodyHeader)
  }
}

extension SigV4Signer {
  /// The set of regions of SigV4a.
  var regionSet: String? { scheme == .ecdsa ? region : nil }

  /// Adds the headers that the signer sets.
  private func addOwnHeaders(of context: SigningContext, to writer: inout CanonicalRequestWriter) throws(SigV4Error) {
    if options.signedBodyHeader == .xAmzContentSha256 {
      writer.addHeader(CanonicalRequestWriter.Name.bodyHash, copying: writer.lines.payloadHash)
    }
    writer.addHeader(CanonicalRequestWriter.Name.date, line: context.dateLine)
    if let set = regionSet { try writer.addHeader(CanonicalRequestWriter.Name.regionSet, value: set) }
    try writer.addToken(of: context.identity, isSigned: options.sessionToken == .signed)
  }

  /// What the signatures of a second have in common.
  func materials(for credentials: Credentials, date: Date) throws(SigV4Error) -> RecentSignature.Materials {
    let second = try SigningTimestamp.second(of: date)
    if let used = recent.materials(for: credentials, second: second) { return used }
    return try newMaterials(for: credentials, second: second)
  }

  private func newMaterials(
    for credentials: Credentials, second: Int
  ) throws(SigV4Error) -> RecentSignature.Materials {
    if let other = recent.otherContext(for: credentials, second: second) {
      let materials = RecentSignature.Materials(SigningContext(other, at: SigningTimestamp(second: second)))
      recent.keep(materials)
      return materials
    }
    try validate(credentials)
    let context =
      switch scheme {
      case .hmac: keyCache.context(for: credentials, second: second, region: region, service: service)
      case .ecdsa: try keyCache.context(for: credentials, second: second, regionSet: region, service: service)
      }
    let materials = RecentSignature.Materials(context)
    recent.keep(materials)
    return materials
  }

  /// The key of SigV4 for what is no request: a chunk, a message, a policy.
  ///
  /// - Parameter what: What is to be signed, in the plural, for the error.
  func plainKey(
    for what: String, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> (key: SigningKey, timestamp: SigningTimestamp) {
    let second = try SigningTimestamp.second(of: date)
    try validate(credentials)
    guard scheme == .hmac else {
      throw SigV4Error(.invalidScope, message: "\(what) are signed by SigV4 alone.")
    }
    let key = keyCache.key(secret: credentials.secretAccessKey, second: second, region: region, service: service)
    return (key, SigningTimestamp(second: second))
  }

  func validate(_ credentials: Credentials) throws(SigV4Error) {
    guard !credentials.secretAccessKey.isEmpty else {
      throw SigV4Error(.invalidCredentials, message: "The secret access key is empty (\(credentials.provider)).")
    }
    guard credentials.accessKeyId.isScopePart else {
      throw SigV4Error(
        .invalidCredentials,
        message: "The access key id is empty or holds a character that may not stand in a signature "
          + "(\(credentials.provider)).")
    }
    guard !isScopeValid else { return }
    throw SigV4Error(
      .invalidScope,
      message:
        "The \(service.isScopePart ? "region" : "service") is empty or holds a character that may not stand in a "
        + "signature.")
  }

  /// An upper bound of what is written for a signature.
  ///
  /// A target is there as it came; each of its bytes may become three, in a parameter and in the canonical request. What a
  /// presigned URL names of headers is there three times, encoded: as it was added, in the canonical request and in the URL.
  ///
  /// - Throws: ``SigV4Error`` if the request is longer than a gigabyte, which is no request.
  func size(
    of request: SigningRequest, _ context: SigningContext, form: Form
  ) throws(SigV4Error) -> CanonicalRequestWriter.Size {
    let target = request.target.utf8.count
    var bytes = 1152 + target * 12 + (request.authority.utf8.count + request.method.utf8.count) * 2
    bytes += form == .query ? context.room.query : context.room.header
    if form == .query { bytes += request.scheme.utf8.count + 3 + request.authority.utf8.count }
    let copies = form == .query ? 13 : 4
    for header in request.headers {
      bytes += header.name.utf8.count * copies + header.value.utf8.count * 2 + 24
    }
    guard bytes <= 1 << 30 else {
      throw SigV4Error(.invalidRequest, message: "The request's head is too long to be signed.")
    }
    return CanonicalRequestWriter.Size(
      bytes: bytes, headers: request.headers.count + 5,
      // A short target is not worth counting: a query of nothing but separators has one parameter more than them.
      parameters: (target < 64 ? target + 1 : parameterCount(in: request.target)) + 8)
  }

  private func parameterCount(in target: String) -> Int {
    let count: Int? = unsafe target.utf8.withContiguousStorageIfAvailable { bytes in
      var count = 1
      for index in bytes.indices { count += unsafe bytes[index] == UInt8(ascii: "&") ? 1 : 0 }
      return count
    }
    return count ?? target.utf8.count + 1
  }

  /// Writes the canonical request from the sorted pieces.
  func writeCanonicalRequest(
    of request: SigningRequest, target: CanonicalRequestWriter.Target, to writer: inout CanonicalRequestWriter
  ) throws(SigV4Error) {
    let start = writer.bytes.count
    try writeMethodAndTarget(of: request, target, to: &writer)
    writer.writeHeaders()
    writer.bytes.append(copyOf: writer.lines.payloadHash)
    writer.lines.canonicalRequest = start..<writer.bytes.count
  }

  /// Writes the canonical request of a request whose canonical headers are known.
  func writeCanonicalRequest(
    of request: SigningRequest, target: CanonicalRequestWriter.Target, in headers: CanonicalHeaders,
    to writer: inout CanonicalRequestWriter
  ) throws(SigV4Error) {
    let start = writer.bytes.count
    try writeMethodAndTarget(of: request, target, to: &writer)
    writer.writeHeaders(headers)
    writer.bytes.append(copyOf: writer.lines.payloadHash)
    writer.lines.canonicalRequest = start..<writer.bytes.count
  }

  /// Writes the first three lines of the canonical request.
  @inline(__always)
  private func writeMethodAndTarget(
    of request: SigningRequest, _ target: CanonicalRequestWriter.Target, to writer: inout CanonicalRequestWriter
  ) throws(SigV4Error) {
    try writer.writeMethod(request.method)
    writer.writePath(of: target, options: options)
    writer.bytes.append(ascii: "\n")
    if writer.parameters.count > 0 { writer.writeParameters() }
    writer.bytes.append(ascii: "\n")
  }

  /// Writes the string to sign and the signature.
  func writeSignature(
    with materials: RecentSignature.Materials, to writer: inout CanonicalRequestWriter
  ) throws(SigV4Error) {
    let context = materials.context
    let start = writer.bytes.count
    writer.bytes.append(context.head)
    let hash = writer.bytes.count
    writer.bytes.append(sha256Of: writer.lines.canonicalRequest)
    writer.lines.stringToSign = start..<writer.bytes.count
    let signature = writer.bytes.count
    switch context.key {
    case .hmac(let key):
      let fed = materials.fedKey
      let code = unsafe writer.bytes.withBytes((fed == nil ? start : hash)..<signature) {
        unsafe (fed ?? key).authenticationCode(for: UnsafeRawBufferPointer($0))
      }
      writer.bytes.append(hexOf: code)
    case .ecdsa(let key):
      let signed = unsafe writer.bytes.withBytes(writer.lines.stringToSign) {
        unsafe (try? key.signature(for: UnsafeRawBufferPointer($0))).map { Array($0.derRepresentation) }
      }
      guard let signed else { throw SigV4Error(.invalidCredentials, message: "The ECDSA key could not sign.") }
      writer.bytes.append(hexadecimal: signed)
    }
    writer.lines.signature = signature..<writer.bytes.count
  }
}

extension String {
  // Spaces and commas would end the credential in an authorization header, slashes its parts.
  fileprivate var isScopePart: Bool {
    !isEmpty && everyByte { $0.isVisibleASCII && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "/") }
  }
}

extension CanonicalRequestWriter {
  /// Adds the hash of the payload.
  mutating func addPayloadHash(_ payload: PayloadHash) throws(SigV4Error) {
    let start = bytes.count
    try payload.append(to: &bytes)
    lines.payloadHash = start..<bytes.count
  }

  /// Writes the value of the `authorization` header.
  mutating func writeAuthorization(of context: SigningContext) {
    let start = bytes.count
    bytes.append(context.authorization)
    bytes.append(copyOf: lines.signedHeaders)
    bytes.append(", Signature=")
    bytes.append(copyOf: lines.signature)
    lines.authorization = start..<bytes.count
  }
}
