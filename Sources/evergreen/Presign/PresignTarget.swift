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

  private static func object(_ text: String) throws(ValidationError) -> (bucket: String, key: String) {
    guard let url = try? S3URL(text), !url.key.isEmpty else {
      throw ValidationError("An s3:// URL names a bucket and a key: s3://bucket/key.")
    }
    return (url.bucket, url.key)
  }
}
