import AWSCredentials
import AWSRuntime

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
    let request = try request(for: operation)
    let response: S3ReadResponse<Operation.Output>
    do throws(ServiceError) {
      response = try await pipeline.execute(request) { response throws(ParsedServiceError) in
        try S3ReadResponse(Operation.self, response, sent: request.headers)
      }
    } catch {
      throw S3Error(error, target: operation.target, region: region)
    }
    do throws(S3Problem) {
      return try response.output.get()
    } catch {
      throw S3Error(
        error, operation: pipeline.operationName(request), target: operation.target, response: response.head,
        attempts: response.attempts)
    }
  }

  /// The request of an operation, in its final form except for the signature.
  func request<Operation: S3Operation>(for operation: Operation) throws(S3Error) -> ServiceRequest {
    let description = Operation.operation
    do throws(S3Problem) {
      let destination = try resolver.resolve(operation.target)
      var content = S3RequestContent(region: region)
      try operation.encode(into: &content)
      try content.override(with: operation.additionalHeaders)
      var request = ServiceRequest(
        operation: description.name, method: description.method, endpoint: destination.endpoint, path: destination.path,
        query: content.query,
        headers: content.headers, body: content.body, payloadSigning: .unsignedOverTLS,
        retrySafety: S3RetryRules.safety(of: description),
        responseBody: description.responseBody.reading,
        codeRules: S3RetryRules.codeRules(of: description, headers: content.headers))
      request.signing = destination.signing
      return request
    } catch {
      throw S3Error(error, operation: "s3.\(description.name)", target: operation.target)
    }
  }
}

extension S3OperationDescription.ResponseBody {
  fileprivate var reading: ServiceRequest.ResponseBody {
    switch self {
    case .document, .read: .collected(limit: RequestPipeline.documentLimit)
    case .streamed: .streamed
    case .none: .none
    }
  }
}
