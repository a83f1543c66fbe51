import AWSCore
public import AWSCredentials
public import HTTPTypes

/// An HTTP transport for tests that uses no network: it returns the responses of a script (a list of responses) and
/// records the requests.
///
/// ```swift
/// let transport = ScriptedTransport([
///   .text("a-token"),
///   .status(503),
///   .failure(HTTPTransportError(.timeout, message: "No response came.")),
/// ])
/// // … use the transport …
/// #expect(transport.requests.map(\.head.path) == ["/latest/api/token", …])
/// ```
///
/// Responses are returned in the order of the requests. For responses that depend on the request use
/// ``init(handler:)``. ``hold()`` makes requests hang until ``release()``.
public final class ScriptedTransport: HTTPTransport {
  /// A request as the transport received it, with its whole body.
  public struct RecordedRequest: Sendable {
    /// The method, scheme, authority, path with query, and header fields of the request.
    public let head: HTTPRequest
    /// The bytes of the request's body.
    public let body: [UInt8]
    /// The time limits of the request. The transport only records them.
    public let timeouts: HTTPTimeouts
  }

  /// One entry of the script: a response to return, or an error to throw.
  public struct Response: Sendable {
    fileprivate let result: Result<HTTPTransportResponse, HTTPTransportError>

    /// An entry of the script that returns the given response.
    ///
    /// - Parameter response: The response to return.
    public static func response(_ response: HTTPTransportResponse) -> Response { Response(result: .success(response)) }

    /// An entry of the script that returns a response with the given status.
    ///
    /// - Parameters:
    ///   - status: The status code.
    ///   - headers: The header fields of the response; none by default.
    ///   - body: The text of the response's body; empty by default.
    public static func status(_ status: Int, headers: HTTPFields = [:], body: String = "") -> Response {
      response(
        HTTPTransportResponse(
          head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers), body: AWSHTTPBody(body))
      )
    }

    /// An entry of the script that returns a response with status 200 and the given body.
    ///
    /// - Parameter body: The text of the response's body.
    public static func text(_ body: String) -> Response { status(200, body: body) }

    /// An entry of the script that returns no response: the transport throws the given error.
    ///
    /// - Parameter error: The error to throw.
    public static func failure(_ error: HTTPTransportError) -> Response { Response(result: .failure(error)) }
  }

  private let responses: Locked<[Response]>
  private let handler: (@Sendable (RecordedRequest) async throws(HTTPTransportError) -> HTTPTransportResponse)?
  private let recorded = Locked<[RecordedRequest]>([])
  private let received = CountWaiters("requests")
  private let gate = Gate()
  private let bodyLimit = 64 * 1024 * 1024

  /// Makes a transport that returns the given responses one after the other.
  ///
  /// A request for which no response is left fails with ``HTTPTransportError/Code/other``.
  ///
  /// - Parameter responses: The responses, in the order of the requests.
  public init(_ responses: [Response] = []) {
    self.responses = Locked(responses)
    handler = nil
  }

  /// Makes a transport that calls a closure to get the response to each request.
  ///
  /// - Parameter handler: Returns the response to a request.
  public init(
    handler: @escaping @Sendable (RecordedRequest) async throws(HTTPTransportError) -> HTTPTransportResponse
  ) {
    responses = Locked([])
    self.handler = handler
  }

  /// Adds responses to the end of the script. Has no effect on a transport made with a closure.
  ///
  /// - Parameter more: The responses to add, in the order of the requests.
  public func enqueue(_ more: Response...) {
    responses.withLock { responses in responses += more }
  }

  /// Makes every request from now on hang until ``release()``.
  public func hold() { gate.close() }

  /// Lets every hanging request, and every later one, continue.
  public func release() { gate.open() }

  /// All requests that the transport has received, in order.
  public var requests: [RecordedRequest] { recorded.withLock { recorded in recorded } }

  /// Waits until at least the given number of requests have arrived, counted since the transport was made.
  ///
  /// - Parameter count: How many requests to wait for.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForRequests(_ count: Int) async throws { try await received.wait(for: count) }

  /// Records a request and returns the next response of the script, or throws its error. After ``hold()`` it first
  /// waits for ``release()``.
  public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let body: [UInt8]
    do {
      body = try await request.body.collect(upTo: bodyLimit)
    } catch {
      throw HTTPTransportError(.body, message: "The request's body could not be read.", cause: error)
    }
    let record = RecordedRequest(head: request.head, body: body, timeouts: request.timeouts)
    recorded.withLock { recorded in recorded.append(record) }
    received.increment()
    do {
      try await gate.pass()
    } catch {
      throw HTTPTransportError(.cancelled, message: "The request was cancelled.", cause: error)
    }
    if let handler { return try await handler(record) }
    let next = responses.withLock { responses in responses.isEmpty ? nil : responses.removeFirst() }
    guard let next else {
      throw HTTPTransportError(
        .other,
        message: "The script has no response for \(record.head.method) \(record.head.path ?? "/"); enqueue one.")
    }
    return try next.result.get()
  }
}
