package import AWSCredentials

/// Sends with timeouts that only a hung test meets: what a test asks of a real socket does not depend on how busy the machine is.
///
/// Providers have limits of their own, such as one second for the instance metadata service.
package struct PatientTransport: HTTPTransport {
  package let base: any HTTPTransport

  package init(_ base: any HTTPTransport) { self.base = base }

  package func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    var request = request
    request.timeouts = HTTPTimeouts(connect: .seconds(600), idle: .seconds(600), total: .seconds(600))
    return try await base.send(request)
  }
}
