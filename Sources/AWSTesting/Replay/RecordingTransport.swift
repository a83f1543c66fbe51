import AWSCore
public import AWSCredentials
import HTTPTypes

/// A transport that sends through another one and records the exchanges for ``ReplayTransport``.
///
/// Neither header fields nor bodies of requests are recorded, and of responses only header fields that say nothing
/// secret. Bodies of responses are parsed as JSON, XML, a form or a text of the metadata service and written anew;
/// keys, tokens and passwords in them are replaced by texts that a client reads in the same way, and so is whatever a
/// response repeats of a request's credentials, in any escaping. A body that cannot be parsed is left out, because it
/// is unknown what is secret in it: ``ReplayTransport`` then says so, unless the status tells the client all there is;
/// see ``UnparsedBodies``. Look through a recording before you share it all the same: what a service of your own calls
/// its secrets is not known here.
public final class RecordingTransport: HTTPTransport {
  private struct State {
    var exchanges: [HTTPRecording.Exchange] = []
    var scrubber = RecordingScrubber()
  }

  /// What this transport and those made of it by other settings have recorded.
  private final class Log: Sendable {
    let state = Locked(State())
  }

  private static let recordedHeaders: Set<String> = [
    "content-type", "date", "etag", "last-modified", "retry-after", "x-amz-request-id", "x-amz-id-2",
    "x-amzn-requestid", "x-amzn-errortype", "x-amz-bucket-region", "x-aws-ec2-metadata-token-ttl-seconds",
  ]

  /// What becomes of bodies that are neither JSON nor XML nor a form, as those of objects in S3.
  public enum UnparsedBodies: Sendable, Hashable {
    /// They are left out.
    case leftOut
    /// They are recorded. Only what requests and other responses showed to be secret is taken out of them: use it where the
    /// bodies are yours and hold no secrets.
    case recorded
  }

  private let base: any HTTPTransport
  private let limit: Int
  private let unparsed: UnparsedBodies
  private let log: Log

  /// Makes a transport.
  ///
  /// - Parameters:
  ///   - base: What sends the requests.
  ///   - limit: The longest body of a response, in bytes; a longer one is an error.
  ///   - unparsedBodies: What becomes of bodies that cannot be parsed.
  public convenience init(
    _ base: any HTTPTransport, limit: Int = 64 << 20, unparsedBodies: UnparsedBodies = .leftOut
  ) {
    self.init(base, limit: limit, unparsed: unparsedBodies, log: Log())
  }

  private init(_ base: any HTTPTransport, limit: Int, unparsed: UnparsedBodies, log: Log) {
    self.base = base
    self.limit = limit
    self.unparsed = unparsed
    self.log = log
  }

  /// The exchanges so far, in the order in which they ended.
  public var recording: HTTPRecording {
    // What a later exchange showed to be secret is secret in earlier ones, too.
    log.state.withLock { state in HTTPRecording(exchanges: state.exchanges.map { $0.withoutEchoes(state.scrubber) }) }
  }

  /// Writes the exchanges so far into a file, replacing it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - fileSystem: Where it is.
  public func write(to path: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) throws(FileSystemError)
  {
    try fileSystem.replace(path, with: recording.encoded())
  }

  /// Sends a request, and records what comes of it. The response's body has been read whole by then.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let body = try await RecordedRequestKey.collect(request.body)
    var sent = request
    sent.body = AWSHTTPBody(body)
    let key = RecordedRequestKey(request.head, body: body)
    log.state.withLock { $0.scrubber.noteSecrets(request.head, body) }
    let response: HTTPTransportResponse
    let received: [UInt8]
    do throws(HTTPTransportError) {
      response = try await base.send(sent)
      do {
        received = try await response.body.collect(upTo: limit)
      } catch {
        throw error as? HTTPTransportError
          ?? HTTPTransportError(.body, message: "The response's body could not be recorded.", cause: error)
      }
    } catch {
      record(key) { scrubber in
        (.failure(error.code, message: SecretMask.masked(scrubber.scrubbed(error.message))), nil)
      }
      throw error
    }
    record(key) { scrubber in
      var headers = HTTPFields()
      for field in response.head.headerFields where Self.recordedHeaders.contains(field.name.canonicalName) {
        headers.append(HTTPField(name: field.name, value: scrubber.scrubbed(field.value)))
      }
      let status = response.head.status.code
      switch scrubber.body(received, of: response.head, to: key, unparsed: unparsed) {
      case .kept(let body): return (.response(status: status, headers: headers, body: body), nil)
      case .leftOut(let reason): return (.response(status: status, headers: headers, body: []), reason)
      }
    }
    return HTTPTransportResponse(head: response.head, body: AWSHTTPBody(received))
  }

  private func record(
    _ key: RecordedRequestKey, _ outcome: (inout RecordingScrubber) -> (HTTPRecording.Outcome, leftOut: String?)
  ) {
    log.state.withLock { state in
      let (outcome, leftOut) = outcome(&state.scrubber)
      var exchange = HTTPRecording.Exchange(
        method: key.method, url: state.scrubber.withoutEchoes(key.url),
        action: key.action.map { state.scrubber.scrubbed($0) }, outcome: outcome)
      exchange.leftOut = leftOut
      state.exchanges.append(exchange)
    }
  }
}

extension RecordingTransport: ConfigurableTransport {
  /// A transport that records into the same recording and sends with connections as the settings say, if the one that this
  /// sends through can.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: `CredentialError` if the settings cannot be used.
  public func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
    guard let base = base as? any ConfigurableTransport else { return self }
    return RecordingTransport(try base.configured(settings), limit: limit, unparsed: unparsed, log: log)
  }
}

extension HTTPRecording.Exchange {
  /// The exchange without what is known to be secret by now.
  fileprivate func withoutEchoes(_ scrubber: RecordingScrubber) -> Self {
    var result = self
    result.url = scrubber.withoutEchoes(url)
    result.action = action.map { scrubber.withoutEchoes($0) }
    switch outcome {
    case .failure(let code, let message):
      result.outcome = .failure(code, message: scrubber.withoutEchoes(message))
    case .response(let status, let headers, let body):
      let fields = headers.map { HTTPField(name: $0.name, value: scrubber.withoutEchoes($0.value)) }
      result.outcome = .response(status: status, headers: HTTPFields(fields), body: scrubber.withoutEchoes(body))
    }
    return result
  }
}
