public import AWSCredentials
public import AsyncHTTPClient

extension HTTPClient: HTTPTransport {
  /// Sends a request of a client of this package with this `HTTPClient`, as `AsyncHTTPClientTransport(client)` does.
  ///
  /// ```swift
  /// let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
  /// let s3 = try await S3Client(transport: client)
  /// ```
  ///
  /// ``AsyncHTTPClientTransport/init(_:)`` says which settings are used, and why the `HTTPClient` must not follow
  /// redirects. The program has to shut it down after the last request.
  ///
  /// - Parameter request: The request, with its path and query already in their final form.
  /// - Returns: The response. Its body is received while it is read.
  /// - Throws: `HTTPTransportError` if no complete response head arrived.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    try await AsyncHTTPClientTransport(self).send(request)
  }
}

extension HTTPTransport {
  /// This transport; for an `HTTPClient`, a transport that sends with it. The `HTTPClient` by itself would make one for
  /// each request.
  package var wrappedOnce: any HTTPTransport {
    (self as? HTTPClient).map { AsyncHTTPClientTransport($0) } ?? self
  }
}
