import AWSCredentials
package import AWSSigV4
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension RequestPipeline {
  /// The request as it goes over the wire, signed for one attempt.
  ///
  /// - Parameters:
  ///   - date: The time to sign by, which is the service's.
  ///   - timeouts: The time limits of the attempt.
  func signed(
    _ request: ServiceRequest, _ prepared: PreparedBody, by signer: RequestSigner, snapshot: CredentialSnapshot?,
    date: Date, attempt: Int, timeouts: HTTPTimeouts
  ) throws(ServiceError) -> HTTPTransportRequest {
    var head = HTTPRequest(
      method: request.method, scheme: request.scheme, authority: request.authority, path: request.target,
      headerFields: prepared.headers)
    guard let snapshot else {
      return HTTPTransportRequest(head: head, body: request.body, timeouts: timeouts)
    }
    do throws(SigV4Error) {
      let signature = try signer.sign(
        signingRequest(request, headers: prepared.headers), payload: prepared.payload,
        credentials: snapshot.credentials,
        date: date)
      signature.set(in: &head.headerFields, token: snapshot.tokenField)
      return HTTPTransportRequest(
        head: head, body: try prepared.body(after: signature), timeouts: timeouts)
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Signing", message: "The request cannot be signed.", operation: operationName(request),
        attempts: attempt - 1, cause: error)
    }
  }

  /// The request as the signer sees it.
  ///
  /// - Parameter headers: Its header fields, with those that describe its body.
  func signingRequest(_ request: ServiceRequest, headers: HTTPFields) -> SigningRequest {
    SigningRequest(
      method: request.method.rawValue, scheme: request.scheme, authority: request.authority, target: request.target,
      headers: headers.map { ($0.name.rawName, $0.value) })
  }

  /// A URL that carries its own signature, for one method and target.
  ///
  /// - Parameters:
  ///   - request: The request to be allowed; its body is not signed.
  ///   - expiresIn: For how long. The URL expires earlier if the credentials do.
  ///   - minimumValidity: How long the URL has to work for the credentials in use to be good enough.
  /// - Throws: ``ServiceError``; one of the kind `credentials` for a client that does not sign.
  package func presign(
    _ request: ServiceRequest, expiresIn: Duration, minimumValidity: Duration, payload: PayloadHash
  ) async throws(ServiceError) -> PresignedRequest {
    let (snapshot, date) = try await snapshotAhead(
      for: request, validFor: minimumValidity,
      orElse: """
        There is nothing to presign with: the client's credentials are anonymous. Use credentials that can sign, or the \
        plain URL if everybody may do this without a signature.
        """)
    do throws(SigV4Error) {
      return try signer(of: request).presign(
        signingRequest(request, headers: request.headers), payload: payload, expiresIn: expiresIn,
        credentials: snapshot.credentials, date: date)
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Signing", message: "The request cannot be presigned.",
        operation: operationName(request), cause: error)
    }
  }

  /// The credentials for a signature that is used later, and the time to sign by.
  ///
  /// - Parameters:
  ///   - validity: How long the signature has to work for the credentials in use to be good enough.
  ///   - message: What a client that does not sign says.
  func snapshotAhead(
    for request: ServiceRequest, validFor validity: Duration, orElse message: String
  ) async throws(ServiceError) -> (snapshot: CredentialSnapshot, date: Date) {
    guard signs(request) else {
      throw ServiceError(.credentials, code: "Anonymous", message: message, operation: operationName(request))
    }
    let now = configuration.clock.now()
    let snapshot = try await snapshot(
      at: now, until: now.addingTimeInterval(Double(validity.components.seconds)), for: request,
      deadline: CallDeadline(configuration))
    return (snapshot, signingTime(at: now))
  }
}
