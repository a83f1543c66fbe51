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
  /// - Parameter date: The time to sign by, which is the service's.
  func signed(
    _ request: ServiceRequest, snapshot: CredentialSnapshot?, date: Date, attempt: Int
  ) async throws(ServiceError) -> HTTPTransportRequest {
    var head = HTTPRequest(
      method: request.method, scheme: request.scheme, authority: request.authority, path: request.target,
      headerFields: request.headers)
    guard let snapshot else {
      return HTTPTransportRequest(head: head, body: request.body, timeouts: configuration.timeouts)
    }
    let payload = try await payloadHash(of: request)
    do throws(SigV4Error) {
      let signature = try service.signer.sign(
        signingRequest(request), payload: payload, credentials: snapshot.credentials, date: date)
      for header in signature.headers {
        guard let name = HTTPField.Name(header.name) else { continue }
        head.headerFields[name] = header.value
      }
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Signing", message: "the request cannot be signed", operation: operationName(request),
        attempts: attempt - 1, cause: error)
    }
    return HTTPTransportRequest(head: head, body: request.body, timeouts: configuration.timeouts)
  }

  /// The request as the signer sees it.
  func signingRequest(_ request: ServiceRequest) -> SigningRequest {
    SigningRequest(
      method: request.method.rawValue, scheme: request.scheme, authority: request.authority, target: request.target,
      headers: request.headers.map { ($0.name.rawName, $0.value) })
  }

  private func payloadHash(of request: ServiceRequest) async throws(ServiceError) -> PayloadHash {
    if let bytes = request.body.bytesInMemory {
      return bytes.isEmpty ? .empty : .bytes(bytes)
    }
    // Without TLS only the signature protects a body; a stream that can be read twice is read for it.
    guard request.payloadSigning == .signed || request.scheme == "http", request.body.replay == .any else {
      return .unsigned
    }
    do {
      var hasher = PayloadHasher()
      for try await chunk in request.body { hasher.update(chunk) }
      return .sha256(hex: hasher.finish())
    } catch {
      throw ServiceError(
        .body, code: "BodyUnreadable", message: "the request's body cannot be read",
        operation: operationName(request), cause: error)
    }
  }

  /// A URL that carries its own signature, for one method and target.
  ///
  /// - Parameters:
  ///   - request: The request to be allowed; its body is not signed.
  ///   - expiresIn: For how long. The URL expires earlier if the credentials do.
  ///   - minimumValidity: How long the URL has to work for the credentials in use to be good enough.
  package func presign(
    _ request: ServiceRequest, expiresIn: Duration, minimumValidity: Duration, payload: PayloadHash
  ) async throws(ServiceError) -> PresignedRequest {
    let now = configuration.clock.now()
    let validity = Double(minimumValidity.components.seconds)
    let snapshot = try await snapshot(
      at: now, until: now.addingTimeInterval(validity), operation: operationName(request))
    do throws(SigV4Error) {
      return try service.signer.presign(
        signingRequest(request), payload: payload, expiresIn: expiresIn, credentials: snapshot.credentials,
        date: signingTime(at: now))
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Signing", message: "the request cannot be presigned",
        operation: operationName(request), cause: error)
    }
  }
}
