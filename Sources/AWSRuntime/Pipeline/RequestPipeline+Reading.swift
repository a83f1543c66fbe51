import AWSCredentials
import HTTPTypes

// Step 8: what came of an attempt.
extension RequestPipeline {
  /// The largest error that is read into memory, and the usual limit of a document, in bytes.
  package static let documentLimit = 16 * 1024 * 1024

  /// Reads a response as the operation says, and decodes a success.
  func outcome<Output: Sendable>(
    of sent: Result<HTTPTransportResponse, HTTPTransportError>, request: ServiceRequest, state: RetryState,
    _ decode: (ServiceResponse) throws(ParsedServiceError) -> Output
  ) async -> Result<(Output, status: Int), AttemptFailure> {
    let response: HTTPTransportResponse
    switch sent {
    case .success(let arrived): response = arrived
    case .failure(let error): return .failure(.transport(error))
    }
    let head = response.head
    guard (200..<300).contains(head.status.code) else { return .failure(await failure(of: response)) }
    let body: AWSHTTPBody
    do {
      body = try await Self.body(of: response, as: request.responseBody)
    } catch {
      return .failure(.brokenBody(head, error))
    }
    do throws(ParsedServiceError) {
      let output = try decode(
        ServiceResponse(
          head: head, body: body, attempts: state.attempts, followsUnknownAttempt: state.hasUnknownFate))
      return .success((output, head.status.code))
    } catch {
      return .failure(.service(head, error, body.bytesInMemory ?? []))
    }
  }

  private func failure(of response: HTTPTransportResponse) async -> AttemptFailure {
    do {
      let body = try await response.collectDocument(upTo: Self.documentLimit)
      return .service(response.head, service.parseError(response.head, body), body)
    } catch {
      // The head alone says that it failed; a body that breaks off must not hide that.
      return .unreadError(response.head)
    }
  }

  private static func body(
    of response: HTTPTransportResponse, as kind: ServiceRequest.ResponseBody
  ) async throws -> AWSHTTPBody {
    switch kind {
    case .streamed: return response.body
    case .collected(let limit): return AWSHTTPBody(try await response.collectDocument(upTo: limit))
    case .none:
      await drain(response.body)
      return .empty
    }
  }

  // What a body without content says of its length is about another response (RFC 9110, 9.3.2), so it is not checked, and
  // a connection that breaks after the head takes nothing away from the response.
  private static func drain(_ body: AWSHTTPBody) async {
    do {
      for try await _ in body {}
    } catch {
      return
    }
  }
}
