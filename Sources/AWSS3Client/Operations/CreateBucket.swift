import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
public import HTTPTypes

extension S3 {
  /// What to create a bucket from.
  public struct CreateBucketInput: OperationInput {
    /// Where a bucket is created.
    public enum Location: Sendable, Hashable {
      /// In the client's region.
      case clientRegion
      /// In this region.
      case region(String)
      /// Wherever the server chooses, for servers without regions.
      case unspecified
    }

    /// The name of the bucket.
    public var bucket: String
    /// Where the bucket is created.
    public var location: Location
    /// Additional header fields to send, for features that this input has no member for.
    public var additionalHeaders: HTTPFields

    /// Makes an input.
    public init(bucket: String, location: Location = .clientRegion, additionalHeaders: HTTPFields = [:]) {
      self.bucket = bucket
      self.location = location
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// S3's response to the creation of a bucket.
  public struct CreateBucketOutput: Sendable, Hashable {
    /// The address of the bucket, as S3 writes it.
    public let location: String?
  }
}

extension S3.CreateBucketInput: S3Operation {
  package typealias Output = S3.CreateBucketOutput
  package static let operation = S3OperationDescription("CreateBucket", .put)
  package var target: S3Target { .bucket(bucket) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    let region: String? =
      switch location {
      case .clientRegion: SigningRegion.of(request.region)
      case .region(let region): SigningRegion.of(region)
      case .unspecified: nil
      }
    // S3's first region has no name in a location constraint, and refuses its own.
    guard let region, region != "us-east-1" else { return }
    request.body = AWSHTTPBody(
      """
      <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>\
      \(XMLNode.escaped(region))</LocationConstraint></CreateBucketConfiguration>
      """)
    try request.set("content-type", "application/xml")
  }

  package static func decode(_ response: S3Response) -> S3.CreateBucketOutput {
    S3.CreateBucketOutput(location: response.header("location"))
  }
}

extension S3Client {
  /// Creates a bucket.
  ///
  /// In every region but `us-east-1`, creating a bucket that the caller owns throws
  /// ``S3Error/Code/bucketAlreadyOwnedByYou``; a retry after a lost response can throw it too, and
  /// ``S3Error/mayHaveTakenEffect`` is then `true`.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func createBucket(_ input: S3.CreateBucketInput) async throws -> S3.CreateBucketOutput {
    try await call(input)
  }
}
