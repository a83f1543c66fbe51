import AWSCore
import AWSRuntime
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// The input of ``S3Client/listObjectsV2(_:)``.
  public struct ListObjectsV2Input: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// Lists only keys that begin with this prefix; `nil` for all keys.
    public var prefix: String?
    /// The text at which keys are grouped, usually `/`. All keys that are equal up to the first delimiter after
    /// ``prefix`` are listed as one common prefix, like the files of a folder. `nil` to list every key.
    public var delimiter: String?
    /// Lists only keys that come after this one in the order of their bytes; `nil` for all keys.
    public var startAfter: String?
    /// The maximum number of keys on a page, up to 1000; `nil` for S3's default of 1000.
    public var maxKeys: Int?
    /// Whether the list contains each object's owner.
    public var fetchOwner: Bool
    /// The ``S3/ListObjectsV2Output/nextContinuationToken`` of the previous page, to request the page after it; `nil`
    /// for the first page.
    public var continuationToken: String?
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/listObjectsV2(_:)``.
    public init(
      bucket: String, prefix: String? = nil, delimiter: String? = nil, startAfter: String? = nil, maxKeys: Int? = nil,
      fetchOwner: Bool = false, continuationToken: String? = nil, additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.prefix = prefix
      self.delimiter = delimiter
      self.startAfter = startAfter
      self.maxKeys = maxKeys
      self.fetchOwner = fetchOwner
      self.continuationToken = continuationToken
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// One page of a list of objects.
  public struct ListObjectsV2Output: Sendable {
    /// The objects, sorted by the bytes of their keys.
    public let objects: [Object]
    /// The common prefixes: one text, ending with the delimiter, for each group of keys that are equal up to that
    /// delimiter. Empty if the input has no ``S3/ListObjectsV2Input/delimiter``.
    public let commonPrefixes: [String]
    /// Whether there are more pages.
    public let isTruncated: Bool
    /// The token with which to request the next page; `nil` on the last page.
    public let nextContinuationToken: String?
  }
}

extension S3 {
  /// An object in a list.
  public struct Object: Sendable {
    /// The object's key.
    public let key: String
    /// The size of the content in bytes.
    public let size: Int64
    /// The entity tag of the content; `nil` if the server did not report it.
    public let etag: ETag?
    /// When the object was written; `nil` if the server did not report it.
    public let lastModified: Date?
    /// The storage class of the object.
    public let storageClass: StorageClass
    /// The canonical user id of the owner; `nil` unless ``S3/ListObjectsV2Input/fetchOwner`` is set.
    public let ownerId: String?
  }
}

extension S3.ListObjectsV2Input: S3Operation {
  package typealias Output = S3.ListObjectsV2Output
  package static let operation = S3OperationDescription("ListObjectsV2", .get, responseBody: .document)
  package var target: S3Target { .bucket(bucket) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    request.add(query: "list-type", "2")
    request.add(query: "continuation-token", continuationToken)
    request.add(query: "delimiter", delimiter)
    // Without it, a key with a control character makes a response that is not XML.
    request.add(query: "encoding-type", "url")
    if fetchOwner { request.add(query: "fetch-owner", "true") }
    request.add(query: "max-keys", maxKeys.map(String.init))
    request.add(query: "prefix", prefix)
    request.add(query: "start-after", startAfter)
  }

  package static func decode(_ response: S3Response) throws(S3Problem) -> S3.ListObjectsV2Output {
    let root = try response.xml(root: "ListBucketResult")
    // A server that does not know the parameter does not repeat it, and has encoded nothing.
    let isEncoded = root.word("EncodingType") == "url"
    func decode(_ text: String) throws(S3Problem) -> String { isEncoded ? try FormDecoding.decode(text) : text }
    var objects: [S3.Object] = []
    for node in root.children where node.name == "Contents" {
      guard let key = node.text("Key"), let size = node.number("Size") else {
        throw S3Problem(
          .invalidResponse, code: .invalidResponse, message: "An object in the list has no key or no size.")
      }
      objects.append(
        S3.Object(
          key: try decode(key), size: size, etag: node.text("ETag").map(S3.ETag.init),
          lastModified: node.date("LastModified"),
          storageClass: node.word("StorageClass").map(S3.StorageClass.init(rawValue:)) ?? .standard,
          ownerId: node["Owner"]?.opaque("ID")))
    }
    var prefixes: [String] = []
    for node in root.children where node.name == "CommonPrefixes" {
      if let prefix = node.text("Prefix") { prefixes.append(try decode(prefix)) }
    }
    let isTruncated = root.flag("IsTruncated")
    // The token is the server's, to the byte: it may be a key that begins with a space.
    let token = root.opaque("NextContinuationToken")
    guard !isTruncated || token != nil else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse, message: "The list goes on but the response does not say where.")
    }
    return S3.ListObjectsV2Output(
      objects: objects, commonPrefixes: prefixes, isTruncated: isTruncated,
      nextContinuationToken: isTruncated ? token : nil)
  }
}

extension S3Client {
  /// Lists one page of a bucket's objects. To list all pages, use ``listObjectsV2Pages(_:)`` or
  /// ``objects(in:prefix:startAfter:)``.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func listObjectsV2(_ input: S3.ListObjectsV2Input) async throws -> S3.ListObjectsV2Output {
    try await call(input)
  }
}
