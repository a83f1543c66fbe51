public import HTTPTypes

/// The header fields of a request or a response, in the type in which a server or a client has them: `HTTPFields` of
/// swift-http-types, and, with the library `AWSRuntime`, SwiftNIO's `HTTPHeaders`.
public protocol AWSHTTPHeaders: Sendable {
  /// The value of a header field; `nil` if there is no such field. The values of several fields with the name are joined
  /// by commas.
  ///
  /// - Parameter name: The name of the field, in any case.
  func value(ofHeader name: String) -> String?
}

extension HTTPFields: AWSHTTPHeaders {
  /// The value of a header field; `nil` if there is no such field. The values of several fields with the name are joined
  /// by commas.
  ///
  /// - Parameter name: The name of the field, in any case.
  public func value(ofHeader name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }
}
