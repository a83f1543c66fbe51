import AWSCredentials
package import AWSSigV4

extension RequestPipeline {
  /// The signed fields of a form with which a browser uploads.
  ///
  /// - Parameters:
  ///   - policy: What may be uploaded.
  ///   - request: The request that the browser will send, as far as it says where it goes and how it is signed.
  ///   - minimumValidity: How long the form has to work for the credentials in use to be good enough.
  /// - Throws: ``ServiceError``; one of the kind `credentials` for a client that does not sign.
  package func sign(
    _ policy: POSTPolicy, for request: ServiceRequest, minimumValidity: Duration
  ) async throws(ServiceError) -> PolicySignature {
    guard case .sigV4(let signer) = signer(of: request) else {
      throw ServiceError(
        .invalidRequest, code: "Signing",
        message: "Forms are signed for one region, not for several: use a bucket or an access point of one region.",
        operation: operationName(request))
    }
    let (snapshot, date) = try await snapshotAhead(
      for: request, validFor: minimumValidity,
      orElse: """
        There is nothing to sign the form with: the client's credentials are anonymous. Use credentials that can sign, or \
        a form without a policy if everybody may upload.
        """)
    do throws(SigV4Error) {
      return try signer.sign(policy, credentials: snapshot.credentials, date: date)
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Signing", message: "The form cannot be signed.", operation: operationName(request),
        cause: error)
    }
  }
}
