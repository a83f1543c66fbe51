public import AWSCredentials
import HTTPTypes

/// A transport that sends through another one and records the exchanges for ``ReplayTransport``.
///
/// Neither header fields nor bodies of requests are recorded, and of answers only header fields that say nothing secret.
/// Keys, tokens and passwords in answers, in JSON, XML and the answers of the metadata service, are replaced by texts that
/// a client reads in the same way; so is whatever an answer repeats of a request's credentials. Look through a recording
/// before you share it all the same: what a service of your own calls its secrets is not known here.
public final class RecordingTransport: HTTPTransport {
  private struct State {
    var exchanges: [HTTPRecording.Exchange] = []
    var scrubber = RecordingScrubber()
  }

  private static let recordedHeaders: Set<String> = [
    "content-type", "date", "etag", "last-modified", "retry-after", "x-amz-request-id", "x-amz-id-2",
    "x-amzn-requestid", "x-amzn-errortype", "x-amz-bucket-region", "x-aws-ec2-metadata-token-ttl-seconds",
  ]
  private static let secretHeaders = [
    "authorization", "x-amz-security-token", "x-amz-sso_bearer_token", "x-aws-ec2-metadata-token",
  ]

  private let base: any HTTPTransport
  private let limit: Int
  private let state = Locked(State())

  /// Makes a transport.
  ///
  /// - Parameters:
  ///   - base: What sends the requests.
  ///   - limit: The longest body of an answer, in bytes; a longer one is an error.
  public init(_ base: any HTTPTransport, limit: Int = 64 << 20) {
    self.base = base
    self.limit = limit
  }

  /// The exchanges so far, in the order in which they ended.
  public var recording: HTTPRecording { HTTPRecording(exchanges: state.withLock { $0.exchanges }) }

  /// Writes the exchanges so far into a file, replacing it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - fileSystem: Where it is.
  public func write(to path: String, fileSystem: any FileSystem = SystemFileSystem()) throws(FileSystemError) {
    try fileSystem.replace(path, with: recording.encoded())
  }

  /// Sends a request, and records what comes of it. The answer's body has been read whole by then.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let body = try await RecordedRequestKey.collect(request.body)
    var sent = request
    sent.body = HTTPBody(body)
    let key = RecordedRequestKey(request.head, body: body)
    noteSecrets(request.head, body)
    let response: HTTPTransportResponse
    let answer: [UInt8]
    do throws(HTTPTransportError) {
      response = try await base.send(sent)
      do {
        answer = try await response.body.collect(upTo: limit)
      } catch {
        throw error as? HTTPTransportError
          ?? HTTPTransportError(.body, message: "The answer's body could not be recorded.", cause: error)
      }
    } catch {
      record(key) { scrubber in .failure(error.code, message: scrubber.scrubbed(error.message)) }
      throw error
    }
    record(key) { scrubber in
      var headers = HTTPFields()
      for field in response.head.headerFields where Self.recordedHeaders.contains(field.name.canonicalName) {
        headers.append(HTTPField(name: field.name, value: scrubber.scrubbed(field.value)))
      }
      return .response(
        status: response.head.status.code, headers: headers, body: Self.scrubbed(answer, key, &scrubber))
    }
    return HTTPTransportResponse(head: response.head, body: HTTPBody(answer))
  }

  private func record(
    _ key: RecordedRequestKey, _ outcome: (inout RecordingScrubber) -> HTTPRecording.Outcome
  ) {
    state.withLock { state in
      let outcome = outcome(&state.scrubber)
      state.exchanges.append(
        .init(method: key.method, url: state.scrubber.scrubbed(key.url), action: key.action, outcome: outcome))
    }
  }

  private func noteSecrets(_ head: HTTPRequest, _ body: [UInt8]) {
    state.withLock { state in
      for text in Self.secretHeaders {
        guard let name = HTTPField.Name(text) else { continue }
        for value in head.headerFields[values: name] {
          // An `Authorization` header is a scheme and what follows it.
          for part in value.split(separator: " ") { state.scrubber.note(String(part), name: "token") }
          state.scrubber.note(value, name: "token")
        }
      }
      for (name, value) in RecordedRequestKey.form(body)
      where ["WebIdentityToken", "SAMLAssertion", "TokenCode"].contains(name) {
        state.scrubber.note(value, name: name)
      }
      // What a request in JSON keeps secret is secret in the answer, too.
      if let text = String(validating: body, as: UTF8.self) { _ = state.scrubber.scrubbed(text) }
    }
  }

  private static func scrubbed(
    _ body: [UInt8], _ key: RecordedRequestKey, _ scrubber: inout RecordingScrubber
  ) -> [UInt8] {
    guard let text = String(validating: body, as: UTF8.self) else { return body }
    // The session token of the metadata service is the whole answer.
    if key.method == "PUT", key.url.hasSuffix("/latest/api/token"), !text.isEmpty {
      return Array(scrubber.place(of: text, name: "token").utf8)
    }
    return Array(scrubber.scrubbed(text).utf8)
  }
}
