package import AWSCredentials

/// Where the requests of an operation go, and how they are signed there.
package struct ResolvedEndpoint: Sendable, Hashable {
  /// Scheme, host, port and path prefix.
  package var endpoint: Endpoint
  /// The name of the service that signatures carry.
  package var service: String
  /// By which scheme requests are signed, and for which region or regions.
  package var scheme: RequestSigning.Scheme

  /// Makes a resolved endpoint.
  package init(endpoint: Endpoint, service: String, scheme: RequestSigning.Scheme) {
    self.endpoint = endpoint
    self.service = service
    self.scheme = scheme
  }

  /// How the pipeline signs a request that goes there.
  ///
  /// - Parameter credentials: What it is signed with; `nil` for the client's credentials.
  package func signing(credentials: CredentialCache? = nil) -> RequestSigning {
    RequestSigning(service: service, scheme: scheme, credentials: credentials)
  }
}
