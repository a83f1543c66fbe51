import AWSCredentials
import AWSRuntime
import AWSSigV4
import HTTPTypes

// Nothing is sent for a URL, except for credentials if they are due. A URL stops working with the credentials that signed it:
// those that would expire before `minimumValidity` is over, or else before the URL does, are refreshed first, at most once a
// minute, and `S3.PresignedURL.expiration` says what has come of it.
extension S3Client {
  /// A URL with which anybody can read an object until it expires.
  ///
  /// - Parameters:
  ///   - input: What may be read. Its conditions and range become header fields that must be sent along.
  ///   - expiresIn: For how long, 1 second to 7 days. The URL stops working earlier if the credentials expire earlier;
  ///     see ``S3/PresignedURL/expiration``.
  ///   - minimumValidity: Credentials that expire within this time are refreshed first; `nil` for all of `expiresIn`.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(
    _ input: S3.GetObjectInput, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// A URL with which anybody can write one object until it expires.
  ///
  /// - Parameters:
  ///   - input: What may be written. Its content is not part of the signature and need not be given; content type,
  ///     cache control, metadata and conditions are, and become header fields that must be sent along.
  ///   - expiresIn: For how long, 1 second to 7 days; as for reading.
  ///   - minimumValidity: For how long the credentials must stay valid; as for reading.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(
    _ input: S3.PutObjectInput, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// A URL with which anybody can ask about an object until it expires; see the one for reading.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(
    _ input: S3.HeadObjectInput, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// A URL with which anybody can delete an object until it expires; see the one for reading.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(
    _ input: S3.DeleteObjectInput, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(operation: input, expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// A URL with which anybody can read an object until it expires; see the one for reading, with more options.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presignGet(
    bucket: String, key: String, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(
      S3.GetObjectInput(bucket: bucket, key: key), expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// A URL with which anybody can write an object until it expires.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The key.
  ///   - contentType: The content type that must be sent along; `nil` for any.
  ///   - expiresIn: For how long, 1 second to 7 days; as for reading.
  ///   - minimumValidity: For how long the credentials must stay valid; as for reading.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presignPut(
    bucket: String, key: String, contentType: String? = nil, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(
      S3.PutObjectInput(bucket: bucket, key: key, contentType: contentType), expiresIn: expiresIn,
      minimumValidity: minimumValidity)
  }

  /// A URL for an operation. Uses `UNSIGNED-PAYLOAD`, as S3 requires for presigned URLs.
  package func presign<Operation: S3Operation>(
    operation: Operation, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    let request = try request(for: operation)
    let validity = minimumValidity ?? expiresIn
    func refuse(_ message: String) -> S3Error {
      S3Error(
        S3Problem(code: .invalidExpiration, message: message), operation: pipeline.operationName(request),
        target: operation.target)
    }
    guard (.seconds(1) ... .seconds(604_800)).contains(expiresIn) else {
      throw refuse("A presigned URL lives 1 second to 7 days (604800 seconds), not \(expiresIn).")
    }
    guard (.zero...expiresIn).contains(validity) else {
      throw refuse("The minimum validity of a presigned URL is at most its life of \(expiresIn), not \(validity).")
    }
    do throws(ServiceError) {
      let signed = try await pipeline.presign(
        request, expiresIn: expiresIn, minimumValidity: validity, payload: .unsigned)
      return S3.PresignedURL(
        url: signed.url, method: request.method, headers: request.headers, expiration: signed.expiration)
    } catch {
      throw S3Error(error, target: operation.target, region: region).publicError
    }
  }
}
