public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Signs a request in its query, so that anyone who holds the URL can send it.
  ///
  /// The request's headers that the options select are signed too, and must be sent with the URL. For Amazon S3 pass
  /// ``PayloadHash/unsigned``. `authorization`, `x-amz-date` and `x-amz-security-token` headers are errors: a request may
  /// carry one signature only.
  ///
  /// The URL has no raw `+`, which some read as a space and others do not: in the query it becomes the `%20` that servers read,
  /// and in the path of Amazon S3's URLs `%2B`. Empty pieces of the query, which servers drop, are left out.
  ///
  /// - Parameters:
  ///   - request: The request as it goes over the wire, without the parameters of the signature.
  ///   - payload: What the signature says about the body.
  ///   - expiresIn: How long the URL is to work: 1 second to 7 days; fractions of a second are dropped.
  ///   - credentials: The credentials to sign with. The URL dies with them, whatever `expiresIn` says.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid signature of this request can exist.
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
    let moment = try moment(for: credentials, date: date)
    // The URL is made here, so here an empty path gets the slash that an HTTP client would send.
    let requested =
      request.target.isEmpty || request.target.utf8.first == UInt8(ascii: "?") ? "/" + request.target : request.target
    let memory = TranscriptMemory.make(try size(of: request, moment, form: .query))
    defer { memory.keep() }
    var transcript = unsafe Transcript(in: memory)
    let target = try transcript.addTarget(requested)
    try addParameters(of: target, to: &transcript)
    try transcript.addPayloadHash(payload)
    if try addHeaders(of: request, to: &transcript, form: .query, moment) == 0 {
      try transcript.addHost(scheme: request.scheme, authority: request.authority)
    } else {
      // They are not signed, but they go into the URL.
      try transcript.checkHost(scheme: request.scheme, authority: request.authority)
    }
    transcript.sortHeaders()

    // The parameters that go over the wire stand together, just as they are written into the URL.
    let added = transcript.bytes.count
    addParameters(of: moment, lifetime: Int(lifetime), to: &transcript)
    let wire = added..<transcript.bytes.count
    transcript.sortParameters()
    try writeCanonicalRequest(of: request, target: target, to: &transcript)
    try writeSignature(of: moment, to: &transcript)
    writeTarget(from: target, adding: wire, moment, to: &transcript)
    let record = Transcript.Record(transcript, in: memory)
    let signedTarget = record.text(\.target)
    let end = Date(timeIntervalSince1970: Double(moment.second)) + Double(lifetime)
    return PresignedRequest(
      record: record,
      url: "\(request.scheme)://\(request.authority)\(signedTarget)",
      target: signedTarget,
      expiration: credentials.expiration.map { min($0, end) } ?? end)
  }

  private func addParameters(of moment: SigningMoment, lifetime: Int, to transcript: inout Transcript) {
    transcript.addParameters(moment.parameters, moment.parameterPieces)
    transcript.addParameter("X-Amz-Expires") { $0.bytes.append(decimal: lifetime) }
    if let set = regionSet {
      transcript.addParameter("X-Amz-Region-Set") { $0.bytes.append(percentEncoding: set) }
    }
    transcript.addParameter("X-Amz-SignedHeaders") { $0.writeSignedHeaderParameter() }
    let token = moment.identity.tokenParameter
    if options.sessionToken == .signed, !token.isEmpty {
      transcript.bytes.append(ascii: "&")
      let name = SessionTokenName.securityToken.parameter.utf8.count
      transcript.addParameters(token, [Piece(start: 0, split: name, valueStart: name + 1, end: token.count)])
    }
  }

  /// Writes the target as it goes over the wire: the caller's query, then what was added.
  private func writeTarget(
    from target: Transcript.Target, adding wire: Range<Int>, _ moment: SigningMoment, to transcript: inout Transcript
  ) {
    let start = transcript.bytes.count
    transcript.writeWirePath(of: target, options.pathEncoding)
    transcript.bytes.append(ascii: "?")
    if !target.query.isEmpty { transcript.writeWireQuery(target.query) }
    transcript.bytes.append(copyOf: wire)
    if options.sessionToken == .addedAfterSigning, !moment.identity.tokenParameter.isEmpty {
      transcript.bytes.append(ascii: "&")
      transcript.bytes.append(moment.identity.tokenParameter)
    }
    transcript.bytes.append("&X-Amz-Signature=")
    transcript.bytes.append(copyOf: transcript.lines.signature)
    transcript.lines.target = start..<transcript.bytes.count
  }
}
