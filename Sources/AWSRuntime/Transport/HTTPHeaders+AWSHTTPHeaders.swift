public import AWSCredentials
public import NIOHTTP1

extension HTTPHeaders: AWSHTTPHeaders {
  /// The value of a header; `nil` if there is no such header. The values of several headers with the name are joined by
  /// commas.
  ///
  /// - Parameter name: The name of the header, in any case.
  public func value(ofHeader name: String) -> String? {
    let values = self[name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
