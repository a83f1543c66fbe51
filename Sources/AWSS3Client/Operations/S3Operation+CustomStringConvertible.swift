import AWSCore
import AWSCredentials
import HTTPTypes

// What a caller adds to the header fields may be a customer's encryption key, and a server may send back in its own whatever
// it was sent: of header fields no way of printing shows more than the names.

extension S3Operation {
  /// The operation, what it is about and the names of the header fields that the caller adds.
  var shown: String {
    let place =
      switch target {
      case .service: "all buckets"
      case .bucket(let bucket): bucket.printable()
      case .object(let bucket, let key): "\(bucket.printable()), \(key.debugDescription.printable(limit: 1100))"
      }
    let names = additionalHeaders.map { $0.name.rawName }.joined(separator: ", ")
    return "\(Self.self)(\(place)\(names.isEmpty ? "" : ", headers: [\(names.printable(limit: 1000))]"))"
  }
}

extension S3.HeadObjectInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.GetObjectInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.DeleteObjectInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.CreateBucketInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.DeleteBucketInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.PutObjectInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.ListBucketsInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.ListObjectsV2Input: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.CopyObjectInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.HeadBucketInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The call's main values, without the values of header fields.
  public var description: String { shown }
  /// The same as ``description``.
  public var debugDescription: String { shown }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["input": shown], displayStyle: .struct) }
}

extension S3.ObjectAttributes: CustomReflectable {
  /// A mirror without the values of ``headers``.
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
  /// The tag, the length and the media type.
  public var description: String {
    let length = contentLength.map { "\($0) bytes" } ?? "unknown length"
    let tag = (etag?.description ?? "no tag").printable()
    return "ObjectAttributes(\(tag), \(length), \((contentType ?? "no media type").printable()))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
