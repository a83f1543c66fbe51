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
  /// ``PayloadHash/unsigned``. `authorization`, `x-amz-date` and `x-amz-security-token` headers are never signed, and
  /// the result says that they must not be sent: a request may carry one signature only.
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
    if let session { return try session.presign(request, payload, expiresIn, credentials: credentials, date: date) }
    let lifetime = expiresIn.components.seconds
    guard (1...604_800).contains(lifetime) else {
      throw SigV4Error(
        .invalidExpiration, message: "A presigned URL lives from 1 second to 7 days (604800 seconds).")
    }
    var transcript = Transcript(
      for: request,
      credentialBytes: 512 + (credentials.sessionToken?.utf8.count ?? 0) * 3)
    let material = try material(for: credentials, date: date)
    // The URL is made here, so here an empty path gets the slash that an HTTP client would send.
    let target = try transcript.addTarget(
      request.target.isEmpty || request.target.utf8.first == UInt8(ascii: "?") ? "/" + request.target : request.target)
    try transcript.addParameters(target.query) { name throws(SigV4Error) in try refuseSignature(in: name) }
    transcript.payloadHash = try transcript.write { bytes throws(SigV4Error) in try payload.append(to: &bytes) }
    let presets = try addHeaders(of: request, to: &transcript, form: .query)
    transcript.sortHeaders()

    let callers = transcript.parameters.count
    addParameters(lifetime: Int(lifetime), credentials: credentials, material: material, to: &transcript)
    let query = PresignedQuery(
      added: Array(transcript.parameters[callers...]), unsignedToken: unsignedToken(of: credentials))
    transcript.sortParameters()
    try writeCanonicalRequest(of: request, target: target, to: &transcript)
    writeSignature(with: material, to: &transcript)

    let signedTarget = query.target(from: target, in: transcript)
    let end = Date(timeIntervalSince1970: Double(material.timestamp.second)) + Double(lifetime)
    return PresignedRequest(
      transcript: transcript,
      url: "\(request.scheme)://\(request.authority)\(signedTarget)",
      target: signedTarget,
      expiration: credentials.expiration.map { min($0, end) } ?? end,
      headersToRemove: PresetHeader.allCases.filter { presets.contains($0) && $0 != .bodyHash }.map(\.name))
  }

  private func addParameters(
    lifetime: Int, credentials: Credentials, material: Material, to transcript: inout Transcript
  ) {
    transcript.addParameter("X-Amz-Algorithm") { $0.bytes.append(text: "AWS4-HMAC-SHA256") }
    transcript.addParameter("X-Amz-Credential") { transcript in
      PercentEncoding.append(credentials.accessKeyId, to: &transcript.bytes)
      transcript.bytes.append(text: "%2F")
      for byte in material.timestamp.text.utf8.prefix(8) { transcript.bytes.append(byte) }
      for part in [region, service, "aws4_request"] {
        transcript.bytes.append(text: "%2F")
        PercentEncoding.append(part, to: &transcript.bytes)
      }
    }
    transcript.addParameter("X-Amz-Date") { $0.bytes.append(text: material.timestamp.text) }
    transcript.addParameter("X-Amz-Expires") { $0.bytes.append(text: String(lifetime)) }
    transcript.addParameter("X-Amz-SignedHeaders") { $0.writeSignedHeaders(.query) }
    if let token = credentials.sessionToken, options.sessionToken == .signed {
      transcript.addParameter("X-Amz-Security-Token") { PercentEncoding.append(token, to: &$0.bytes) }
    }
  }

  private func unsignedToken(of credentials: Credentials) -> String? {
    options.sessionToken == .addedAfterSigning ? credentials.sessionToken : nil
  }
}

/// The query of a presigned request: the caller's own as it was, then what the signature adds.
private struct PresignedQuery {
  let added: [Transcript.Piece]
  let unsignedToken: String?

  func target(from target: Transcript.Target, in transcript: Transcript) -> String {
    var bytes = Array(transcript.bytes[target.path])
    bytes.append(ascii: "?")
    if !target.query.isEmpty {
      bytes.append(contentsOf: transcript.bytes[target.query])
      bytes.append(ascii: "&")
    }
    for piece in added {
      bytes.append(contentsOf: transcript.bytes[piece.name])
      bytes.append(ascii: "=")
      bytes.append(contentsOf: transcript.bytes[piece.value])
      bytes.append(ascii: "&")
    }
    if let unsignedToken {
      bytes.append(text: "X-Amz-Security-Token=")
      PercentEncoding.append(unsignedToken, to: &bytes)
      bytes.append(ascii: "&")
    }
    bytes.append(text: "X-Amz-Signature=")
    bytes.append(contentsOf: transcript.bytes[transcript.signature])
    return String(decoding: bytes, as: UTF8.self)
  }
}
