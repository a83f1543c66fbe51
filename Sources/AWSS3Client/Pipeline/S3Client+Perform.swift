import AWSCredentials
import AWSRuntime

extension S3Client {
  /// Performs an operation: encodes it, sends it as often as it takes, decodes the response.
  package func perform<Operation: S3Operation>(_ operation: Operation) async throws(S3Error) -> Operation.Output {
    let description = Operation.operation
    let request = try request(for: operation)
    let response: ServiceResponse
    do throws(ServiceError) {
      response = try await pipeline.execute(request)
    } catch {
      throw S3Error(error, target: operation.target, region: region)
    }
    do throws(S3Problem) {
      // Thrown from here, a body that was not asked for is dropped unread, which ends its connection.
      if description.responseBody == .streamed {
        try RangedRead(request.headers).check(response.head, length: response.body.length)
      }
      var body = response.body
      if description.responseBody == .none {
        // The connection is free again only when the end of the response has been seen.
        await drain(body)
        body = .empty
      }
      return try Operation.decode(S3Response(head: response.head, body: body))
    } catch {
      throw S3Error(
        error, operation: pipeline.operationName(request), target: operation.target, response: response.head,
        attempts: response.attempts)
    }
  }

  /// The request of an operation, in its final form but for the signature.
  func request<Operation: S3Operation>(for operation: Operation) throws(S3Error) -> ServiceRequest {
    let description = Operation.operation
    do throws(S3Problem) {
      let (endpoint, path) = try resolver.resolve(operation.target)
      var content = S3RequestContent(region: region)
      try operation.encode(into: &content)
      try content.override(with: operation.additionalHeaders)
      return ServiceRequest(
        operation: description.name, method: description.method, endpoint: endpoint, path: path, query: content.query,
        headers: content.headers, body: content.body, payloadSigning: .unsignedOverTLS,
        retrySafety: S3RetryRules.safety(of: description),
        successInspection: description.responseBody.inspection,
        codeRules: S3RetryRules.codeRules(of: description, headers: content.headers))
    } catch {
      throw S3Error(error, operation: "s3.\(description.name)", target: operation.target)
    }
  }

  // What a body without content says of its length is about another response (RFC 9110, 9.3.2), so it is not checked, and
  // a connection that breaks after the head takes nothing away from the response.
  private func drain(_ body: AWSHTTPBody) async {
    do {
      for try await _ in body {}
    } catch {
      return
    }
  }
}

extension S3OperationDescription.ResponseBody {
  fileprivate var inspection: ServiceRequest.SuccessInspection {
    switch self {
    case .document: .document
    case .read: .errorInBody
    case .streamed, .none: .none
    }
  }
}
