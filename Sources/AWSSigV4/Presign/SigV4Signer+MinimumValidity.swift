public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Presigns a request with the credentials of a cache. If the cached credentials expire within `minimumValidity`, the
  /// cache refreshes them before the request is signed.
  ///
  /// If the provider has no credentials that are valid for that long, the URL is signed anyway;
  /// ``PresignedRequest/expiration`` says when it stops working.
  ///
  /// - Parameters:
  ///   - request: The request as it is sent, without the parameters of the signature.
  ///   - payload: What the signature says about the body. Pass ``PayloadHash/unsigned`` for Amazon S3.
  ///   - expiresIn: The lifetime of the URL: 1 second to 7 days; fractions of a second are dropped.
  ///   - minimumValidity: How long from `date` the cached credentials have to be valid to be used without a refresh, at
  ///     most `expiresIn`; `nil`, the default, for all of `expiresIn`.
  ///   - credentials: The cache that the credentials come from.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the request cannot be signed, with the code ``SigV4Error/Code/noCredentials`` if the
  ///   cache has no credentials. `CancellationError` if the task is cancelled while it waits for them.
  public func presign(
    _ request: SigningRequest, payload: PayloadHash, expiresIn: Duration, minimumValidity: Duration? = nil,
    credentials: CredentialCache, date: Date
  ) async throws -> PresignedRequest {
    let validity = minimumValidity ?? expiresIn
    guard validity <= expiresIn, validity >= .zero else {
      throw SigV4Error(
        .invalidExpiration, message: "A presigned URL cannot have a minimum validity below zero or above its lifetime.")
    }
    let snapshot: CredentialSnapshot
    do throws(CredentialError) {
      let end = date.addingTimeInterval(Double(validity.components.seconds))
      snapshot = try await credentials.takeSnapshot(validUntil: end, at: date)
    } catch {
      if error.isCancellation { throw CancellationError() }
      throw SigV4Error(
        .noCredentials, message: "There are no credentials to sign with (\(credentials.providerName)).", cause: error)
    }
    return try presign(
      request, payload: payload, expiresIn: expiresIn, credentials: snapshot.credentials, date: date)
  }
}
