import AWSRuntime

extension S3Client {
  /// The URL of an object, without a signature.
  ///
  /// - Throws: ``S3Error`` if the bucket or the key cannot be addressed, or the region or the endpoint is invalid.
  package func address(bucket: String, key: String) throws(S3Error) -> String {
    let target = S3Target.object(bucket: bucket, key: key)
    do throws(S3Problem) {
      let destination = try resolver.resolve(target)
      return "\(destination.endpoint.scheme)://\(destination.endpoint.authority)\(destination.path)"
    } catch {
      throw S3Error(error, operation: "s3.PresignedURL", target: target)
    }
  }
}
