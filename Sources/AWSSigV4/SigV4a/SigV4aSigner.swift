public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs requests with AWS Signature Version 4a, whose signatures are valid in more than one region.
///
/// S3 Multi-Region Access Points, EventBridge global endpoints and CloudFront KeyValueStore require it (IAM user guide,
/// "AWS Signature Version 4 for API requests"). The signature is an ECDSA signature with a key that is derived from the
/// secret access key. Signing the same request again gives another signature; all of these signatures are valid.
public struct SigV4aSigner: Sendable {
  /// The name that requests to the service are signed with, such as `s3`.
  public var service: String { signer.service }
  /// The regions in which the signatures are valid; `*` stands for all regions.
  public let regionSet: [String]
  /// The rules of Signature Version 4 that this signer follows and that differ between services.
  public var options: SigV4Options { signer.options }

  private let signer: SigV4Signer

  /// Makes a signer for a service.
  ///
  /// - Parameters:
  ///   - service: The service's signing name, such as `s3`.
  ///   - regionSet: The regions in which the signatures are valid; the default is all of them.
  ///   - options: The rules that differ between services; `nil`, the default, for those that
  ///     ``SigV4Options/standard(for:)`` returns for the service.
  public init(service: String, regionSet: [String] = ["*"], options: SigV4Options? = nil) {
    self.regionSet = regionSet
    signer = SigV4Signer(service: service, regionSet: regionSet, options: options)
  }

  /// Signs a request with SigV4a in an `authorization` header. The parameters and the result are those of
  /// ``SigV4Signer/sign(_:payload:credentials:date:)``.
  ///
  /// - Throws: ``SigV4Error`` that says what is wrong with the request, the region set or the credentials.
  public func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    try refuseChunks(payload)
    return try signer.sign(request, payload: payload, credentials: credentials, date: date)
  }

  /// Signs a request with SigV4a in the query of its URL. The parameters and the result are those of
  /// ``SigV4Signer/presign(_:payload:expiresIn:credentials:date:)``.
  ///
  /// - Throws: ``SigV4Error`` that says what is wrong with the request, the region set or the credentials.
  public func presign(
    _ request: SigningRequest, payload: PayloadHash, expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PresignedRequest {
    try refuseChunks(payload)
    return try signer.presign(request, payload: payload, expiresIn: expiresIn, credentials: credentials, date: date)
  }

  private func refuseChunks(_ payload: PayloadHash) throws(SigV4Error) {
    switch payload {
    case .streaming, .streamingTrailer, .events:
      throw SigV4Error(.invalidPayload, message: "Chunks and events are signed by SigV4 alone.")
    default: return
    }
  }

  /// The public key with which the signatures made with these credentials can be verified: a point on the curve P-256
  /// in the uncompressed form of ANSI X9.63, 65 bytes.
  ///
  /// - Throws: ``SigV4Error`` if the credentials cannot be used for signing.
  public static func publicKey(for credentials: Credentials) throws(SigV4Error) -> [UInt8] {
    try SigV4Signer(service: "s3", regionSet: ["*"], options: nil).validate(credentials)
    return try Array(SigV4aKey.derive(credentials).publicKey.x963Representation)
  }
}
