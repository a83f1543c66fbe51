import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Signs a request in the query of its URL, so that anybody who has the URL can send it.
  ///
  /// The headers that the options select are signed too, and must be sent with the URL. For Amazon S3 pass
  /// ``PayloadHash/unsigned`` as the payload. If the request has an `authorization`, `x-amz-date` or
  /// `x-amz-security-token` header, the call throws, because a request may carry only one signature.
  ///
  /// The URL contains no raw `+`, because some programs read it as a space and others do not. A `+` in the query, which
  /// servers read as a space, becomes `%20`; a `+` in the path of an Amazon S3 URL becomes `%2B`. Empty parts of the
  /// query, as in `?location&&`, are left out, because servers ignore them.
  ///
  /// - Parameters:
  ///   - request: The request exactly as it is sent, but without the query parameters of the signature.
  ///   - payload: What the signature says about the body.
  ///   - expiresIn: The lifetime of the URL: 1 second to 7 days; fractions of a second are dropped.
  ///   - credentials: The credentials to sign with. The URL stops working when they expire, even if `expiresIn` is
  ///     longer.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the request cannot be signed.
  public func presign(
    _ request: SigningRequest, payload: PayloadHash, expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PresignedRequest {
    if options.sessionTokenName == .s3Session {
      return try SessionSigner(self).presign(request, payload, expiresIn, credentials: credentials, date: date)
    }
    let lifetime = expiresIn.components.seconds
    guard (1...604_800).contains(lifetime) else {
      throw SigV4Error(
        .invalidExpiration, message: "A presigned URL lives from 1 second to 7 days (604800 seconds).")
    }
    let materials = try materials(for: credentials, date: date)
    let context = materials.context
    // The URL is made here, so here an empty path gets the slash that an HTTP client would send.
    let requested =
      request.target.isEmpty || request.target.utf8.first == UInt8(ascii: "?") ? "/" + request.target : request.target
    let memory = CanonicalRequestMemory.make(try size(of: request, context, form: .query))
    defer { memory.keep() }
    var writer = unsafe CanonicalRequestWriter(in: memory)
    let target = try writer.addTarget(requested)
    try addParameters(of: target, to: &writer)
    try writer.addPayloadHash(payload)
    if try addHeaders(of: request, to: &writer, form: .query, context) == 0 {
      try writer.addHost(scheme: request.scheme, authority: request.authority)
    } else {
      // They are not signed, but they go into the URL.
      try writer.checkHost(scheme: request.scheme, authority: request.authority)
    }
    writer.sortHeaders()

    // The parameters that go over the wire stand together, just as they are written into the URL.
    let added = writer.bytes.count
    addParameters(of: context, lifetime: Int(lifetime), to: &writer)
    let wire = added..<writer.bytes.count
    writer.sortParameters()
    try writeCanonicalRequest(of: request, target: target, to: &writer)
    try writeSignature(with: materials, to: &writer)
    let start = writer.bytes.count
    writer.bytes.append(text: request.scheme)
    writer.bytes.append("://")
    writer.bytes.append(text: request.authority)
    writeTarget(from: target, adding: wire, context, to: &writer)
    writer.lines.url = start..<writer.bytes.count
    let record = CanonicalRequestWriter.Record(writer, in: memory)
    let end = Date(timeIntervalSince1970: Double(context.second)) + Double(lifetime)
    return PresignedRequest(
      record: record,
      url: record.text(\.url),
      expiration: credentials.expiration.map { min($0, end) } ?? end)
  }

  private func addParameters(of context: SigningContext, lifetime: Int, to writer: inout CanonicalRequestWriter) {
    writer.addParameters(context.parameters, context.parameterPieces)
    writer.addParameter("X-Amz-Expires") { $0.bytes.append(decimal: lifetime) }
    if let set = regionSet {
      writer.addParameter("X-Amz-Region-Set") { $0.bytes.append(percentEncoding: set) }
    }
    writer.addParameter("X-Amz-SignedHeaders") { $0.writeSignedHeaderParameter() }
    let token = context.identity.tokenParameter
    if options.sessionToken == .signed, !token.isEmpty {
      writer.bytes.append(ascii: "&")
      let name = SessionTokenName.securityToken.parameter.utf8.count
      writer.addParameters(token, [Piece(start: 0, split: name, valueStart: name + 1, end: token.count)])
    }
  }

  /// Writes the target as it goes over the wire: the caller's query, then what was added.
  private func writeTarget(
    from target: CanonicalRequestWriter.Target, adding wire: Range<Int>, _ context: SigningContext,
    to writer: inout CanonicalRequestWriter
  ) {
    let start = writer.bytes.count
    writer.writeWirePath(of: target, options.pathEncoding)
    writer.bytes.append(ascii: "?")
    if !target.query.isEmpty { writer.writeWireQuery(target.query) }
    writer.bytes.append(copyOf: wire)
    if options.sessionToken == .addedAfterSigning, !context.identity.tokenParameter.isEmpty {
      writer.bytes.append(ascii: "&")
      writer.bytes.append(context.identity.tokenParameter)
    }
    writer.bytes.append("&X-Amz-Signature=")
    writer.bytes.append(copyOf: writer.lines.signature)
    writer.lines.target = start..<writer.bytes.count
  }
}
