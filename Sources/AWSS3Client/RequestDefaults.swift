import AWSCredentials
import AWSRuntime
import HTTPTypes

extension S3 {
  /// What a client sends with each operation that can take it, unless the call itself says something.
  ///
  /// ```swift
  /// let s3 = try await S3Client().with(defaults: .init(storageClass: .intelligentTiering, requestPayer: .requester))
  /// ```
  public struct RequestDefaults: Sendable, Hashable {
    /// The storage class of objects that are written; `nil` for S3's default.
    public var storageClass: StorageClass?
    /// The id or ARN of the KMS key with which objects are encrypted that are written; `nil` for the bucket's default. It
    /// is not sent with an object for which the call asks for another encryption.
    public var kmsKeyId: SecretText?
    /// ``RequestPayer/requester`` if the caller pays for requests to buckets whose owners do not; `nil` if not.
    public var requestPayer: RequestPayer?
    /// The id of the account that must own the buckets that are used; `nil` for any.
    public var expectedBucketOwner: String?

    /// Makes defaults. By default there are none.
    public init(
      storageClass: StorageClass? = nil, kmsKeyId: SecretText? = nil, requestPayer: RequestPayer? = nil,
      expectedBucketOwner: String? = nil
    ) {
      self.storageClass = storageClass
      self.kmsKeyId = kmsKeyId
      self.requestPayer = requestPayer
      self.expectedBucketOwner = expectedBucketOwner
    }
  }
}

/// Which of ``S3/RequestDefaults`` an operation can take.
package struct S3DefaultTraits: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let storageClass = S3DefaultTraits(rawValue: 1)
  package static let kmsKey = S3DefaultTraits(rawValue: 2)
  package static let requestPayer = S3DefaultTraits(rawValue: 4)
  package static let bucketOwner = S3DefaultTraits(rawValue: 8)
}

/// The defaults of a client, which is copied often, behind one reference.
final class S3ClientDefaults: Sendable {
  let values: S3.RequestDefaults

  init(_ values: S3.RequestDefaults) { self.values = values }
}

extension S3Client {
  /// Returns a copy of this client that sends something with each operation that can take it, unless the call itself says
  /// something: a storage class, a KMS key, who pays, who must own the bucket.
  ///
  /// A URL that is presigned has the header fields of the defaults in ``S3/PresignedURL/headers`` as well.
  ///
  /// - Parameter defaults: What is sent; it replaces all defaults of this client.
  /// - Returns: The copy, which has all other settings of this client. This client stays as it is.
  public func with(defaults: S3.RequestDefaults) -> S3Client {
    var copy = self
    copy.defaults = defaults == S3.RequestDefaults() ? nil : S3ClientDefaults(defaults)
    return copy
  }
}

extension S3RequestContent {
  private static let encryption = "x-amz-server-side-encryption"

  /// Sets what neither the input nor the caller's own header fields have set.
  mutating func apply(_ defaults: S3.RequestDefaults, _ traits: S3DefaultTraits) throws(S3Problem) {
    if traits.contains(.storageClass) { try setIfAbsent("x-amz-storage-class", defaults.storageClass?.rawValue) }
    if traits.contains(.requestPayer) { try setIfAbsent("x-amz-request-payer", defaults.requestPayer?.rawValue) }
    if traits.contains(.bucketOwner) { try setIfAbsent("x-amz-expected-bucket-owner", defaults.expectedBucketOwner) }
    guard traits.contains(.kmsKey), let key = defaults.kmsKeyId,
      !headers.contains(where: { $0.name.canonicalName.hasPrefix(Self.encryption) })
    else { return }
    try set(Self.encryption, S3.ServerSideEncryption.awsKms)
    try set(Self.encryption + "-aws-kms-key-id", key)
  }

  private mutating func setIfAbsent(_ name: String, _ value: String?) throws(S3Problem) {
    guard let value, headers.value(ofCanonicalName: name) == nil else { return }
    try set(name, value)
  }
}
