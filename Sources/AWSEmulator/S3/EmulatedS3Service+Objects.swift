import Crypto
import HTTPTypes
import NIOCore

extension EmulatedS3Service {
  static let copySourceHeader = HTTPField.Name.known("x-amz-copy-source")
  private static let metadataDirectiveHeader = HTTPField.Name.known("x-amz-metadata-directive")
  private static let contentMD5Header = HTTPField.Name.known("content-md5")
  private static let storedHeaders: [HTTPField.Name] = [
    .contentType, .cacheControl, .contentDisposition, .contentEncoding, .contentLanguage, .expires,
  ]
  /// Parameters by which a reader sets headers of the response.
  private static let overrides: [String: HTTPField.Name] = [
    "response-content-type": .contentType, "response-cache-control": .cacheControl,
    "response-content-disposition": .contentDisposition, "response-content-encoding": .contentEncoding,
    "response-content-language": .contentLanguage, "response-expires": .expires,
  ]

  func performOnObject(
    _ request: EmulatedRequest, bucket: String, key: ByteKey, parameters: EmulatedS3Parameters, body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    if let response = try performOnUpload(request, bucket: bucket, key: key, parameters: parameters, body: body) {
      return response
    }
    switch request.method {
    case "GET", "HEAD":
      try parameters.allow(Set(Self.overrides.keys))
      return try read(request, store.object(bucket, key), parameters)
    case "PUT":
      try parameters.allow([])
      if let source = request.first(Self.copySourceHeader) {
        return try copy(request, from: source, to: bucket, key)
      }
      return try put(request, bucket, key, body)
    case "DELETE":
      try parameters.allow([])
      let conditions = EmulatedS3Conditions(request.headers)
      try store.delete(bucket, key) { old in
        old == nil ? nil : conditions.refusalToWrite(old, key: key)
      }
      return EmulatedResponse(status: 204)
    default:
      try parameters.allow([])
      throw .methodNotAllowed
    }
  }

  private func put(
    _ request: EmulatedRequest, _ bucket: String, _ key: ByteKey, _ body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    try Self.checkIntegrity(request, body)
    let object = EmulatedS3Object(
      data: body.buffer, eTag: "\"\(Hex.encode(body.md5))\"", lastModified: context.clock.now(),
      headers: Self.objectHeaders(request.headers))
    let conditions = EmulatedS3Conditions(request.headers)
    try store.put(object, in: bucket, at: key) { conditions.refusalToWrite($0, key: key) }
    return EmulatedResponse(status: 200, headers: [.eTag: object.eTag])
  }

  /// Refuses a body that is not what its hash or its checksums say.
  static func checkIntegrity(_ request: EmulatedRequest, _ body: CollectedBody) throws(EmulatedS3Error) {
    if let expected = request.first(Self.contentMD5Header), expected != Base64.encode(body.md5) {
      throw EmulatedS3Error(
        status: 400, code: "BadDigest", message: "The Content-MD5 you specified did not match what we received.",
        details: [("ExpectedDigest", expected), ("CalculatedDigest", Base64.encode(body.md5))])
    }
    for checksum in EmulatedS3Checksum.allCases {
      guard let name = HTTPField.Name(checksum.headerName), let value = request.first(name) else { continue }
      try checksum.check(value, of: body.buffer)
    }
  }

  static func objectHeaders(_ headers: HTTPFields) -> HTTPFields {
    var kept: HTTPFields = [.contentType: "binary/octet-stream"]
    for name in storedHeaders {
      if let value = headers[name] { kept[name] = value }
    }
    // What the encoding of the request's body was is not the object's.
    let encodings = (kept[.contentEncoding] ?? "").split(separator: ",").map {
      EmulatedCanonicalRequest.headerValue(String($0))
    }
    if encodings.contains("aws-chunked") {
      let own = encodings.filter { $0 != "aws-chunked" }
      kept[.contentEncoding] = own.isEmpty ? nil : own.joined(separator: ",")
    }
    for field in headers where field.name.canonicalName.hasPrefix("x-amz-meta-") {
      kept[field.name] = headers[values: field.name].joined(separator: ",")
    }
    return kept
  }

  /// The object that is copied, if the conditions on it hold.
  func copySource(
    _ request: EmulatedRequest, _ source: String
  ) throws(EmulatedS3Error) -> (bucket: String, key: ByteKey, object: EmulatedS3Object) {
    let address = try EmulatedS3Address(copySource: source)
    guard let bucket = address.bucket, let key = address.key else { throw .noSuchKey(ByteKey(source)) }
    let original = try store.object(bucket, key)
    let sourceConditions = EmulatedS3Conditions(
      request.headers, ifMatch: .known("x-amz-copy-source-if-match"),
      ifNoneMatch: .known("x-amz-copy-source-if-none-match"))
    if sourceConditions.refusalToRead(original) != nil { throw .preconditionFailed("x-amz-copy-source-If-Match") }
    return (bucket, key, original)
  }

  private func copy(
    _ request: EmulatedRequest, from source: String, to bucket: String, _ key: ByteKey
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let (sourceBucket, sourceKey, original) = try copySource(request, source)
    let replaces = request.first(Self.metadataDirectiveHeader) == "REPLACE"
    guard replaces || sourceBucket != bucket || sourceKey != key else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidRequest",
        message: "This copy request is illegal because it is trying to copy an object to itself without changing the "
          + "object's metadata, storage class, website redirect location or encryption attributes.")
    }
    let object = EmulatedS3Object(
      data: original.data, eTag: original.eTag, lastModified: context.clock.now(),
      headers: replaces ? Self.objectHeaders(request.headers) : original.headers)
    let conditions = EmulatedS3Conditions(request.headers)
    try store.put(object, in: bucket, at: key) { conditions.refusalToWrite($0, key: key) }
    var xml = XMLText()
    xml.element("CopyObjectResult", attributes: "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"") { xml in
      xml.element("LastModified", CivilTime(object.lastModified).iso8601(withMilliseconds: true))
      xml.element("ETag", object.eTag)
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  private func read(
    _ request: EmulatedRequest, _ object: EmulatedS3Object, _ parameters: EmulatedS3Parameters
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    var headers = object.headers
    headers[.eTag] = object.eTag
    headers[.lastModified] = CivilTime(object.lastModified).httpDate
    headers[.acceptRanges] = "bytes"
    if let (status, error) = EmulatedS3Conditions(request.headers).refusalToRead(object) {
      if status != 304 { throw error }
      return EmulatedResponse(status: 304, headers: [.eTag: object.eTag])
    }
    for (parameter, name) in Self.overrides {
      if let value = parameters[parameter] { headers[name] = value }
    }
    let size = object.data.readableBytes
    var response = EmulatedResponse(status: 200, headers: headers, body: object.data)
    if let text = request.first(.range), let range = try Self.range(text, size: size) {
      response.status = 206
      response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
      let start = object.data.readerIndex + range.lowerBound
      response.body = object.data.getSlice(at: start, length: range.count) ?? ByteBuffer()
    }
    response.headLength = response.body.readableBytes
    return response
  }

  /// Reads `bytes=0-99`, `bytes=100-` or `bytes=-50`; anything else is ignored, as RFC 9110 §14.2 wants it.
  static func range(_ text: String, size: Int) throws(EmulatedS3Error) -> Range<Int>? {
    guard text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let parts = text.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
    let unsatisfiable = EmulatedS3Error(
      status: 416, code: "InvalidRange", message: "The requested range is not satisfiable",
      details: [("RangeRequested", text), ("ActualObjectSize", String(size))])
    if parts[0].isEmpty {
      guard let count = Int(parts[1]), count >= 0 else { return nil }
      guard count > 0, size > 0 else { throw unsatisfiable }
      return max(0, size - count)..<size
    }
    guard let first = Int(parts[0]), first >= 0 else { return nil }
    guard parts[1].isEmpty || Int(parts[1]).map({ $0 >= first }) == true else { return nil }
    guard first < size else { throw unsatisfiable }
    let last = parts[1].isEmpty ? size - 1 : min(Int(parts[1]) ?? size - 1, size - 1)
    return first..<(last + 1)
  }
}
