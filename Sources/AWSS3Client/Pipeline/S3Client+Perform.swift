import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

extension S3Client {
  /// What every public call of an operation goes through.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  package func call<Operation: S3Operation>(_ operation: Operation) async throws -> Operation.Output {
    do throws(S3Error) {
      return try await perform(operation)
    } catch {
      throw error.publicError
    }
  }

  /// Performs an operation: encodes it, sends it with retries, decodes the response.
  private func perform<Operation: S3Operation>(_ operation: Operation) async throws(S3Error) -> Operation.Output {
    try await performReadingHead(operation).output
  }

  /// The same, with the head of the response.
  func performReadingHead<Operation: S3Operation>(
    _ operation: Operation
  ) async throws(S3Error) -> (output: Operation.Output, head: HTTPResponse) {
    let request = try request(for: operation)
    let response: S3ReadResponse<Operation.Output>
    do throws(ServiceError) {
      response = try await pipeline.execute(request) { response throws(ParsedServiceError) in
        try S3ReadResponse(Operation.self, response, sent: request.headers, query: request.query)
      }
    } catch {
      if let failure = S3Error(ofSession: error) { throw failure }
      let home = home(of: operation)
      let failure = S3Error(
        error, target: operation.target, region: home.flatMap { pipeline.learnedRegions[$0] } ?? region)
      // What was learned was wrong, or is no longer right.
      if let home, failure.isAboutRegion { pipeline.learnedRegions.forget(home) }
      throw failure
    }
    do throws(S3Problem) {
      return (try response.output.get(), response.head)
    } catch {
      throw S3Error(
        error, operation: pipeline.operationName(request), target: operation.target, response: response.head,
        attempts: response.attempts)
    }
  }

  /// The request of an operation, in its final form except for the signature.
  ///
  /// - Parameters:
  ///   - followsBucket: Whether it is sent to the region in which the bucket was found, and sent there when a response says that
  ///     the bucket is elsewhere.
  ///   - isPresigned: Whether it is not sent, but becomes a presigned URL.
  func request<Operation: S3Operation>(
    for operation: Operation, followsBucket: Bool = true, isPresigned: Bool = false
  ) throws(S3Error) -> ServiceRequest {
    let description = Operation.operation
    do throws(S3Problem) {
      let home = followsBucket ? home(of: operation) : nil
      let found = home.flatMap { pipeline.learnedRegions[$0] }
      let destination = try resolver.resolve(operation.target, description.endpoint, in: found)
      var rules = try server.get()
      rules.isPresigning = isPresigned
      var content = S3RequestContent(region: region, rules: rules)
      try operation.encode(into: &content)
      if let text = content.refusedText {
        throw S3Problem(
          code: .invalidInput,
          message: """
            \(text.debugDescription.printable(limit: 1100)) has a control character that XML cannot hold, so nothing was sent. \
            Use an operation that names it in the URL, such as DeleteObject.
            """)
      }
      try content.override(with: operation.additionalHeaders)
      if let defaults { try content.apply(defaults.values, description.defaults) }
      content.dropChecksumIfGiven()
      if description.payload == .streamed, rules.asksBeforehand(content.body) {
        try content.set("expect", "100-continue")
      }
      var request = ServiceRequest(
        operation: description.name, method: description.method, endpoint: destination.endpoint, path: destination.path,
        query: content.query,
        headers: content.headers, body: content.body, payloadSigning: description.payload.signing(of: content),
        retrySafety: S3RetryRules.safety(of: description),
        responseBody: description.responseBody.reading,
        codeRules: S3RetryRules.codeRules(of: description, headers: content.headers))
      request.signing = signing(destination, for: operation.target)
      if let home { request.redirect = redirection(of: operation.target, description, bucket: home, from: found) }
      request.checksum = content.checksum
      request.checksumField = content.checksumField
      request.requiresChecksum = content.requiresChecksum
      request.checksumPlace = description.payload == .streamed ? .trailerOverTLS : .automatic
      request.framing = rules.framing(of: content)
      request.secrets = content.secrets
      return request
    } catch {
      throw S3Error(error, operation: "s3.\(description.name)", target: operation.target)
    }
  }
}

extension S3OperationDescription.ResponseBody {
  fileprivate var reading: ServiceRequest.ResponseBody {
    switch self {
    case .document, .read, .text: .collected(limit: RequestPipeline.documentLimit)
    case .streamed: .streamed
    case .none: .none
    }
  }
}

extension S3OperationDescription.Payload {
  fileprivate func signing(of content: S3RequestContent) -> ServiceRequest.PayloadSigning {
    switch self {
    case .signed: .signed
    case .unsignedOverTLS: .unsignedOverTLS
    // What has its checksum behind it is not hashed as well.
    case .streamed: content.body.bytesInMemory == nil || content.checksum != nil ? .unsignedOverTLS : .signed
    }
  }
}
