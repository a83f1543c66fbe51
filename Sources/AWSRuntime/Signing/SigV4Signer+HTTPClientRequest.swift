public import AWSCredentials
public import AWSSigV4
public import AsyncHTTPClient
import NIOHTTP1

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Signs a request of AsyncHTTPClient: sets the `authorization` header and the other headers of the signature on the
  /// request itself.
  ///
  /// ```swift
  /// var request = HTTPClientRequest(url: "https://search-x.eu-west-1.es.amazonaws.com/books/_search")
  /// request.method = .POST
  /// request.body = .bytes(query)
  /// try signer.sign(&request, payload: .bytes(query.bodyBytes), credentials: credentials, date: .now)
  /// let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
  /// ```
  ///
  /// - Parameters:
  ///   - request: The request, with its final URL. It must not be signed yet.
  ///   - payload: What the signature says about the body. The body itself is not read, and must be set by the caller.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: `SigV4Error` if the request cannot be signed. The request is then unchanged.
  public func sign(
    _ request: inout HTTPClientRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws(SigV4Error) {
    let signing = try SigningRequest(
      method: request.method.rawValue, url: request.url, headers: request.headers.map { ($0.name, $0.value) })
    for header in try sign(signing, payload: payload, credentials: credentials, date: date).headers {
      request.headers.replaceOrAdd(name: header.name, value: header.value)
    }
  }
}
