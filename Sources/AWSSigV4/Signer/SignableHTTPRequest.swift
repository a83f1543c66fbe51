public import AWSCredentials
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A request of an HTTP library that ``SigV4Signer`` can sign in place: `HTTPRequest` of swift-http-types, and, with the
/// library `AWSRuntime`, `HTTPClientRequest` of AsyncHTTPClient.
///
/// To sign requests of another library in place, make their type conform.
public protocol SignableHTTPRequest {
  /// The request as it is sent: method, scheme, authority, path with query, and headers.
  ///
  /// - Throws: ``SigV4Error`` if the request cannot be signed, for example because it has no host.
  func signingRequest() throws(SigV4Error) -> SigningRequest

  /// Sets a header of the signature, and replaces a header with the same name.
  ///
  /// - Parameters:
  ///   - name: The header's name.
  ///   - value: The header's value.
  mutating func setSignatureHeader(_ name: String, to value: String)
}

extension SigV4Signer {
  /// Signs a request in place: sets its `authorization` and the other headers of the signature.
  ///
  /// ```swift
  /// var request = HTTPClientRequest(url: "https://search-x.eu-west-1.es.amazonaws.com/books/_search")
  /// request.method = .POST
  /// request.body = .bytes(query)
  /// try signer.sign(&request, payload: .body(query), credentials: credentials, date: .now)
  /// let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
  /// ```
  ///
  /// For requests of AsyncHTTPClient, the program has to depend on the library `AWSRuntime`.
  ///
  /// - Parameters:
  ///   - request: The request, with its URL or its scheme, authority and path as they are sent. It must not be signed
  ///     yet.
  ///   - payload: What the signature says about the body. The body of the request itself is not read.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the request cannot be signed. The request is then unchanged.
  public func sign(
    _ request: inout some SignableHTTPRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) {
    let signature = try sign(request.signingRequest(), payload: payload, credentials: credentials, date: date)
    for header in signature.headers { request.setSignatureHeader(header.name, to: header.value) }
  }
}

extension HTTPRequest: SignableHTTPRequest {
  /// The request as it is signed.
  ///
  /// - Throws: ``SigV4Error`` if it has no scheme or no authority.
  public func signingRequest() throws(SigV4Error) -> SigningRequest { try SigningRequest(self) }

  /// Sets a header field of the signature.
  public mutating func setSignatureHeader(_ name: String, to value: String) {
    // The signer's names are all valid.
    if let name = HTTPField.Name(name) { headerFields[name] = value }
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
