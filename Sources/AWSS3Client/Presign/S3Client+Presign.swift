import AWSRuntime
import AWSSigV4
import HTTPTypes

extension S3Client {
  /// A URL with which anybody can read an object until it expires. Nothing is sent, except for credentials if they are
  /// due.
  ///
  /// - Parameters:
  ///   - input: What may be read. Its conditions and range become header fields that must be sent along.
  ///   - expiresIn: For how long, 1 second to 7 days. The URL stops working earlier if the credentials do.
  public func presign(_ input: GetObjectInput, expiresIn: Duration) async throws(S3Error) -> PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn)
  }

  /// A URL with which anybody can write one object until it expires.
  ///
  /// - Parameters:
  ///   - input: What may be written. Its content is not part of the signature and need not be given; content type,
  ///     metadata and conditions are, and become header fields that must be sent along.
  ///   - expiresIn: For how long, 1 second to 7 days. The URL stops working earlier if the credentials do.
  public func presign(_ input: PutObjectInput, expiresIn: Duration) async throws(S3Error) -> PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn)
  }

  /// A URL with which anybody can ask about an object until it expires.
  public func presign(_ input: HeadObjectInput, expiresIn: Duration) async throws(S3Error) -> PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn)
  }

  /// A URL with which anybody can delete an object until it expires.
  public func presign(_ input: DeleteObjectInput, expiresIn: Duration) async throws(S3Error) -> PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn)
  }

  /// A URL with which anybody can read an object until it expires.
  public func presignGet(bucket: String, key: String, expiresIn: Duration) async throws(S3Error) -> PresignedURL {
    try await presign(GetObjectInput(bucket: bucket, key: key), expiresIn: expiresIn)
  }

  /// A URL with which anybody can write an object until it expires.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The key.
  ///   - contentType: The content type that must be sent along; `nil` for any.
  ///   - expiresIn: For how long, 1 second to 7 days.
  public func presignPut(
    bucket: String, key: String, contentType: String? = nil, expiresIn: Duration
  ) async throws(S3Error) -> PresignedURL {
    try await presign(PutObjectInput(bucket: bucket, key: key, contentType: contentType), expiresIn: expiresIn)
  }

  /// A URL for an operation. The payload is never signed: S3 has it so for presigned URLs.
  package func presign<Operation: S3Operation>(
    operation: Operation, expiresIn: Duration
  ) async throws(S3Error) -> PresignedURL {
    let request = try request(for: operation)
    guard (.seconds(1) ... .seconds(604_800)).contains(expiresIn) else {
      let problem = S3Problem(
        code: .invalidExpiration, message: "a presigned URL lives 1 second to 7 days (604800 seconds), not \(expiresIn)"
      )
      throw S3Error(problem, operation: pipeline.operationName(request), target: operation.target)
    }
    do throws(ServiceError) {
      let signed = try await pipeline.presign(request, expiresIn: expiresIn, payload: .unsigned)
      return PresignedURL(
        url: signed.url, method: request.method, headers: request.headers, expiration: signed.expiration)
    } catch {
      throw S3Error(error, target: operation.target, region: region)
    }
  }
}
