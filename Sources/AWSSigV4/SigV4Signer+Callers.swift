// What the caller has put into the request: headers of its own, and what a signer sets.
extension SigV4Signer {
  /// Where the signature goes.
  enum Form { case header, query }

  /// The headers of the caller's that only a signer may set.
  enum PresetHeader: UInt8, CaseIterable {
    case authorization, date, securityToken, bodyHash, regionSet

    var name: String {
      switch self {
      case .authorization: "authorization"
      case .date: "x-amz-date"
      case .securityToken: "x-amz-security-token"
      case .bodyHash: "x-amz-content-sha256"
      case .regionSet: "x-amz-region-set"
      }
    }
  }

  /// A set of preset headers.
  struct PresetHeaders {
    private var bits: UInt8 = 0
    func contains(_ header: PresetHeader) -> Bool { bits & (1 << header.rawValue) != 0 }
    mutating func insert(_ header: PresetHeader) { bits |= 1 << header.rawValue }
  }

  /// Adds the headers that are to be signed of those the caller has set, and the host.
  ///
  /// - Returns: Which headers that only a signer may set were among them.
  func addHeaders(
    of request: SigningRequest, to transcript: inout Transcript, form: Form
  ) throws(SigV4Error) -> PresetHeaders {
    var presets = PresetHeaders()
    var hosts = 0
    for header in request.headers {
      var isBodyHash = false
      unsafe try transcript.addHeader(header) { role, name in
        switch role {
        case .host:
          hosts += 1
          return true
        case .bodyHash:
          isBodyHash = true
          presets.insert(.bodyHash)
          return form == .query || options.signedBodyHeader == .none
        case .regionSet:
          // It is the signer's own in SigV4a, and any other header in SigV4.
          guard !scheme.isRegional else { return unsafe options.headers.signs(name) }
          presets.insert(.regionSet)
          return false
        case .replaced:
          switch name.count {
          case 13: presets.insert(.authorization)
          case 10: presets.insert(.date)
          default: presets.insert(.securityToken)
          }
          return false
        case .other: return unsafe options.headers.signs(name)
        }
      }
      if isBodyHash { try refuseOtherBodyHash(in: transcript, form: form) }
    }
    if hosts == 0 {
      try transcript.addHost(scheme: request.scheme, authority: request.authority)
    } else if hosts > 1 {
      throw SigV4Error(.conflictingHeader, message: "The request has \(hosts) Host headers; it may have one.")
    } else if form == .query {
      // They are not signed, but they go into the URL.
      try transcript.checkHost(scheme: request.scheme, authority: request.authority)
    }
    return presets
  }

  /// A body hash that the caller set, and that the signer will not replace, must be the one that is signed.
  private func refuseOtherBodyHash(in transcript: Transcript, form: Form) throws(SigV4Error) {
    guard form == .query || options.signedBodyHeader == .none, let added = transcript.headers.last else { return }
    guard transcript.bytes.compare(added.value, transcript.lines.payloadHash) == 0 else {
      throw SigV4Error(
        .conflictingHeader,
        message: "The request has an x-amz-content-sha256 header that is not the hash of the payload being signed. "
          + "Leave it out, or pass the same hash as the payload.")
    }
  }

  /// Adds the parameters of the caller's query.
  func addParameters(of target: Transcript.Target, to transcript: inout Transcript) throws(SigV4Error) {
    guard !target.query.isEmpty else { return }
    try transcript.addParameters(target.query) { bytes, name throws(SigV4Error) in
      try refuseSignature(in: bytes, name: name)
    }
  }

  /// Refuses a query parameter that belongs to a presigned URL: a request may carry one signature only.
  private func refuseSignature(in bytes: Pen, name: Range<Int>) throws(SigV4Error) {
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
