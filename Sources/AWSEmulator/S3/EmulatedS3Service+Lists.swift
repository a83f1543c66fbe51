import HTTPTypes
import NIOCore

/// The multipart uploads of a bucket, and the deletion of many objects.
extension EmulatedS3Service {
  private static let mostKeys = 1000

  func listUploads(_ bucket: String, _ parameters: EmulatedS3Parameters) throws(EmulatedS3Error) -> EmulatedResponse {
    try parameters.allow([
      "uploads", "prefix", "key-marker", "upload-id-marker", "max-uploads", "encoding-type",
    ])
    let prefix = Array((parameters["prefix"] ?? "").utf8)
    let marker = parameters["key-marker"].map { ByteKey($0) }
    let idMarker = parameters["upload-id-marker"]
    let most = min(parameters["max-uploads"].flatMap { Int($0) } ?? Self.mostKeys, Self.mostKeys)
    let encodes = parameters["encoding-type"] == "url"
    let uploads = try store.uploads(in: bucket).filter { upload in
      guard upload.key.hasPrefix(prefix) else { return false }
      guard let marker else { return true }
      if let idMarker, upload.key == marker { return idMarker < upload.id }
      return marker < upload.key
    }
    let page = uploads.prefix(max(0, most))
    func written(_ key: ByteKey) -> String {
      encodes ? PercentCoding.encode(key.bytes, keepingSlash: true) : key.text
    }
    var xml = XMLText()
    xml.element("ListMultipartUploadsResult", attributes: Self.namespace) { xml in
      xml.element("Bucket", bucket)
      xml.element("KeyMarker", written(marker ?? ByteKey("")))
      xml.element("UploadIdMarker", idMarker ?? "")
      xml.element("Prefix", written(ByteKey(prefix)))
      if encodes { xml.element("EncodingType", "url") }
      let isTruncated = page.count < uploads.count && most > 0
      if isTruncated, let last = page.last {
        xml.element("NextKeyMarker", written(last.key))
        xml.element("NextUploadIdMarker", last.id)
      }
      xml.element("MaxUploads", String(most))
      xml.element("IsTruncated", isTruncated ? "true" : "false")
      for upload in page {
        xml.element("Upload") { xml in
          xml.element("Key", written(upload.key))
          xml.element("UploadId", upload.id)
          xml.element("Initiated", CivilTime(upload.initiated).iso8601(withMilliseconds: true))
          xml.element("StorageClass", "STANDARD")
        }
      }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  func deleteObjects(
    _ request: EmulatedRequest, _ bucket: String, _ body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let isProtected =
      request.first(.known("content-md5")) != nil
      || EmulatedS3Checksum.allCases.contains { HTTPField.Name($0.headerName).flatMap { request.first($0) } != nil }
    guard isProtected else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidRequest", message: "Missing required header for this request: Content-MD5")
    }
    try Self.checkIntegrity(request, body)
    guard let root = XMLElement(document: String(buffer: body.buffer)), root.name == "Delete" else {
      throw .malformedXML
    }
    let objects = root.all("Object")
    guard !objects.isEmpty, objects.count <= Self.mostKeys, objects.allSatisfy({ $0.text("Key")?.isEmpty == false })
    else {
      throw .malformedXML
    }
    for name in ["VersionId", "Size", "LastModifiedTime"] where objects.contains(where: { $0.text(name) != nil }) {
      throw .notImplemented("the element \(name) of DeleteObjects")
    }
    try store.read(bucket) { _ in }
    let isQuiet = root.text("Quiet") == "true"
    var xml = XMLText()
    var results: [(key: String, error: EmulatedS3Error?)] = []
    for object in objects {
      let key = object.text("Key") ?? ""
      let tag = object.text("ETag")
      do throws(EmulatedS3Error) {
        try store.delete(bucket, ByteKey(key)) { old in
          guard let tag, let old, tag != old.eTag, "\"\(tag)\"" != old.eTag else { return nil }
          return .preconditionFailed("ETag")
        }
        results.append((key, nil))
      } catch {
        results.append((key, error))
      }
    }
    xml.element("DeleteResult", attributes: Self.namespace) { xml in
      for (key, error) in results {
        if let error {
          xml.element("Error") { xml in
            xml.element("Key", key)
            xml.element("Code", error.code)
            xml.element("Message", error.message)
          }
        } else if !isQuiet {
          xml.element("Deleted") { $0.element("Key", key) }
        }
      }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }
}
