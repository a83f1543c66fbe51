import AWSCore
public import AWSCredentials
import HTTPTypes

/// A transport that sends requests through another transport and records the exchanges for ``ReplayTransport``.
///
/// Header fields and bodies of requests are not recorded. Of the header fields of responses, only those that hold no
/// secrets are recorded. Bodies of responses are parsed as JSON, XML, a form or a text of the metadata service and
/// written again. Keys, tokens and passwords in them are replaced by texts that a client reads in the same way; so are
/// credentials of a request that the response repeats, in whatever way they are escaped. A body that cannot be parsed
/// is not recorded, because it is not known what is secret in it: ``ReplayTransport`` then fails with an error that
/// says so, unless the status tells the client all it needs; see ``UnparsedBodies``.
///
/// Nevertheless, look through a recording before you share it: this type does not know which values of your own
/// services are secret.
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

  /// Whether bodies that are neither JSON nor XML nor a form are recorded, such as those of S3 objects.
  public enum UnparsedBodies: Sendable, Hashable {
    /// Bodies that cannot be parsed are not recorded.
    case leftOut
    /// Bodies that cannot be parsed are recorded. Only secrets that are known from requests and other responses are
    /// replaced in them, so use this only if the bodies hold no secrets.
    case recorded
  }

  private let base: any HTTPTransport
  private let limit: Int
  private let unparsed: UnparsedBodies
  private let log: Log

  /// Makes a transport that sends requests through another transport and records the exchanges.
  ///
  /// - Parameters:
  ///   - base: The transport that sends the requests.
  ///   - limit: The most bytes that a response's body may have; a longer body is an error. The default is 64 MiB.
  ///   - unparsedBodies: Whether bodies that cannot be parsed are recorded; by default they are not.
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

  /// The exchanges recorded so far, in the order in which they ended.
  public var recording: HTTPRecording {
    // What a later exchange showed to be secret is secret in earlier ones, too.
    log.state.withLock { state in HTTPRecording(exchanges: state.exchanges.map { $0.withoutEchoes(state.scrubber) }) }
  }

  /// Writes the exchanges recorded so far to a file as JSON. The file is replaced if it exists.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - fileSystem: The file system to write to; by default that of this machine.
  /// - Throws: `FileSystemError` if the file could not be written.
  public func write(to path: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) throws(FileSystemError)
  {
    try fileSystem.replace(path, with: recording.encoded())
  }

  /// Sends a request, reads the whole body of the response, and records the exchange.
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
  /// Returns a transport that adds its exchanges to the same ``recording``. Its connections use the given settings if
  /// the transport that sends the requests is a ``/AWSCredentials/ConfigurableTransport``.
  ///
  /// - Parameter settings: The certificate authorities and proxies to use.
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
