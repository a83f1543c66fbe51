import AWSCore
public import AWSCredentials
import HTTPTypes

/// A transport that sends nothing: it returns the responses of a recording.
///
/// ```swift
/// let transport = try ReplayTransport(file: "Fixtures/instance-metadata.json")
/// let provider = InstanceMetadataCredentialProvider(context: CredentialProviderContext(environment: [:], transport: transport))
/// let credentials = try await provider.credentials()
/// try transport.verifyComplete()
/// ```
///
/// A request matches an exchange with the same method, the same URL and, in the Query protocol, the same `Action`; the
/// parameters that sign a URL are not compared. A request that matches none fails with an error that names the
/// recording and the exchange it expected. The message is also kept in ``mismatches``, because the code under test may
/// ignore the error and try again.
public final class ReplayTransport: HTTPTransport {
  /// Which exchange of the recording is used for a request.
  public enum Order: Sendable, Hashable {
    /// The next exchange of the recording is used. If it does not match the request, the request fails.
    case recorded
    /// The first exchange that matches the request and has not been used yet is used.
    case any
  }

  private struct State {
    var isPlayed: [Bool]
    var mismatches: [String] = []
  }

  /// The recording whose responses are returned.
  public let recording: HTTPRecording
  /// The name of the recording that errors show, such as the path of its file.
  public let name: String
  private let order: Order
  private let state: Locked<State>

  /// Makes a transport that returns the responses of a recording.
  ///
  /// - Parameters:
  ///   - recording: The exchanges whose responses are returned.
  ///   - name: The name of the recording that errors show.
  ///   - order: Which exchange is used for a request; by default the next one of the recording.
  public init(_ recording: HTTPRecording, name: String = "in memory", order: Order = .recorded) {
    self.recording = recording
    self.name = name
    self.order = order
    state = Locked(State(isPlayed: recording.exchanges.map { _ in false }))
  }

  /// Makes a transport that returns the responses of a recording in a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file, in the format of ``HTTPRecording``.
  ///   - fileSystem: The file system that has the file; by default that of this machine.
  ///   - order: Which exchange is used for a request; by default the next one of the recording.
  /// - Throws: ``HTTPRecordingError`` if the file cannot be used. The error names the file and says what is wrong with
  ///   it.
  public convenience init(
    file path: String, fileSystem: any CredentialFileSystem = SystemFileSystem(), order: Order = .recorded
  ) throws(HTTPRecordingError) {
    self.init(try HTTPRecording(file: path, fileSystem: fileSystem), name: path, order: order)
  }

  /// The error message for each request that the recording had no response for, in order.
  public var mismatches: [String] { state.withLock { $0.mismatches } }

  /// How many exchanges of the recording have not been used yet.
  public var remainingCount: Int { state.withLock { state in state.isPlayed.count { !$0 } } }

  /// Checks that every exchange of the recording was used and that it had a response for every request.
  ///
  /// - Throws: ``HTTPRecordingError`` that names the first request without a response, or else the exchanges that were
  ///   not used.
  public func verifyComplete() throws(HTTPRecordingError) {
    let (isPlayed, mismatches) = state.withLock { ($0.isPlayed, $0.mismatches) }
    if let first = mismatches.first { throw HTTPRecordingError(file: name, reason: first) }
    guard let index = isPlayed.firstIndex(of: false) else { return }
    let count = isPlayed.count { !$0 }
    throw HTTPRecordingError(
      file: name,
      reason: "\(count) of \(isPlayed.count) exchanges were not asked for, the first of them number \(index + 1), "
        + Self.text(recording.exchanges[index]))
  }

  /// Returns the recorded response to a request, or throws the recorded failure.
  ///
  /// - Throws: The recorded failure; ``/AWSCredentials/HTTPTransportError`` with the code `other` if the recording has
  ///   no response for the request.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    if Task.isCancelled { throw HTTPTransportError(.cancelled, message: "The request was cancelled.") }
    let asked = RecordedRequestKey(request.head, body: try await RecordedRequestKey.collect(request.body))
    let found = state.withLock { state -> Result<HTTPRecording.Outcome, HTTPTransportError> in
      let candidates = recording.exchanges.indices.filter { !state.isPlayed[$0] }
      let matching: Int?
      switch order {
      case .recorded: matching = candidates.first.flatMap { asked.matches(recording.exchanges[$0]) ? $0 : nil }
      case .any: matching = candidates.first { asked.matches(recording.exchanges[$0]) }
      }
      guard let matching else {
        let wanted =
          switch (order, candidates.first) {
          case (_, nil): "all \(recording.exchanges.count) exchanges have been played"
          case (.recorded, let next?): "exchange \(next + 1) is \(Self.text(recording.exchanges[next]))"
          case (.any, _): "none of the \(candidates.count) exchanges that are left matches"
          }
        let message = "\(asked.text) was asked for, but \(wanted)"
        state.mismatches.append(message)
        return .failure(HTTPTransportError(.other, message: "The recording \(name) has no response: \(message)."))
      }
      state.isPlayed[matching] = true
      if let reason = recording.exchanges[matching].leftOut, Self.needsBody(recording.exchanges[matching]) {
        let message = "the body of exchange \(matching + 1), \(asked.text), is not in the recording: \(reason)"
        state.mismatches.append(message)
        return .failure(HTTPTransportError(.other, message: "The recording \(name): \(message)."))
      }
      return .success(recording.exchanges[matching].outcome)
    }
    switch try found.get() {
    case .response(let status, let headers, let body):
      return HTTPTransportResponse(
        head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers), body: AWSHTTPBody(body))
    case .failure(let code, let message): throw HTTPTransportError(code, message: message)
    }
  }

  /// Whether a client would read the body that was left out; of a failure it has the status.
  private static func needsBody(_ exchange: HTTPRecording.Exchange) -> Bool {
    if case .response(let status, _, _) = exchange.outcome { status < 300 } else { false }
  }

  private static func text(_ exchange: HTTPRecording.Exchange) -> String {
    RecordedRequestKey(method: exchange.method, url: exchange.url, action: exchange.action).text
  }
}

/// What a request is recognised by.
struct RecordedRequestKey {
  let method: String
  let url: String
  /// The URL with its path, which ``url`` may hide; an exchange that was written by hand may name it.
  private let urlWithPath: String
  let action: String?

  init(method: String, url: String, action: String?) {
    self.method = method
    self.url = url
    urlWithPath = url
    self.action = action
  }

  init(_ head: HTTPRequest, body: [UInt8]) {
    method = head.method.rawValue
    url = RecordedURL(head).text
    urlWithPath = RecordedURL(head, hidingPath: false).text
    action = Self.action(head, body)
  }

  var text: String { "\(method) \(url)\(action.map { " with Action=\($0)" } ?? "")" }

  func matches(_ exchange: HTTPRecording.Exchange) -> Bool {
    let recorded = RecordedURL(exchange.url)?.text
    return exchange.method == method && (recorded == url || recorded == urlWithPath)
      && (exchange.action == nil || exchange.action == action)
  }

  static func collect(_ body: AWSHTTPBody) async throws(HTTPTransportError) -> [UInt8] {
    do {
      return try await body.collect(upTo: 64 << 20)
    } catch {
      throw HTTPTransportError(.body, message: "The request's body could not be read.", cause: error)
    }
  }

  private static func action(_ head: HTTPRequest, _ body: [UInt8]) -> String? {
    guard isForm(head) else { return nil }
    return pairs(String(decoding: body, as: UTF8.self)).first { $0.name == "Action" }?.value
  }

  /// Whether the body of a request is a form, as in the Query protocol.
  static func isForm(_ head: HTTPRequest) -> Bool {
    head.headerFields[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
  }

  /// The fields of a form or query, decoded.
  static func pairs(_ text: String) -> [(name: String, value: String)] {
    func decoded(_ bytes: some Collection<UInt8>) -> String {
      String(decoding: WirePath.decodedParameter(bytes), as: UTF8.self)
    }
    return text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      return (decoded(name), decoded(pair.dropFirst(name.count + 1)))
    }
  }
}
