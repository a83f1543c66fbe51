import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/createBucket(_:)``.
  public struct CreateBucketInput: OperationInput {
    /// The region in which a bucket is created.
    public enum Location: Sendable, Hashable {
      /// The bucket is created in the client's region.
      case clientRegion
      /// The bucket is created in the region with this name.
      case region(String)
      /// The request names no region, and the server decides. This is for servers other than Amazon's that have no
      /// regions.
      case unspecified
    }

    /// The name of the bucket.
    public var bucket: String
    /// The region in which the bucket is created. The default is the client's region.
    public var location: Location
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/createBucket(_:)``.
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
    /// The location of the bucket, as S3 writes it: a path such as `/BUCKET`, or a URL. `nil` if the server did not
    /// report it.
    public let location: String?
  }
}

extension S3.CreateBucketInput: S3Operation {
  package typealias Output = S3.CreateBucketOutput
  package static let operation = S3OperationDescription(
    "CreateBucket", .put, endpoint: [.expressControl, .noAccessPoints])
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
  /// If the caller already owns the bucket, the call throws ``S3Error/Code/bucketAlreadyOwnedByYou``; in `us-east-1` it
  /// succeeds instead. The call can also throw this error if a response was lost and the request was sent again,
  /// because the first attempt created the bucket; ``S3Error/mayHaveTakenEffect`` is then `true`.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func createBucket(_ input: S3.CreateBucketInput) async throws -> S3.CreateBucketOutput {
    try await call(input)
  }
}
