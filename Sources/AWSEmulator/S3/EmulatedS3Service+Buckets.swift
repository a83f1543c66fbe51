import HTTPTypes
import NIOCore

extension EmulatedS3Service {
  static let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
  private static let regionHeader = HTTPField.Name.known("x-amz-bucket-region")

  func listBuckets() -> EmulatedResponse {
    var xml = XMLText()
    xml.element("ListAllMyBucketsResult", attributes: Self.namespace) { xml in
      xml.element("Owner") { $0.element("ID", context.configuration.accountId) }
      xml.element("Buckets") { xml in
        for bucket in store.buckets() {
          xml.element("Bucket") { xml in
            xml.element("Name", bucket.name)
            xml.element("CreationDate", CivilTime(bucket.created).iso8601(withMilliseconds: true))
          }
        }
      }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  func performOnBucket(
    _ request: EmulatedRequest, bucket: String, parameters: EmulatedS3Parameters, body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    switch request.method {
    case "PUT":
      try parameters.allow([])
      return try createBucket(bucket, body: body)
    case "HEAD":
      try parameters.allow([])
      try store.read(bucket) { _ in }
      return EmulatedResponse(status: 200, headers: [Self.regionHeader: context.configuration.region])
    case "DELETE":
      try parameters.allow([])
      try store.deleteBucket(bucket)
      return EmulatedResponse(status: 204)
    case "GET" where parameters["location"] != nil:
      try parameters.allow(["location"])
      return try location(bucket)
    case "GET" where parameters["uploads"] != nil:
      return try listUploads(bucket, parameters)
    case "POST" where parameters["delete"] != nil:
      try parameters.allow(["delete"])
      return try deleteObjects(request, bucket, body)
    case "GET" where parameters["list-type"] == "2":
      return try list(bucket, parameters)
    case "GET":
      try parameters.allow([])
      throw .notImplemented("ListObjects version 1; use list-type=2")
    default:
      try parameters.allow([])
      throw .methodNotAllowed
    }
  }

  private func createBucket(_ bucket: String, body: CollectedBody) throws(EmulatedS3Error) -> EmulatedResponse {
    guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy(Self.isBucketNameByte) else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidBucketName", message: "The specified bucket is not valid.",
        details: [("BucketName", bucket)])
    }
    let text = String(buffer: body.buffer)
    if let open = text.firstRange(of: "<LocationConstraint>"),
      let close = text[open.upperBound...].firstRange(of: "</LocationConstraint>"),
      text[open.upperBound..<close.lowerBound] != context.configuration.region
    {
      throw EmulatedS3Error(
        status: 400, code: "IllegalLocationConstraintException",
        message: "The \(text[open.upperBound..<close.lowerBound]) location constraint is incompatible for the region "
          + "specific endpoint this request was sent to.")
    }
    let isNew = store.createBucket(bucket, now: context.clock.now())
    // In us-east-1, for historical reasons, making one's own bucket again succeeds.
    guard isNew || context.configuration.region == "us-east-1" else {
      throw EmulatedS3Error(
        status: 409, code: "BucketAlreadyOwnedByYou",
        message: "Your previous request to create the named bucket succeeded and you already own it.",
        details: [("BucketName", bucket)])
    }
    return EmulatedResponse(status: 200, headers: [.location: "/" + bucket])
  }

  private static func isBucketNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E: true
    default: false
    }
  }

  private func location(_ bucket: String) throws(EmulatedS3Error) -> EmulatedResponse {
    try store.read(bucket) { _ in }
    var xml = XMLText()
    let region = context.configuration.region
    xml.element("LocationConstraint", attributes: Self.namespace) { xml in
      if region != "us-east-1" { xml.characters(region) }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  private func list(_ bucket: String, _ parameters: EmulatedS3Parameters) throws(EmulatedS3Error) -> EmulatedResponse {
    try parameters.allow([
      "list-type", "prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type",
      "fetch-owner",
    ])
    let query = try Self.listQuery(parameters)
    let encodes = parameters["encoding-type"] == "url"
    if let type = parameters["encoding-type"], !encodes {
      throw .invalidArgument("Invalid Encoding Method specified in Request", name: "encoding-type", value: type)
    }
    let (page, objects) = try store.read(bucket) { bucket in
      let page = EmulatedS3Listing(bucket, query)
      return (page, page.keys.map { bucket.objects[$0] })
    }
    func written(_ bytes: [UInt8]) -> String {
      encodes ? PercentCoding.encode(bytes, keepingSlash: true) : String(decoding: bytes, as: UTF8.self)
    }
    var xml = XMLText()
    xml.element("ListBucketResult", attributes: Self.namespace) { xml in
      xml.element("Name", bucket)
      xml.element("Prefix", written(query.prefix))
      if !query.delimiter.isEmpty { xml.element("Delimiter", written(query.delimiter)) }
      if !query.startAfter.isEmpty { xml.element("StartAfter", written(query.startAfter)) }
      if encodes { xml.element("EncodingType", "url") }
      if let token = parameters["continuation-token"] { xml.element("ContinuationToken", token) }
      if let next = page.next { xml.element("NextContinuationToken", next.token) }
      xml.element("KeyCount", String(page.keys.count + page.commonPrefixes.count))
      xml.element("MaxKeys", String(query.maxKeys))
      xml.element("IsTruncated", page.next == nil ? "false" : "true")
      for (key, object) in zip(page.keys, objects) {
        guard let object else { continue }
        xml.element("Contents") { xml in
          xml.element("Key", written(key.bytes))
          xml.element("LastModified", CivilTime(object.lastModified).iso8601(withMilliseconds: true))
          xml.element("ETag", object.eTag)
          xml.element("Size", String(object.data.readableBytes))
          xml.element("StorageClass", "STANDARD")
        }
      }
      for prefix in page.commonPrefixes {
        xml.element("CommonPrefixes") { $0.element("Prefix", written(prefix.bytes)) }
      }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  private static func listQuery(_ parameters: EmulatedS3Parameters) throws(EmulatedS3Error) -> EmulatedS3Listing.Query {
    var query = EmulatedS3Listing.Query()
    query.prefix = Array((parameters["prefix"] ?? "").utf8)
    query.delimiter = Array((parameters["delimiter"] ?? "").utf8)
    query.startAfter = Array((parameters["start-after"] ?? "").utf8)
    if let text = parameters["max-keys"] {
      guard let number = Int(text), number >= 0 else {
        throw .invalidArgument(
          "Provided max-keys not an integer or within integer range", name: "max-keys", value: text)
      }
      query.maxKeys = min(number, 1000)
    }
    if let token = parameters["continuation-token"] {
      guard let position = EmulatedS3Listing.Position(token: token) else {
        throw .invalidArgument("The continuation token provided is incorrect", name: "continuation-token", value: token)
      }
      query.position = position
    }
    return query
  }
}
