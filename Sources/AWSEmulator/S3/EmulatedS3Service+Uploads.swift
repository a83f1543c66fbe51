import HTTPTypes
import NIOCore

/// Multipart uploads of an object.
extension EmulatedS3Service {
  private static let algorithmHeader = HTTPField.Name.known("x-amz-checksum-algorithm")
  private static let checksumTypeHeader = HTTPField.Name.known("x-amz-checksum-type")
  private static let copyRangeHeader = HTTPField.Name.known("x-amz-copy-source-range")

  /// - Returns: The response; `nil` if the request is not about an upload.
  func performOnUpload(
    _ request: EmulatedRequest, bucket: String, key: ByteKey, parameters: EmulatedS3Parameters, body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse? {
    if request.method == "POST", parameters["uploads"] != nil {
      try parameters.allow(["uploads"])
      return try createUpload(request, bucket, key)
    }
    guard let id = parameters["uploadId"] else { return nil }
    switch request.method {
    case "PUT":
      try parameters.allow(["uploadId", "partNumber"])
      return try putPart(request, bucket, key, id, parameters, body)
    case "GET":
      try parameters.allow(["uploadId", "max-parts", "part-number-marker", "encoding-type"])
      return try listParts(bucket, key, id, parameters)
    case "POST":
      try parameters.allow(["uploadId"])
      return try completeUpload(request, bucket, key, id, body)
    case "DELETE":
      try parameters.allow(["uploadId"])
      try store.abort(id, bucket, key)
      return EmulatedResponse(status: 204)
    default: return nil
    }
  }

  private func createUpload(
    _ request: EmulatedRequest, _ bucket: String, _ key: ByteKey
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let name = request.first(Self.algorithmHeader)
    let algorithm = name.flatMap { EmulatedS3Checksum(rawValue: $0.lowercased()) }
    if let name, algorithm == nil {
      throw .notImplemented("the checksum algorithm \(name)")
    }
    let type = request.first(Self.checksumTypeHeader) ?? (algorithm == .crc64nvme ? "FULL_OBJECT" : "COMPOSITE")
    let upload = EmulatedS3Upload(
      bucket: ByteKey(bucket), key: key, id: RandomText.uuid(), initiated: context.clock.now(),
      headers: Self.objectHeaders(request.headers), algorithm: algorithm, isFullObject: type == "FULL_OBJECT")
    try store.begin(upload)
    var xml = XMLText()
    xml.element("InitiateMultipartUploadResult", attributes: Self.namespace) { xml in
      xml.element("Bucket", bucket)
      xml.element("Key", key.text)
      xml.element("UploadId", upload.id)
    }
    var response = EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
    if let algorithm {
      response.headers[Self.algorithmHeader] = algorithm.rawValue.uppercased()
      response.headers[Self.checksumTypeHeader] = type
    }
    return response
  }

  private func putPart(
    _ request: EmulatedRequest, _ bucket: String, _ key: ByteKey, _ id: String, _ parameters: EmulatedS3Parameters,
    _ body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let text = parameters["partNumber"] ?? ""
    guard let number = Int(text), EmulatedS3Upload.partNumbers.contains(number) else {
      throw .invalidArgument(
        "Part number must be an integer between 1 and 10000, inclusive", name: "partNumber", value: text)
    }
    // The upload itself is not kept: its parts would be copied when one is added.
    let algorithm = try store.upload(id, bucket, key).algorithm
    let source = request.first(Self.copySourceHeader)
    var content = body
    if let source {
      content = CollectedBody(buffer: try copiedRange(request, source))
    } else {
      try Self.checkIntegrity(request, body)
    }
    let part = EmulatedS3Upload.Part(
      data: content.buffer, md5: content.md5, lastModified: context.clock.now(),
      checksum: algorithm?.digest(of: content.buffer))
    try store.put(part, number: number, of: id, bucket, key)
    guard source == nil else {
      var xml = XMLText()
      xml.element("CopyPartResult", attributes: Self.namespace) { xml in
        xml.element("LastModified", CivilTime(part.lastModified).iso8601(withMilliseconds: true))
        xml.element("ETag", part.eTag)
        Self.write(part.checksum, algorithm, to: &xml)
      }
      return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
    }
    var response = EmulatedResponse(status: 200, headers: [.eTag: part.eTag])
    if let checksum = part.checksum, let name = algorithm.flatMap({ HTTPField.Name($0.headerName) }) {
      response.headers[name] = Base64.encode(checksum)
    }
    return response
  }

  private func copiedRange(_ request: EmulatedRequest, _ source: String) throws(EmulatedS3Error) -> ByteBuffer {
    let data = try copySource(request, source).object.data
    guard let text = request.first(Self.copyRangeHeader) else { return data }
    let ends = text.hasPrefix("bytes=") ? text.dropFirst(6).split(separator: "-").map { Int($0) } : []
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last < data.readableBytes,
      let part = data.getSlice(at: data.readerIndex + first, length: last - first + 1)
    else {
      throw .invalidArgument(
        "Range specified is not valid for source object of size: \(data.readableBytes)",
        name: "x-amz-copy-source-range", value: text)
    }
    // Bytes of its own: a slice would keep the whole source in memory.
    return ByteBuffer(bytes: part.readableBytesView)
  }

  private static func write(_ checksum: [UInt8]?, _ algorithm: EmulatedS3Checksum?, to xml: inout XMLText) {
    guard let checksum, let algorithm else { return }
    xml.element(algorithm.elementName, Base64.encode(checksum))
  }

  private func listParts(
    _ bucket: String, _ key: ByteKey, _ id: String, _ parameters: EmulatedS3Parameters
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let upload = try store.upload(id, bucket, key)
    let most = min(parameters["max-parts"].flatMap { Int($0) } ?? 1000, 1000)
    let marker = parameters["part-number-marker"].flatMap { Int($0) } ?? 0
    let numbers = upload.parts.keys.filter { $0 > marker }.sorted()
    let page = numbers.prefix(max(0, most))
    var xml = XMLText()
    xml.element("ListPartsResult", attributes: Self.namespace) { xml in
      xml.element("Bucket", bucket)
      xml.element("Key", key.text)
      xml.element("UploadId", id)
      xml.element("PartNumberMarker", String(marker))
      xml.element("NextPartNumberMarker", String(page.last ?? marker))
      xml.element("MaxParts", String(most))
      xml.element("IsTruncated", page.count < numbers.count && most > 0 ? "true" : "false")
      if let algorithm = upload.algorithm {
        xml.element("ChecksumAlgorithm", algorithm.rawValue.uppercased())
        xml.element("ChecksumType", upload.isFullObject ? "FULL_OBJECT" : "COMPOSITE")
      }
      for number in page {
        guard let part = upload.parts[number] else { continue }
        xml.element("Part") { xml in
          xml.element("PartNumber", String(number))
          xml.element("LastModified", CivilTime(part.lastModified).iso8601(withMilliseconds: true))
          xml.element("ETag", part.eTag)
          xml.element("Size", String(part.data.readableBytes))
          Self.write(part.checksum, upload.algorithm, to: &xml)
        }
      }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }

  private func completeUpload(
    _ request: EmulatedRequest, _ bucket: String, _ key: ByteKey, _ id: String, _ body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    _ = try store.upload(id, bucket, key)
    guard let root = XMLElement(document: String(buffer: body.buffer)), root.name == "CompleteMultipartUpload" else {
      throw .malformedXML
    }
    var parts: [EmulatedS3Upload.NamedPart] = []
    for element in root.all("Part") {
      guard let number = element.text("PartNumber").flatMap({ Int($0) }), let eTag = element.text("ETag") else {
        throw .malformedXML
      }
      let checksum = EmulatedS3Checksum.allCases.lazy.compactMap { element.text($0.elementName) }.first
      parts.append(.init(number: number, eTag: eTag, checksum: checksum))
    }
    let whole = EmulatedS3Checksum.allCases.lazy
      .compactMap { HTTPField.Name($0.headerName).flatMap { request.first($0) } }.first
    let conditions = EmulatedS3Conditions(request.headers)
    let (named, now) = (parts, context.clock.now())
    let object = try store.complete(id, bucket, key, when: { conditions.refusalToWrite($0, key: key) }) {
      upload throws(EmulatedS3Error) in
      try upload.object(named, fullChecksum: upload.isFullObject ? whole : nil, now: now)
    }
    var xml = XMLText()
    xml.element("CompleteMultipartUploadResult", attributes: Self.namespace) { xml in
      xml.element("Location", "http://\(request.authority)\(request.path)")
      xml.element("Bucket", bucket)
      xml.element("Key", key.text)
      xml.element("ETag", object.eTag)
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "application/xml")
  }
}

extension EmulatedS3Checksum {
  /// The name of the element that holds the checksum in documents.
  var elementName: String { "Checksum\(rawValue.uppercased())" }
}
