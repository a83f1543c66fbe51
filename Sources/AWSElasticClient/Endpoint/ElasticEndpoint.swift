import AWSCore
import AWSCredentials
public import AWSRuntime

/// The endpoint of a domain or collection, and the service and region its requests are signed for.
///
/// For Amazon's own host names both follow from the name:
///
/// | host | service |
/// |---|---|
/// | `search-NAME-ID.REGION.es.amazonaws.com`, `vpc-NAME-ID.REGION.es.amazonaws.com` | `es` |
/// | `search-NAME-ID.aos.REGION.on.aws` (dual stack) | `es` |
/// | `ID.REGION.aoss.amazonaws.com`, `ID.aoss.REGION.on.aws` | `aoss` |
///
/// and the same in the domains of all other partitions. For any other host, such as a custom domain, the service is
/// `es` and the region the client's unless given here. The default scheme is `https` and its default port 443, which
/// Amazon uses (not 9200).
public struct ElasticEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host, port and path prefix to send to.
  public let endpoint: Endpoint
  /// The service to sign for.
  public let service: ElasticService
  /// The region to sign for; `nil` for the client's.
  public let region: String?
  /// `host` or `host:port` to sign for, if a proxy rewrites the `Host` header; `nil` to sign for ``endpoint``'s. The
  /// ports 443 and 80 are left out, as AWS leaves them out of what it signs.
  public let signingHost: String?

  /// Reads an endpoint such as `search-x.ap-northeast-2.es.amazonaws.com` or `https://localhost:9200`.
  ///
  /// - Parameters:
  ///   - text: Host or URL.
  ///   - service: The service to sign for, if it does not follow from the host: for custom domains.
  ///   - region: The region to sign for, if it does not follow from the host.
  ///   - signingHost: `host` or `host:port` to sign for, when requests go through a proxy that replaces the `Host` header
  ///     by the domain's. Service and region follow from it too.
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

  /// The endpoint as a URL.
  public var description: String { endpoint.description }

  /// What requests are made and signed for; differs from where they are sent if there is a signing host.
  var signed: Endpoint {
    guard let signingHost else { return endpoint }
    // Both parts were accepted by `init`; were they not, the signature would be for the real host.
    return (try? Endpoint("\(endpoint.scheme)://\(signingHost)\(endpoint.pathPrefix)")) ?? endpoint
  }
}
