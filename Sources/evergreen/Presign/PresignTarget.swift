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
      scope = try await CurlScope(
        service: service, region: region, host: address.endpoint.host, endpoint: address.endpoint, in: context)
      return
    }
    if let service, service != "s3" {
      throw ValidationError(
        "An s3:// URL is for the service s3, not for '\(service.printable(limit: 80))'; leave out --service.")
    }
    if let region, AWSRegion(region) == nil {
      throw ValidationError(AWSRegion.refusal(of: region, from: "--region"))
    }
    let (bucket, key) = try Self.object(url)
    let configuration = try await ClientConfiguration.standard(
      region: region, credentials: credentials, in: context, logger: context.logger)
    // A key may hold what no path of a URL should.
    address = try Self.target(
      S3Client(configuration: configuration).address(bucket: bucket, key: key), pathAsIs: true)
    scope = CurlScope(service: "s3", region: configuration.region)
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
    let bucket = rest.prefix { $0 != UInt8(ascii: "/") }
    let key = rest.dropFirst(bucket.count + 1)
    guard !bucket.isEmpty, !key.isEmpty else {
      throw ValidationError("An s3:// URL names a bucket and a key: s3://bucket/key.")
    }
    return (String(Substring(bucket)), String(Substring(key)))
  }
}
