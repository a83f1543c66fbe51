import HTTPTypes

/// The conditions of a request on an object's ETag (RFC 9110 §13.1.1 and §13.1.2).
struct EmulatedS3Conditions: Sendable {
  private let ifMatch: String?
  private let ifNoneMatch: String?

  init(_ headers: HTTPFields, ifMatch: HTTPField.Name = .ifMatch, ifNoneMatch: HTTPField.Name = .ifNoneMatch) {
    self.ifMatch = headers[ifMatch]
    self.ifNoneMatch = headers[ifNoneMatch]
  }

  /// What a read of an object ends with, if not with the object: 412 or 304.
  func refusalToRead(_ object: EmulatedS3Object) -> (status: Int, error: EmulatedS3Error)? {
    if let ifMatch, !Self.matches(ifMatch, object) { return (412, .preconditionFailed("If-Match")) }
    if let ifNoneMatch, Self.matches(ifNoneMatch, object) {
      return (304, EmulatedS3Error(status: 304, code: "NotModified", message: "Not Modified"))
    }
    return nil
  }

  /// Why an object may not be written or deleted.
  func refusalToWrite(_ old: EmulatedS3Object?, key: ByteKey) -> EmulatedS3Error? {
    if let ifMatch {
      guard let old else { return .noSuchKey(key) }
      if !Self.matches(ifMatch, old) { return .preconditionFailed("If-Match") }
    }
    if let ifNoneMatch, let old, Self.matches(ifNoneMatch, old) { return .preconditionFailed("If-None-Match") }
    return nil
  }

  private static func matches(_ list: String, _ object: EmulatedS3Object) -> Bool {
    list.split(separator: ",").contains { item in
      let tag = EmulatedCanonicalRequest.headerValue(String(item))
      return tag == "*" || tag == object.eTag || "\"\(tag)\"" == object.eTag
    }
  }
}
