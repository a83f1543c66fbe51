import AWSCore
import HTTPTypes

// A server may send back in a header field whatever it was sent: printing shows only the names of them.

extension S3.ObjectAttributes: CustomReflectable {
  /// A mirror of the attributes. The values of ``headers`` are left out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "etag": etag as Any, "versionId": versionId as Any, "contentLength": contentLength as Any,
        "contentType": contentType as Any, "contentEncoding": contentEncoding as Any,
        "contentDisposition": contentDisposition as Any, "contentLanguage": contentLanguage as Any,
        "cacheControl": cacheControl as Any, "lastModified": lastModified as Any, "metadata": metadata,
        "storageClass": storageClass, "headers": headers.map { $0.name.rawName },
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension S3.ObjectAttributes: CustomStringConvertible, CustomDebugStringConvertible {
  /// A text with the entity tag, the length and the media type of the content.
  public var description: String {
    let length = contentLength.map { "\($0) bytes" } ?? "unknown length"
    let tag = (etag?.description ?? "no tag").printable()
    return "ObjectAttributes(\(tag), \(length), \((contentType ?? "no media type").printable()))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
