import AWSCore
public import AWSCredentials

/// How a client finds a service's endpoint if the program specifies none.
public struct EndpointSettings: Sendable {
  /// The kind of AWS endpoint to use: an empty set for ordinary endpoints, else FIPS, dual-stack (IPv4 and IPv6), or
  /// both.
  public var variant: EndpointVariant
  /// The environment and profile settings in which configured endpoints such as `AWS_ENDPOINT_URL_S3` are looked up;
  /// `nil` to use no configured endpoints.
  public var configured: SharedSettings?

  /// Makes endpoint settings. The defaults are ordinary endpoints of AWS, and no endpoints from environment or profile.
  public init(variant: EndpointVariant = [], configured: SharedSettings? = nil) {
    self.variant = variant
    self.configured = configured
  }

  /// The endpoint of a service that environment or profile specify; `nil` if they specify none.
  ///
  /// - Parameter serviceId: The service's id in any case, for example `S3`.
  /// - Throws: ``ServiceError`` if the setting's value is not an endpoint. The message names the setting.
  package func configuredEndpoint(of serviceId: String) throws(ServiceError) -> Endpoint? {
    do {
      guard let (url, origin) = try configured?.endpointURL(of: serviceId) else { return nil }
      do throws(EndpointError) {
        return try Endpoint(url)
      } catch {
        throw ServiceError(
          .invalidRequest, code: "Endpoint", message: ["\(origin) cannot be used.", "\(error)"].sentences,
          operation: serviceId.lowercased())
      }
    } catch let error as CredentialError {
      throw ServiceError(
        .invalidRequest, code: "Endpoint", message: error.message, operation: serviceId.lowercased(), cause: error)
    } catch let error as ServiceError {
      throw error
    } catch {
      throw ServiceError(.invalidRequest, code: "Endpoint", message: "\(error)", operation: serviceId.lowercased())
    }
  }
}
