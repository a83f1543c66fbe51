import AWSCredentials
package import HTTPTypes

extension HeaderSignature {
  /// Sets the headers of the signature on the header fields of the request that was signed.
  ///
  /// - Parameters:
  ///   - fields: The header fields of the request.
  ///   - token: The field `x-amz-security-token` of the credentials, if it has been made already. It is long, and making it
  ///     checks each of its bytes.
  package func set(in fields: inout HTTPFields, token: HTTPField? = nil) {
    fields.reserveCapacity(fields.count + 5)
    forEachHeader { name, value in
      if fields.contains(name) {
        fields[name] = value
      } else if let token, token.name == name {
        fields.append(token)
      } else {
        fields.append(HTTPField(name: name, value: value))
      }
    }
  }

  /// Calls a closure with each header of the signature, in their order.
  func forEachHeader(_ body: (HTTPField.Name, String) -> Void) {
    body(.amzDate, context.timestamp)
    if let sessionToken { body(.s3SessionToken, sessionToken) }
    if let token = context.identity.sessionToken { body(.securityToken, token) }
    if signedBodyHeader == .xAmzContentSha256 { body(.contentSHA256, payloadHash) }
    if let regionSet = context.regionSet { body(.regionSet, regionSet) }
    body(.signature, authorization)
  }
}

extension HTTPField.Name {
  fileprivate static let amzDate = HTTPField.Name(known: CanonicalRequestWriter.Name.date)
  fileprivate static let s3SessionToken = HTTPField.Name(known: "x-amz-s3session-token")
  fileprivate static let contentSHA256 = HTTPField.Name(known: CanonicalRequestWriter.Name.bodyHash)
  fileprivate static let regionSet = HTTPField.Name(known: CanonicalRequestWriter.Name.regionSet)
  /// `authorization`, in lower case as all headers of a signature.
  fileprivate static let signature = HTTPField.Name(known: CanonicalRequestWriter.Name.authorization)
}
