// What each server supports was seen with Ceph RGW 16.2 and OpenStack Swift 2.38. For MinIO and Cloudflare R2 it is what their
// documentation and reports of users say; they were not tried.
extension S3ServerOptions {
  /// Amazon S3: all checksums, in trailers where a body is not in memory.
  public static let aws = S3ServerOptions()

  /// Ceph RGW, also of older releases, which refuse trailers and require `Content-MD5` for some operations. Bucket names
  /// are in the path. Checksums of requests are computed only where they are required. Newer releases support more: set
  /// ``requestChecksumCalculation`` and ``chunkedUploads`` for them.
  public static let ceph = S3ServerOptions(
    addressing: .pathStyle, requestChecksumCalculation: .whenRequired, requiredChecksum: .md5,
    chunkedUploads: .signedChunks)

  /// MinIO, also of releases that require `Content-MD5` to delete several objects. Bucket names are in the path.
  public static let minio = S3ServerOptions(addressing: .pathStyle, requiredChecksum: .md5)

  /// The S3 API of OpenStack Swift since 2.36, which verifies trailers and checksums. Bucket names are in the path. For
  /// older releases, which have no trailers, use ``legacy``.
  public static let openStackSwift = S3ServerOptions(addressing: .pathStyle, requiredChecksum: .md5)

  /// Cloudflare R2, which accepts no `aws-chunked` bodies. Checksums are computed and validated only where they are
  /// required, as Cloudflare advises.
  public static let r2 = S3ServerOptions(
    addressing: .pathStyle, requestChecksumCalculation: .whenRequired, responseChecksumValidation: .whenRequired,
    chunkedUploads: .none)

  /// A server of which nothing is known but that it speaks the S3 API as it was before 2022: bucket names in the path,
  /// `Content-MD5` where a checksum is required and no other checksums, no `aws-chunked` bodies, no `Expect`.
  public static let legacy = S3ServerOptions(
    addressing: .pathStyle, requestChecksumCalculation: .whenRequired, responseChecksumValidation: .whenRequired,
    requiredChecksum: .md5, chunkedUploads: .none, expectContinueThreshold: nil)
}
