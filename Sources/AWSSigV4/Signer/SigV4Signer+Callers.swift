import AWSCore

// What the caller has put into the request: headers of its own, and what a signer sets.
extension SigV4Signer {
  /// Where the signature goes.
  enum Form { case header, query }

  /// Adds the headers that are to be signed of those the caller has set.
  ///
  /// - Parameter context: What the signer itself sets.
  /// - Returns: How many `host` headers are among them: 0 or 1.
  func addHeaders(
    of request: SigningRequest, to writer: inout CanonicalRequestWriter, form: Form, _ context: SigningContext
  ) throws(SigV4Error) -> Int {
    var (hosts, bodyHashes) = (0, 0)
    for header in request.headers {
      var found = CanonicalRequestWriter.Role.other
      unsafe try writer.addHeader(header) { role, name in
        found = role
        switch role {
        // It is the signer's own in SigV4a, and any other header in SigV4.
        case .regionSet, .other: return unsafe options.headers.signs(name, in: form)
        case .host, .authorization, .date, .token, .bodyHash: return true
        }
      }
      switch found {
      case .other: break
      case .host: hosts += 1
      case .bodyHash:
        bodyHashes += 1
        try settleBodyHash(in: &writer, form: form)
      case .authorization: throw Self.preset("authorization", "the signature")
      case .date:
        try settle("x-amz-date", context.timestamp, "the date passed to the signer", in: &writer, form)
      case .token:
        let token = context.identity.sessionToken
        try settle("x-amz-security-token", token, "the token of the credentials", in: &writer, form)
      case .regionSet:
        guard let set = regionSet else { break }
        try settle("x-amz-region-set", set, "the signer's region set", in: &writer, form)
      }
    }
    guard bodyHashes <= 1 else {
      throw SigV4Error(
        .conflictingHeader, message: "The request has \(bodyHashes) x-amz-content-sha256 headers; it may have one.")
    }
    guard hosts <= 1 else {
      throw SigV4Error(.conflictingHeader, message: "The request has \(hosts) Host headers; it may have one.")
    }
    return hosts
  }

  /// The error of a header that only a signer may set.
  ///
  /// - Parameter value: What the signer sets the header to.
  static func preset(_ name: String, _ value: String) -> SigV4Error {
    SigV4Error(
      .conflictingHeader,
      message: "The request already has the header \(name), which the signer sets to \(value). Leave it out; to sign a "
        + "request again, sign it as it was before the first signature.")
  }

  /// Takes back the header that was added last, because the signer adds its own, or refuses it: the caller's has to be the
  /// same, and none belongs beside the parameters of a presigned URL.
  private func settle(
    _ name: String, _ value: String?, _ meaning: String, in writer: inout CanonicalRequestWriter, _ form: Form
  ) throws(SigV4Error) {
    guard form == .header, let value, let added = writer.headers.last,
      writer.bytes.holds(value, in: added.value)
    else { throw Self.preset(name, meaning) }
    writer.headers.removeLast()
  }

  /// A body hash that the caller set must be the one that is signed.
  private func settleBodyHash(in writer: inout CanonicalRequestWriter, form: Form) throws(SigV4Error) {
    guard let added = writer.headers.last else { return }
    guard writer.bytes.compare(added.value, writer.lines.payloadHash) == 0 else {
      throw SigV4Error(
        .conflictingHeader,
        message: "The request has an x-amz-content-sha256 header that is not the hash of the payload being signed. "
          + "Leave it out, or pass the same hash as the payload.")
    }
    // The signer adds its own.
    if form == .header, options.signedBodyHeader == .xAmzContentSha256 { writer.headers.removeLast() }
  }

  /// Adds the parameters of the caller's query.
  func addParameters(of target: CanonicalRequestWriter.Target, to writer: inout CanonicalRequestWriter)
    throws(SigV4Error)
  {
    guard !target.query.isEmpty else { return }
    try writer.addParameters(target.query) { bytes, name throws(SigV4Error) in
      try refuseSignature(in: bytes, name: name)
    }
  }

  /// Refuses a query parameter that belongs to a presigned URL: a request may carry one signature only.
  private func refuseSignature(in bytes: ByteWriter, name: Range<Int>) throws(SigV4Error) {
    guard name.count >= 10, Self.presignParameters.contains(name.map { bytes[$0].lowercasedASCII }) else { return }
    throw SigV4Error(
      .alreadySigned,
      message: "The request's query already holds \(bytes.text(name)), a parameter of a presigned "
        + "URL. Remove the X-Amz-… parameters before signing.")
  }

  private static let presignParameters = HeaderNames([
    "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature",
    "x-amz-security-token", "x-amz-region-set",
  ])
}
