import HTTPTypes

/// A request as it arrived: nothing decoded, nothing normalised.
struct EmulatedRequest: Sendable {
  let method: String
  /// The target up to the first `?`, byte for byte.
  let path: String
  /// The target after the first `?`, byte for byte.
  let query: String
  /// The `Host` header.
  let authority: String
  let headers: HTTPFields

  init(method: String, target: String, authority: String, headers: HTTPFields) {
    self.method = method
    self.authority = authority
    self.headers = headers
    let bytes = target.utf8
    if let mark = bytes.firstIndex(of: UInt8(ascii: "?")) {
      path = String(target[..<mark])
      query = String(target[bytes.index(after: mark)...])
    } else {
      path = target
      query = ""
    }
  }

  /// The decoded parameters of the query, in order; `+` is a space.
  var parameters: [(name: String, value: String)] { Self.parameters(of: query) }

  static func parameters(of text: String) -> [(name: String, value: String)] {
    text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let decoded = parts.map { String(decoding: PercentCoding.decode($0, plusIsSpace: true), as: UTF8.self) }
      return (decoded[0], decoded.count > 1 ? decoded[1] : "")
    }
  }

  /// All values of a header, `host` included.
  func values(of header: String) -> [String] {
    if header == "host" { return [authority] }
    guard let name = HTTPField.Name(header) else { return [] }
    return headers[values: name]
  }

  func first(_ name: HTTPField.Name) -> String? { headers[values: name].first }

  var contentLength: Int? { first(.contentLength).flatMap { Int($0) } }
}

extension HTTPField.Name {
  /// A name that is written in this target, so that it is known to be one.
  static func known(_ text: StaticString) -> HTTPField.Name {
    guard let name = HTTPField.Name(text.description) else { preconditionFailure("\(text) is not a header name") }
    return name
  }

  static let amzDate = known("x-amz-date")
  static let amzSecurityToken = known("x-amz-security-token")
  static let amzContentSHA256 = known("x-amz-content-sha256")
  static let amzRequestId = known("x-amz-request-id")
  static let amzId2 = known("x-amz-id-2")
  static let amznRequestId = known("x-amzn-RequestId")
}
