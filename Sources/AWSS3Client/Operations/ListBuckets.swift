import AWSCore
import AWSRuntime
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// Which of the caller's buckets to list.
  public struct ListBucketsInput: OperationInput {
    /// Only buckets whose names begin with this.
    public var prefix: String?
    /// Only buckets of this region.
    public var bucketRegion: String?
    /// How many buckets to list at most, 1 to 10,000; `nil` for all.
    public var maxBuckets: Int?
    /// Where to continue: ``S3/ListBucketsOutput/continuationToken`` of the previous page.
    public var continuationToken: String?
    /// Additional header fields to send, for features that this input has no member for.
    public var additionalHeaders: HTTPFields

    /// Makes an input.
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
  /// The caller's buckets.
  public struct ListBucketsOutput: Sendable {
    /// The buckets, sorted by name.
    public let buckets: [Bucket]
    /// The canonical id of the buckets' owner.
    public let ownerId: String?
    /// Where the next page begins; `nil` on the last one.
    public let continuationToken: String?
  }
}

extension S3 {
  /// A bucket in a list.
  public struct Bucket: Sendable {
    /// The name of the bucket.
    public let name: String
    /// When the bucket was created.
    public let creationDate: Date?
    /// The bucket's region, if the server reported it.
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
  /// Lists the caller's buckets.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func listBuckets(_ input: S3.ListBucketsInput = S3.ListBucketsInput()) async throws
    -> S3.ListBucketsOutput
  {
    try await call(input)
  }
}
