#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Endpoint {
  /// Reads an endpoint from a URL.
  ///
  /// - Parameter url: The URL, with the scheme `https` or `http`; without user name, query and fragment.
  /// - Throws: ``EndpointError`` if the URL is not an endpoint.
  public init(_ url: URL) throws(EndpointError) { try self.init(url.absoluteString) }
}
