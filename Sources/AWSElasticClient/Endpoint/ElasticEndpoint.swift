import AWSCore
import AWSCredentials
public import AWSRuntime

/// The endpoint of a domain or collection, and the service and region that requests are signed for.
///
/// For Amazon's own host names, service and region are derived from the name:
///
/// | host | service |
/// |---|---|
/// | `search-NAME-ID.REGION.es.amazonaws.com`, `vpc-NAME-ID.REGION.es.amazonaws.com` | `es` |
/// | `search-NAME-ID.aos.REGION.on.aws` (dual stack) | `es` |
/// | `ID.REGION.aoss.amazonaws.com`, `ID.aoss.REGION.on.aws` | `aoss` |
///
/// This also works for the host names of other AWS partitions, such as those of China. For any other host, such as a
/// custom domain, the service is `es` and the region is the client's, unless they are specified. The default scheme is
/// `https`, with port 443, which Amazon uses (not 9200).
public struct ElasticEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// The scheme, host, port and path prefix that requests are sent to.
  public let endpoint: Endpoint
  /// The service that requests are signed for.
  public let service: ElasticService
  /// The region that requests are signed for; `nil` for the region of the client.
  public private(set) var region: String?
  /// The `host` or `host:port` that is signed, for requests through a proxy or tunnel that rewrites the `Host` header.
  /// `nil` to sign the host of ``endpoint``. This type removes the ports 443 and 80, because AWS signs the host without
  /// them.
  public let signingHost: String?

  /// Parses an endpoint such as `search-x.ap-northeast-2.es.amazonaws.com` or `https://localhost:9200`.
  ///
  /// - Parameters:
  ///   - text: The endpoint as a host or URL.
  ///   - service: The service to sign for; `nil` to derive it from the host. It must be specified for a collection with
  ///     a custom domain.
  ///   - region: The region to sign for; `nil` to derive it from the host.
  ///   - signingHost: The `host` or `host:port` to sign, for requests through a proxy that replaces the `Host` header
  ///     by the domain's. If the endpoint's own host is not one of Amazon's, service and region are derived from this
  ///     host. `nil` to sign the host of the endpoint.
  /// - Throws: ``ElasticError`` with the code ``ElasticError/Code/invalidRequest`` if the text or the signing host is
  ///   not valid.
  public init(
    _ text: String, service: ElasticService? = nil, region: String? = nil, signingHost: String? = nil
  ) throws(ElasticError) {
    let endpoint = try Self.read(text)
    self.endpoint = endpoint
    let signing = try signingHost?.nilIfBlank.map { host throws(ElasticError) in try Self.signing(host) }
    self.signingHost = signing?.signed
    let told = Self.told(by: endpoint.host) ?? signing.flatMap { Self.told(by: $0.host) }
    self.service = service ?? told?.service ?? .es
    self.region = try region?.nilIfBlank.map { text throws(ElasticError) in try Self.region(text) } ?? told?.region
  }

  private static func signing(_ host: String) throws(ElasticError) -> Authority {
    do throws(Authority.Invalid) {
      return try Authority(host)
    } catch {
      throw invalid("A signing host is a host with an optional port: \(error.reason)".sentence)
    }
  }

  private static func region(_ text: String) throws(ElasticError) -> String {
    guard let region = AWSRegion(text) else { throw invalid(AWSRegion.refusal(of: text)) }
    return region.name
  }

  /// What the name of one of Amazon's hosts for these services tells.
  private static func told(by host: String) -> (service: ElasticService, region: String)? {
    guard let known = KnownHost(host), let region = known.region,
      let service = known.service.flatMap(ElasticService.init)
    else { return nil }
    return (service, region.name)
  }

  private static func invalid(_ message: String) -> ElasticError {
    ElasticError(.invalidRequest, message: message, operation: "ElasticEndpoint")
  }

  private static func read(_ text: String) throws(ElasticError) -> Endpoint {
    do throws(EndpointError) {
      return try Endpoint(text)
    } catch {
      throw ElasticError(.invalidRequest, message: "\(error)", operation: "ElasticEndpoint", cause: error)
    }
  }

  /// The URL of the endpoint, as a text.
  public var description: String { endpoint.description }

  /// The same endpoint, signed for another region.
  func signed(for region: String) -> ElasticEndpoint {
    var endpoint = self
    endpoint.region = region
    return endpoint
  }

  /// What requests are made and signed for; differs from where they are sent if there is a signing host.
  var signed: Endpoint {
    guard let signingHost else { return endpoint }
    // Both parts were accepted by `init`; were they not, the signature would be for the real host.
    return (try? Endpoint("\(endpoint.scheme)://\(signingHost)\(endpoint.pathPrefix)")) ?? endpoint
  }
}
