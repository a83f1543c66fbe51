import AWSCredentials
import AWSRuntime
import AWSSigV4
import HTTPTypes

// Nothing is sent for a URL, except for credentials if they are due. A URL stops working with the credentials that signed it:
// those that would expire before `minimumValidity` is over, or else before the URL does, are refreshed first, at most once a
// minute, and `S3.PresignedURL.expiration` says what has come of it.
extension S3Client {
  /// Makes a URL with which anybody can send one request until the URL expires: read or write an object, upload a part,
  /// list a bucket, or any other operation of S3.
  ///
  /// ```swift
  /// let page = try await s3.presign(S3.ListObjectsV2Input(bucket: "site", prefix: "blog/"), expiresIn: .seconds(600))
  /// ```
  ///
  /// - Parameters:
  ///   - input: The request. What the input puts into header fields, such as conditions, a range, a content type or
  ///     metadata, is signed and must be sent with the request: see ``S3/PresignedURL/headers``. The body is not part of
  ///     the signature, so it may be empty here; of an input that becomes an XML document, whoever uses the URL sends the
  ///     document.
  ///   - expiresIn: The lifetime of the URL, 1 second to 7 days. The URL expires earlier if the credentials expire
  ///     earlier; see ``S3/PresignedURL/expiration``.
  ///   - minimumValidity: How long the credentials must still be valid; if they expire earlier, they are refreshed
  ///     before the URL is signed. `nil` for the same time as `expiresIn`.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(
    _ input: some S3.OperationInput, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    guard let operation = input as? any S3Operation else {
      let problem = S3Problem(
        code: .invalidInput, message: "\(type(of: input)) is not the input of an operation of this client.")
      throw S3Error(problem, operation: "s3.PresignedURL", target: .service)
    }
    return try await presign(operation: operation, expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// Makes a URL with which anybody can read an object until the URL expires. This is a short form of the method that
  /// takes a ``S3/GetObjectInput``, for an input with a bucket and a key only.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presignGet(
    bucket: String, key: String, expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PresignedURL {
    try await presign(
      S3.GetObjectInput(bucket: bucket, key: key), expiresIn: expiresIn, minimumValidity: minimumValidity)
  }

  /// Makes a URL with which anybody can write an object until the URL expires.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The content type that must be sent with the request; `nil` to allow any.
  ///   - expiresIn: The lifetime of the URL, 1 second to 7 days. The URL expires earlier if the credentials expire
  ///     earlier.
  ///   - minimumValidity: How long the credentials must still be valid; if they expire earlier, they are refreshed
  ///     before the URL is signed. `nil` for the same time as `expiresIn`.
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
    let request = try request(for: operation, isPresigned: true)
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
      throw (S3Error(ofSession: error) ?? S3Error(error, target: operation.target, region: region)).publicError
    }
  }
}
