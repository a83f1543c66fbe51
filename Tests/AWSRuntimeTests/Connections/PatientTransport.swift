import AWSCredentials

/// Sends with timeouts that only a hung test meets: what a test asks of a real server does not depend on how busy the machine is.
struct PatientTransport: ConfigurableTransport {
  let base: any HTTPTransport

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    var request = request
    request.timeouts = HTTPTimeouts(connect: .seconds(300), idle: .seconds(300), total: .seconds(300))
    return try await base.send(request)
  }

  func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
    guard let base = base as? any ConfigurableTransport else { return self }
    return PatientTransport(base: try base.configured(settings))
  }
}
