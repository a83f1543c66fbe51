import AWSRuntime

extension S3Error {
  /// Which part of a call failed. The kinds are the same as those of ``AWSRuntime/ServiceError``; this type exists so
  /// that a file that imports only this module can name them. New kinds may be added.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    let shared: ServiceError.Kind

    init(_ shared: ServiceError.Kind) { self.shared = shared }

    /// S3 responded with an error.
    public static let service = Kind(.service)
    /// S3 refused the credentials, and refreshing them did not help.
    public static let rejectedCredentials = Kind(.rejectedCredentials)
    /// There are no credentials to sign the request with, because the credential provider could not get any.
    public static let credentials = Kind(.credentials)
    /// The request is not valid, so it was not sent.
    public static let invalidRequest = Kind(.invalidRequest)
    /// There was no response: the connection failed or a time limit was reached.
    public static let transport = Kind(.transport)
    /// The response does not match the service's API.
    public static let invalidResponse = Kind(.invalidResponse)
    /// The request's body could not be read, or could not be read again for a retry.
    public static let body = Kind(.body)
    /// An interceptor (code of the program that runs for each request) threw an error, or changed a header field that
    /// only the client may set.
    public static let interceptor = Kind(.interceptor)

    /// The name of the kind, such as `transport`.
    public var description: String { shared.description }
  }
}
