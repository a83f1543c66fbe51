#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Endpoint {
  /// Reads an endpoint from a URL.
  ///
  /// - Parameter url: The URL. Its scheme has to be `https` or `http`, and it must not contain a user name, a query or
  ///   a fragment.
  /// - Throws: ``EndpointError`` if the URL does not meet these conditions.
  public init(_ url: URL) throws(EndpointError) { try self.init(url.absoluteString) }
}
