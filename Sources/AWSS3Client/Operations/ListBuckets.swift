import AWSCore
import AWSRuntime
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// The input of ``S3Client/listBuckets(_:)``.
  public struct ListBucketsInput: OperationInput {
    /// Lists only buckets whose names begin with this prefix; `nil` for all buckets.
    public var prefix: String?
    /// Lists only buckets in this region; `nil` for all regions.
    public var bucketRegion: String?
    /// The maximum number of buckets on a page, 1 to 10,000; `nil` for all buckets on one page.
    public var maxBuckets: Int?
    /// The ``S3/ListBucketsOutput/continuationToken`` of the previous page, to request the page after it; `nil` for the
    /// first page.
    public var continuationToken: String?
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/listBuckets(_:)``.
    public init(
      prefix: String? = nil, bucketRegion: String? = nil, maxBuckets: Int? = nil, continuationToken: String? = nil,
      additionalHeaders: HTTPFields = [:]
    ) {
      self.prefix = prefix
      self.bucketRegion = bucketRegion
      self.maxBuckets = maxBuckets
      self.continuationToken = continuationToken
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// S3's response to listing buckets: one page of the list.
  public struct ListBucketsOutput: Sendable {
    /// The buckets, sorted by name.
    public let buckets: [Bucket]
    /// The canonical user id of the buckets' owner; `nil` if the server did not report it.
    public let ownerId: String?
    /// The token with which to request the next page; `nil` on the last page.
    public let continuationToken: String?
  }
}

extension S3 {
  /// A bucket in a list.
  public struct Bucket: Sendable {
    /// The name of the bucket.
    public let name: String
    /// When the bucket was created; `nil` if the server did not report it.
    public let creationDate: Date?
    /// The region of the bucket; `nil` if the server did not report it.
    public let region: String?
  }
}

extension S3.ListBucketsInput: S3Operation {
  package typealias Output = S3.ListBucketsOutput
  package static let operation = S3OperationDescription("ListBuckets", .get, responseBody: .document)
  package var target: S3Target { .service }

  package func encode(into request: inout S3RequestContent) {
    request.add(query: "bucket-region", bucketRegion)
    request.add(query: "continuation-token", continuationToken)
    request.add(query: "max-buckets", maxBuckets.map(String.init))
    request.add(query: "prefix", prefix)
  }

  package static func decode(_ response: S3Response) throws(S3Problem) -> S3.ListBucketsOutput {
    let root = try response.xml(root: "ListAllMyBucketsResult")
    let buckets = (root["Buckets"]?.all("Bucket") ?? []).map { node in
      S3.Bucket(
        name: node.text("Name") ?? "", creationDate: node.date("CreationDate"),
        region: node.word("BucketRegion"))
    }
    return S3.ListBucketsOutput(
      buckets: buckets, ownerId: root["Owner"]?.opaque("ID"), continuationToken: root.opaque("ContinuationToken"))
  }
}

extension S3Client {
  /// Lists one page of the buckets that the caller owns. By default, all of them are on one page.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func listBuckets(_ input: S3.ListBucketsInput = S3.ListBucketsInput()) async throws
    -> S3.ListBucketsOutput
  {
    try await call(input)
  }
}
