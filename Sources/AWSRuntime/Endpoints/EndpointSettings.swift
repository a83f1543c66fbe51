public import AWSCredentials

/// How clients find the endpoints of services if the program gives none.
public struct EndpointSettings: Sendable {
  /// Which kind of endpoints is used.
  public var variant: EndpointVariant
  /// Where configured endpoints are looked up; `nil` for none.
  public var configured: SharedSettings?

  /// Makes settings; by default ordinary endpoints and no configured ones.
  public init(variant: EndpointVariant = [], configured: SharedSettings? = nil) {
    self.variant = variant
    self.configured = configured
  }

  /// The configured endpoint of a service; `nil` if there is none.
  ///
  /// - Parameter serviceId: The service's id in any case, for example `S3`.
  /// - Throws: ``ServiceError`` that names the setting if it is not an endpoint.
  package func configuredEndpoint(of serviceId: String) throws(ServiceError) -> Endpoint? {
    do {
      guard let (url, origin) = try configured?.endpointURL(of: serviceId) else { return nil }
      do throws(EndpointError) {
        return try Endpoint(url)
      } catch {
        throw ServiceError(
          .invalidRequest, code: "Endpoint", message: "\(origin): \(error)", operation: serviceId.lowercased())
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
