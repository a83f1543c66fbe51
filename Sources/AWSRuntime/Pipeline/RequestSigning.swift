import AWSCore
package import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How one request is signed, where that is not as all others of its client are: for an access point in another region, in
/// several regions at once, with the credentials of a session.
package struct RequestSigning: Sendable {
  /// The signing scheme and its region or regions.
  package enum Scheme: Sendable, Hashable {
    /// SigV4, for one region.
    case sigV4(region: String)
    /// SigV4a, for a set of regions; `*` means all regions.
    case sigV4a(regionSet: [String])
    /// SigV4 with the credentials of a session of a directory bucket (Amazon S3 Express One Zone).
    case sigV4S3Express(region: String)
  }

  /// The signing name of the service.
  package var service: String
  package var scheme: Scheme
  /// The credentials; `nil` for the client's.
  package var credentials: CredentialCache?

  package init(service: String, scheme: Scheme, credentials: CredentialCache? = nil) {
    self.service = service
    self.scheme = scheme
    self.credentials = credentials
  }
}

/// A signer of either scheme.
enum RequestSigner: Sendable {
  case sigV4(SigV4Signer)
  case sigV4a(SigV4aSigner)

  init(_ signing: RequestSigning) {
    self =
      switch signing.scheme {
      case .sigV4(let region):
        .sigV4(SigV4Signer(service: signing.service, region: region, options: .ordinary(for: signing.service)))
      case .sigV4S3Express(let region):
        .sigV4(SigV4Signer(service: signing.service, region: region, options: .session(for: signing.service)))
      case .sigV4a(let regions): .sigV4a(SigV4aSigner(service: signing.service, regionSet: regions))
      }
  }

  func sign(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> HeaderSignature {
    switch self {
    case .sigV4(let signer): try signer.sign(request, payload: payload, credentials: credentials, date: date)
    case .sigV4a(let signer): try signer.sign(request, payload: payload, credentials: credentials, date: date)
    }
  }

  func presign(
    _ request: SigningRequest, payload: PayloadHash, expiresIn: Duration, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PresignedRequest {
    switch self {
    case .sigV4(let signer):
      try signer.presign(request, payload: payload, expiresIn: expiresIn, credentials: credentials, date: date)
    case .sigV4a(let signer):
      try signer.presign(request, payload: payload, expiresIn: expiresIn, credentials: credentials, date: date)
    }
  }
}

extension SigV4Options {
  /// The rules of a service for credentials that are not those of a session of a directory bucket.
  fileprivate static func ordinary(for service: String) -> SigV4Options {
    var options = session(for: service)
    options.sessionTokenName = .securityToken
    return options
  }

  /// The rules of a service for the credentials of a session of a directory bucket.
  fileprivate static func session(for service: String) -> SigV4Options {
    var options = SigV4Options.standard(for: service)
    // What S3 stores with an object is signed for all its scopes, as botocore does.
    if service.utf8.starts(with: "s3".utf8) { options.headers = .stableAndStored }
    return options
  }
}

/// The signers of the scopes that requests were signed for lately, besides the client's own. A signer that is kept has its
/// signing keys at hand.
final class SignerStore: Sendable {
  /// What makes a signer: each cache of credentials has one of its own, since it remembers the keys of a few secrets only.
  private struct Scope: Equatable {
    let service: String
    let scheme: RequestSigning.Scheme
    let credentials: ObjectIdentifier?

    init(_ signing: RequestSigning) {
      service = signing.service
      scheme = signing.scheme
      credentials = signing.credentials.map { ObjectIdentifier($0) }
    }
  }

  private let signers = Locked<[(scope: Scope, signer: RequestSigner)]>([])
  private let capacity: Int

  init(capacity: Int = 64) { self.capacity = capacity }

  /// How many signers are kept.
  var count: Int { signers.withLock { $0.count } }

  /// The signer of a scope.
  func signer(for signing: RequestSigning) -> RequestSigner {
    let scope = Scope(signing)
    return signers.withLock { signers in
      if let index = signers.firstIndex(where: { $0.scope == scope }) {
        // The one that was used last comes first.
        if index > 0 { signers.insert(signers.remove(at: index), at: 0) }
        return signers[0].signer
      }
      let signer = RequestSigner(signing)
      if signers.count >= capacity { signers.removeLast() }
      signers.insert((scope, signer), at: 0)
      return signer
    }
  }
}

extension RequestPipeline {
  /// The signer of a request.
  func signer(of request: ServiceRequest) -> RequestSigner {
    guard let signing = request.signing else { return .sigV4(service.signer) }
    return shared.signers.signer(for: signing)
  }

  /// How many signers besides the client's own are kept.
  package var keptSigners: Int { shared.signers.count }

  /// Whether a request is signed. Without credentials none is.
  func signs(_ request: ServiceRequest) -> Bool {
    request.authentication == .signed && !credentials(of: request).isAnonymous
  }

  /// The credentials of a request.
  func credentials(of request: ServiceRequest) -> CredentialCache {
    request.signing?.credentials ?? configuration.credentials
  }
}
