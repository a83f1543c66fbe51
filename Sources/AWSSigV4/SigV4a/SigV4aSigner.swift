public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs requests with AWS Signature Version 4A: ECDSA over P-256 in place of HMAC, good in a set of regions. Amazon S3
/// Multi-Region Access Points require it.
///
/// Two signatures of the same request differ, as ECDSA draws a random number for each. Like ``SigV4Signer`` it reads no
/// clock, holds no credentials and is safe to use from any thread.
public struct SigV4aSigner: Sendable {
  /// The signing name of the service, for example `s3`.
  public let service: String
  /// Where the signatures are good.
  public let regions: RegionSet
  /// What differs between services.
  public let options: SigV4Options
  let keyCache: SigV4aKeyCache

  static let algorithm = "AWS4-ECDSA-P256-SHA256"
  static let regionSetHeader = "x-amz-region-set"

  /// Makes a signer.
  ///
  /// - Parameters:
  ///   - service: The signing name of the service.
  ///   - regions: Where the signatures are to be good.
  ///   - options: What differs from service to service; `nil` for ``SigV4Options/standard(for:)``.
  ///   - keyCache: Where derived keys are kept between signatures.
  public init(
    service: String, regions: RegionSet, options: SigV4Options? = nil, keyCache: SigV4aKeyCache = SigV4aKeyCache()
  ) {
    self.service = service
    self.regions = regions
    var options = options ?? .standard(for: service)
    if case .only(let names) = options.headers { options.headers = .only(names.union([Self.regionSetHeader])) }
    self.options = options
    self.keyCache = keyCache
  }

  /// Signs a request with an `authorization` header.
  ///
  /// An `x-amz-region-set` header of the request is replaced; what else the caller may have set is treated as
  /// ``SigV4Signer/sign(_:payload:credentials:date:)`` does.
  ///
  /// - Parameters:
  ///   - request: The request as it goes over the wire.
  ///   - payload: What the signature says about the body.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if no valid signature of this request can exist.
  public func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> SigV4aHeaderSignature {
    let regionSet = try regions.value()
    var request = request
    request.headers.removeAll { $0.name.lowercasedASCII == Self.regionSetHeader }
    request.headers.append((Self.regionSetHeader, regionSet))
    let signed = try symmetric.sign(request, payload: payload, credentials: credentials, date: date)
    let seal = try seal(signed.canonicalRequest, like: signed.stringToSign, credentials: credentials)
    let authorization =
      "\(Self.algorithm) Credential=\(credentials.accessKeyId)/\(seal.scope), "
      + "SignedHeaders=\(signed.signedHeaders), Signature=\(seal.signature)"
    var headers = signed.headers.filter { $0.name != "authorization" }
    headers.append((Self.regionSetHeader, regionSet))
    headers.append(("authorization", authorization))
    return SigV4aHeaderSignature(
      headers: headers, headersToRemove: signed.headersToRemove, signedHeaders: signed.signedHeaders,
      canonicalRequest: signed.canonicalRequest, stringToSign: seal.stringToSign, signature: seal.signature)
  }
}

extension SigV4aSigner {
  /// A string to sign and its signature.
  struct Seal {
    let scope: String
    let stringToSign: String
    let signature: String
  }

  // Both algorithms share the rules of the canonical request and of what is refused, so one implementation writes it for
  // both. The region is not part of it.
  var symmetric: SigV4Signer { SigV4Signer(service: service, region: "*", options: options) }

  /// Signs a canonical request.
  ///
  /// - Parameter other: The string to sign of Signature Version 4 for the same time, whose second line is that time.
  func seal(
    _ canonicalRequest: String, like other: String, credentials: Credentials
  ) throws(SigV4Error) -> Seal {
    let lines = other.split(separator: "\n", maxSplits: 2)
    let time = lines.count > 1 ? lines[1] : ""
    let scope = "\(time.prefix(8))/\(service)/aws4_request"
    let hash = SHA256Hex.of(Array(canonicalRequest.utf8))
    let stringToSign = "\(Self.algorithm)\n\(time)\n\(scope)\n\(hash)"
    let key = try keyCache.key(for: credentials)
    do {
      var hex: [UInt8] = []
      hex.append(hexOf: try key.signature(for: Array(stringToSign.utf8)).derRepresentation)
      return Seal(
        scope: scope, stringToSign: stringToSign, signature: String(decoding: hex, as: UTF8.self))
    } catch {
      throw SigV4Error(.invalidCredentials, message: "The request could not be signed with ECDSA.", cause: error)
    }
  }
}
