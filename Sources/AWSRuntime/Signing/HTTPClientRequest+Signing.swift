public import AWSSigV4
public import AsyncHTTPClient
import NIOHTTP1

extension HTTPClientRequest: SignableHTTPRequest {
  /// The request as it is signed: its method, its final URL and its headers.
  ///
  /// - Throws: `SigV4Error` if the URL has no host or another scheme than `https` and `http`, or if it contains a user
  ///   name or a password.
  public func signingRequest() throws(SigV4Error) -> SigningRequest {
    try SigningRequest(method: method.rawValue, url: url, headers: headers.map { ($0.name, $0.value) })
  }

  /// Sets a header of the signature.
  public mutating func setSignatureHeader(_ name: String, to value: String) {
    headers.replaceOrAdd(name: name, value: value)
  }
}
