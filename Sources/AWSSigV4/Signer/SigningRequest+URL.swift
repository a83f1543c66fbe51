import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigningRequest {
  /// Makes a request to sign from a URL. Path and query are signed as they stand in the URL.
  ///
  /// ```swift
  /// let request = try SigningRequest(method: "GET", url: URL(string: "https://search-x.eu-west-1.es.amazonaws.com/books")!)
  /// ```
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - url: An absolute URL with the scheme `https` or `http`. A fragment is not sent and so is left out.
  ///   - headers: The headers that will be sent.
  /// - Throws: ``SigV4Error`` if the URL has no host or another scheme, or if it contains a user name or password.
  public init(method: String, url: URL, headers: [(name: String, value: String)] = []) throws(SigV4Error) {
    try self.init(method: method, url: url.absoluteString, headers: headers)
  }

  /// - Parameter url: An absolute URL, as text.
  package init(method: String, url: String, headers: [(name: String, value: String)]) throws(SigV4Error) {
    let parts = AddressText(url)
    guard let scheme = parts.scheme, scheme == "https" || scheme == "http", !parts.authority.isEmpty else {
      throw SigV4Error(
        .invalidRequest,
        message: "The URL '\(parts.shown)' cannot be signed: it needs the scheme https or http, and a host.")
    }
    guard !parts.authority.utf8.contains(UInt8(ascii: "@")) else {
      throw SigV4Error(
        .invalidRequest,
        message: "The URL '\(parts.shown)' cannot be signed: it must not have a user name or a password.")
    }
    let target = String(parts.target.prefix { $0 != "#" })
    self.init(
      method: method, scheme: scheme, authority: String(parts.authority),
      target: target.hasPrefix("/") ? target : "/" + target, headers: headers)
  }
}
