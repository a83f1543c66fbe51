import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

/// What a signature is for.
struct CurlScope: Sendable {
  let service: String
  let region: String

  init(service: String, region: String) {
    self.service = service
    self.region = region
  }

  /// Finds service and region: as the caller says, else as the host's name tells, else as the settings do.
  ///
  /// - Parameters:
  ///   - service: The service that the caller gives.
  ///   - region: The region that the caller gives.
  ///   - host: The host that the request is signed for.
  ///   - endpoint: Where the request is sent.
  init(
    service: String?, region: String?, host: String, endpoint: Endpoint, in context: CredentialProviderContext
  ) async throws {
    let told = KnownHost(host)
    guard let service = service ?? told?.service ?? Self.service(at: endpoint, in: context) else {
      throw ValidationError(
        """
        The host does not tell which service it is: give --service, for example --service es.
        """)
    }
    if let region, AWSRegion(region) == nil {
      throw ValidationError(AWSRegion.refusal(of: region, from: "--region"))
    }
    self.service = service
    self.region = try await RegionResolver(context: context).region(region ?? told?.region?.name)
  }

  /// The service whose configured endpoint this is, or that is to be expected at its port.
  private static func service(at endpoint: Endpoint, in context: CredentialProviderContext) -> String? {
    let configured = [
      ("s3", configuredEndpoint(of: "S3", in: context)), ("sts", configuredEndpoint(of: "STS", in: context)),
      ("es", context.environment["ES_ENDPOINT"].flatMap { try? Endpoint($0) }),
    ]
    let services = configured.filter { $0.1.map { isSame(endpoint, as: $0) } == true }.map(\.0)
    // AWS_ENDPOINT_URL is the endpoint of all services.
    if services.count == 1 { return services[0] }
    return endpoint.port == 9200 && LoopbackHost.contains(endpoint.host) ? "es" : nil
  }

  private static func configuredEndpoint(of id: String, in context: CredentialProviderContext) -> Endpoint? {
    guard let settings = try? SharedSettings(context: context), let url = try? settings.endpointURL(of: id)?.url else {
      return nil
    }
    return try? Endpoint(url)
  }

  /// Whether an endpoint is a configured one, or that of a bucket below it.
  private static func isSame(_ endpoint: Endpoint, as configured: Endpoint) -> Bool {
    endpoint.scheme == configured.scheme && endpoint.port == configured.port
      && (endpoint.host == configured.host || endpoint.host.hasSuffix("." + configured.host))
  }
}
