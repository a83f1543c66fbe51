import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import ArgumentParser

/// What a presigned URL leads to, and what it is signed for.
struct PresignTarget {
  let address: CurlTarget
  let scope: CurlScope
  /// What may be meant otherwise; `nil` if nothing is.
  let hint: String?

  /// Reads the URL that a caller gives.
  ///
  /// - Parameters:
  ///   - url: The URL, or `s3://bucket/key`.
  ///   - service: The service that the caller gives.
  ///   - region: The region that the caller gives.
  ///   - credentials: What the S3 client has as its credentials.
  ///   - context: Environment and profile.
  init(
    _ url: String, service: String?, region: String?, credentials: CredentialCache,
    in context: CredentialProviderContext
  ) async throws {
    guard AddressText(url).scheme == "s3" else {
      address = try Self.target(url)
      hint = nil
      scope = try await CurlScope(
        service: service, region: region, host: address.endpoint.host, endpoint: address.endpoint, in: context)
      return
    }
    if let service, service != "s3" {
      throw ValidationError(
        "An s3:// URL is for the service s3, not for '\(service.printable(limit: 80))'; leave out --service.")
    }
    let (bucket, key) = try Self.object(url)
    hint =
      key.lowercased().contains("?versionid=")
      ? "'?versionId=' is taken as a part of the key. To presign a version of an object, give its https:// URL, in which ? begins the "
        + "query: evergreen presign prints it for the key alone." : nil
    let configuration = try await ClientConfiguration.standard(
      region: region, credentials: credentials, in: context, logger: context.logger)
    let object = try S3Client(configuration: configuration).address(bucket: bucket, key: key)
    // A key may hold what no path of a URL should.
    address = try Self.target(object.url, pathAsIs: true)
    switch object.signing.scheme {
    case .sigV4(let region), .sigV4S3Express(let region):
      scope = CurlScope(service: object.signing.service, region: region)
    case .sigV4a:
      throw ValidationError(
        "A request to '\(bucket.printable(limit: 200))' is signed for several regions at once, which evergreen presign does "
          + "not do; evergreen sign does, with the kind sigv4a.")
    }
  }

  /// A URL that cannot be used is a mistake in the command line here; curl has exit statuses of its own for it.
  private static func target(_ url: String, pathAsIs: Bool = false) throws -> CurlTarget {
    do {
      return try CurlTarget(url, pathAsIs: pathAsIs)
    } catch let failure as CurlFailure {
      throw ValidationError(failure.message)
    }
  }

  private static func object(_ url: String) throws(ValidationError) -> (bucket: String, key: String) {
    let rest = url.utf8.dropFirst("s3://".utf8.count)
    let bucket = rest[..<end(ofBucketIn: rest)]
    let key = rest.dropFirst(bucket.count + 1)
    guard !bucket.isEmpty, !key.isEmpty else {
      throw ValidationError("An s3:// URL names a bucket and a key: s3://bucket/key.")
    }
    return (String(Substring(bucket)), String(Substring(key)))
  }

  /// Where the bucket ends and the key begins. The ARN of an access point holds slashes itself: its last part is the name behind
  /// `accesspoint/`.
  private static func end(ofBucketIn rest: Substring.UTF8View) -> String.Index {
    var start = rest.startIndex
    if rest.starts(with: "arn:".utf8),
      let mark = ["accesspoint/", "accesspoint:"].compactMap({ Array(rest).firstRange(of: Array($0.utf8)) }).first
    {
      start = rest.index(rest.startIndex, offsetBy: mark.upperBound)
    }
    return rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
  }
}
