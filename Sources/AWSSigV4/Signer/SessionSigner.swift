import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signs for a directory bucket's session: the token is sent and signed as `x-amz-s3session-token`, and
/// `x-amz-security-token` is not sent ("CreateSession", Amazon S3 API Reference).
struct SessionSigner {
  private static let header = "x-amz-s3session-token"
  private let signer: SigV4Signer

  init(_ signer: SigV4Signer) throws(SigV4Error) {
    guard signer.regionSet == nil else {
      throw SigV4Error(.invalidScope, message: "Directory buckets take signatures of SigV4 alone.")
    }
    var options = signer.options
    options.sessionTokenName = .securityToken
    self.signer = SigV4Signer(signer, options: options)
  }

  func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    let (token, tokenless) = Self.take(credentials)
    try Self.refusePreset(in: request)
    var callers = request
    if let token { callers.headers.append((Self.header, token)) }
    var signature = try signer.sign(callers, payload: payload, credentials: tokenless, date: date)
    signature.sessionToken = token
    return signature
  }

  func presign(
    _ request: SigningRequest, _ payload: PayloadHash, _ expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PresignedRequest {
    let (token, tokenless) = Self.take(credentials)
    try request.refuseParameter(Self.header)
    try Self.refusePreset(in: request)
    var callers = request
    if let token {
      callers.target = callers.target.appending(parameter: SessionTokenName.s3Session.parameter, value: token)
    }
    return try signer.presign(callers, payload: payload, expiresIn: expiresIn, credentials: tokenless, date: date)
  }

  private static func refusePreset(in request: SigningRequest) throws(SigV4Error) {
    guard request.headers.contains(where: { $0.name.lowercasedASCII == header }) else { return }
    throw SigV4Signer.preset(header, "the token of the credentials")
  }

  private static func take(_ credentials: Credentials) -> (token: String?, rest: Credentials) {
    let rest = Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      expiration: credentials.expiration, accountId: credentials.accountId, provider: credentials.provider)
    return (credentials.sessionToken, rest)
  }
}
