import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signs for a directory bucket's session: the token goes, signed, under a name of its own and `x-amz-security-token`
/// nowhere ("CreateSession", Amazon S3 API Reference).
struct SessionSigner {
  private static let header = "x-amz-s3session-token"
  private let signer: SigV4Signer

  init(_ signer: SigV4Signer) throws(SigV4Error) {
    guard signer.scheme.regionSet == nil else {
      throw SigV4Error(.invalidScope, message: "Directory buckets take signatures of SigV4 alone.")
    }
    var options = signer.options
    options.sessionTokenName = .securityToken
    if case .only(let names) = options.headers { options.headers = .only(names.union([Self.header])) }
    self.signer = SigV4Signer(
      service: signer.service, region: signer.region, options: options, keyCache: signer.keyCache)
  }

  func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    let (token, tokenless) = Self.take(credentials)
    var callers = request
    callers.headers.removeAll { $0.name.lowercasedASCII == Self.header }
    let isStale = token == nil && callers.headers.count < request.headers.count
    if let token { callers.headers.append((Self.header, token)) }
    var signature = try signer.sign(callers, payload: payload, credentials: tokenless, date: date)
    signature.sessionHeader = token.map { (Self.header, $0) }
    if isStale { signature.headersToRemove.append(Self.header) }
    return signature
  }

  func presign(
    _ request: SigningRequest, _ payload: PayloadHash, _ expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PresignedRequest {
    let (token, tokenless) = Self.take(credentials)
    try request.refuseParameter(Self.header)
    var callers = request
    callers.headers.removeAll { $0.name.lowercasedASCII == Self.header }
    if let token {
      callers.target = callers.target.appending(parameter: SessionTokenName.s3Session.parameter, value: token)
    }
    var presigned = try signer.presign(
      callers, payload: payload, expiresIn: expiresIn, credentials: tokenless, date: date)
    if callers.headers.count < request.headers.count { presigned.headersToRemove.append(Self.header) }
    return presigned
  }

  private static func take(_ credentials: Credentials) -> (token: String?, rest: Credentials) {
    let rest = Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      expiration: credentials.expiration, accountId: credentials.accountId, source: credentials.source)
    return (credentials.sessionToken, rest)
  }
}
