public import AWSCredentials
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Signs a request in place: sets its `authorization` and the other headers of the signature.
  ///
  /// ```swift
  /// var request = HTTPRequest(method: .get, scheme: "https", authority: "search-x.eu-west-1.es.amazonaws.com", path: "/")
  /// try signer.sign(&request, payload: .bytes([]), credentials: credentials, date: .now)
  /// ```
  ///
  /// - Parameters:
  ///   - request: The request, with scheme, authority and path as they are sent. It must not be signed yet.
  ///   - payload: What the signature says about the body.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the request cannot be signed; it is unchanged then.
  public func sign(
    _ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) {
    let signature = try sign(SigningRequest(request), payload: payload, credentials: credentials, date: date)
    for header in signature.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      request.headerFields[name] = header.value
    }
  }
}

extension SigningRequest {
  /// Makes a request to sign from one of swift-http-types.
  ///
  /// - Parameter request: The request, with scheme, authority and path as they are sent.
  /// - Throws: ``SigV4Error`` if it has no scheme or no authority.
  public init(_ request: HTTPRequest) throws(SigV4Error) {
    guard let scheme = request.scheme, let authority = request.authority, !authority.isEmpty else {
      throw SigV4Error(
        .invalidRequest, message: "The request cannot be signed: it needs a scheme and an authority, which are signed.")
    }
    self.init(
      method: request.method.rawValue, scheme: scheme, authority: authority, target: request.path ?? "/",
      headers: request.headerFields.map { ($0.name.rawName, $0.value) })
  }
}
