package import AWSRuntime
import AWSSigV4

extension S3Client {
  /// The URL of an object without a signature, and how a request to it is signed with the client's credentials.
  ///
  /// - Throws: ``S3Error`` if the bucket or the key cannot be addressed, or the region or the endpoint is invalid.
  package func address(bucket: String, key: String) throws(S3Error) -> (url: String, signing: RequestSigning) {
    let target = S3Target.object(bucket: bucket, key: key)
    do throws(S3Problem) {
      let destination = try resolver.resolve(target)
      let url = "\(destination.endpoint.scheme)://\(destination.endpoint.authority)\(destination.path)"
      let own = RequestSigning(service: "s3", scheme: .sigV4(region: SigningRegion.of(region)))
      guard let signing = destination.signing else { return (url, own) }
      guard case .sigV4S3Express(let region) = signing.scheme else { return (url, signing) }
      return (url, RequestSigning(service: signing.service, scheme: .sigV4(region: region)))
    } catch {
      throw S3Error(error, operation: "s3.PresignedURL", target: target)
    }
  }
}
