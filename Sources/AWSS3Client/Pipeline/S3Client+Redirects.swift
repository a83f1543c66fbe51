import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
import HTTPTypes

// A bucket may be in another region than the client's. S3 says so in several ways, and then the request is sent again to that
// region, once, with its body. Where the bucket is, is remembered for the requests after it.
extension S3Client {
  /// The bucket of an operation, if its requests go to the region in which the bucket is; `nil` for an access point, whose ARN says
  /// where it is, and for a bucket that is to be created, which is nowhere yet.
  func home<Operation: S3Operation>(of operation: Operation) -> String? {
    guard let bucket = operation.target.bucket, !bucket.hasPrefix("arn:"),
      !Operation.operation.endpoint.contains(.noAccessPoints)
    else { return nil }
    return bucket
  }

  /// How a request is signed.
  ///
  /// Requests to a directory bucket are signed with the credentials of a session. The bucket takes the client's as well, with
  /// which a client signs that makes no sessions.
  func signing(_ destination: S3Destination, for target: S3Target) -> RequestSigning? {
    guard var signing = destination.signing, case .sigV4S3Express(let region) = signing.scheme else {
      return destination.signing
    }
    if let sessions, let bucket = target.bucket, !configuration.credentials.isAnonymous {
      signing.credentials = sessions.credentials(of: bucket, in: region, at: destination.endpoint, for: self)
    } else {
      signing.scheme = .sigV4(region: region)
    }
    return signing
  }

  /// What to do when a response says that a bucket is in another region.
  ///
  /// - Parameter here: The region that the request is sent to first; `nil` for the client's.
  func redirection(
    of target: S3Target, _ operation: S3OperationDescription, bucket: String, from here: String?
  ) -> @Sendable (HTTPResponse, ParsedServiceError) async -> ServiceRequest.Redirection? {
    return { head, error in
      let here = here ?? pipeline.service.signer.region
      guard let region = await home(of: bucket, operation, head, error), region != here,
        let destination = try? resolver.resolve(target, operation.endpoint, in: region)
      else { return nil }
      pipeline.learnedRegions.learn(region, of: bucket)
      return ServiceRequest.Redirection(
        endpoint: destination.endpoint, path: destination.path, signing: signing(destination, for: target))
    }
  }

  /// The region of a bucket, if a response says that it is in another one than the request was sent to or signed for.
  private func home(
    of bucket: String, _ operation: S3OperationDescription, _ head: HTTPResponse, _ error: ParsedServiceError
  ) async -> String? {
    let status = error.status ?? head.status.code
    let isRedirect = [301, 302, 307, 308].contains(status)
    let isHeadless = operation.method == .head && status == 400
    let codes: Set<S3Error.Code> = [.permanentRedirect, .temporaryRedirect, .illegalLocationConstraint]
    guard isRedirect || status == 400 || codes.contains(S3Error.Code(rawValue: error.code)) else { return nil }
    if let region = Self.region(in: head, error).flatMap({ accepted($0) }) { return region }
    guard isRedirect || isHeadless || codes.contains(S3Error.Code(rawValue: error.code)), operation.name != "HeadBucket"
    else { return nil }
    return await lookUp(bucket)
  }

  /// The region that a response names.
  private static func region(in head: HTTPResponse, _ error: ParsedServiceError) -> String? {
    let details = error.details as? S3ErrorParser.Details
    if let region = head.bucketRegion ?? details?.region { return region }
    // A redirect names at least a host. Nothing is sent there; it only tells the region.
    let location = head.headerFields[.location].flatMap { try? Endpoint(String($0.prefix { $0 != "?" })).host }
    let hosts = [details?.endpoint, location].compactMap { $0 }.compactMap { KnownHost($0) }
    return hosts.first { $0.service == "s3" }?.region?.name
  }

  /// A region that a server names, if requests can be sent there: it is in the partition of the client's region.
  private func accepted(_ name: String) -> String? {
    guard let region = AWSRegion(name), region.name == name,
      Partition(endpointRegion: name) == Partition(endpointRegion: SigningRegion.of(self.region))
    else { return nil }
    return name
  }

  /// Asks for the region of a bucket. Responses to this say it whether or not they are errors.
  private func lookUp(_ bucket: String) async -> String? {
    do throws(ServiceError) {
      guard let request = try? request(for: S3.HeadBucketInput(bucket: bucket), followsBucket: false) else {
        return nil
      }
      let once = pipeline.with(CallOverrides(retry: RetryPolicy(maxAttempts: 1)))
      return try await once.execute(request).head.bucketRegion.flatMap { accepted($0) }
    } catch {
      return error.response?.bucketRegion.flatMap { accepted($0) }
    }
  }
}

extension HTTPResponse {
  /// The region of the bucket, which S3 says in most responses about one.
  fileprivate var bucketRegion: String? {
    HTTPField.Name("x-amz-bucket-region").flatMap { headerFields[$0]?.nilIfBlank }
  }
}
