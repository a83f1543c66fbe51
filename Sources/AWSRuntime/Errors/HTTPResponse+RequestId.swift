package import HTTPTypes

extension HTTPResponse {
  /// The service's number for the request. AWS services have one of the first two names; OpenSearch itself has the last.
  package var requestId: String? {
    for name in ["x-amz-request-id", "x-amzn-requestid", "x-request-id"] {
      if let field = HTTPField.Name(name), let value = headerFields[field] { return value }
    }
    return nil
  }
}
