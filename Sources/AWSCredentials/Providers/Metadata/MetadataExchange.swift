import AWSCore
import HTTPTypes
import Logging

/// A failed attempt to get something from a metadata service, and whether another attempt makes sense.
struct AttemptFailure: Error {
  enum Retry { case sensible, pointless }

  let error: CredentialError
  let retry: Retry
  /// What the transport said, if it was the transport that failed.
  var transport: HTTPTransportError.Code?

  init(_ error: CredentialError, _ retry: Retry, transport: HTTPTransportError.Code? = nil) {
    self.error = error
    self.retry = retry
    self.transport = transport
  }
}

/// The small requests made to the metadata services: body in memory, a few attempts, failures as ``CredentialError``.
struct MetadataExchange: Sendable {
  struct Response {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]
    /// The service's clock; `nil` if the response does not tell.
    let issuerClock: IssuerClock?
    /// What the request was authorized with.
    fileprivate let secrets: [String]

    /// Something the service said as one line for a message.
    ///
    /// A service may repeat a token, and no part of it may get into an error: tokens are replaced before the text is cut.
    ///
    /// - Parameters:
    ///   - text: What the service said.
    ///   - more: What must not be shown besides the request's own token.
    func quotable(_ text: String, hiding more: [String] = []) -> String {
      EchoRedaction(secrets + more).quotable(text)
    }
  }

  let provider: String
  var transport: any HTTPTransport
  let clock: any WallClock
  let logger: Logger
  let paths: PathVisibility

  /// Whether messages show the path of an address. That of ECS holds an identifier that entitles to credentials.
  enum PathVisibility { case shown, hidden }

  /// The most bytes a response may have.
  private static let bodyLimit = 1024 * 1024

  /// Sends one request and reads the whole response.
  func send(
    _ method: HTTPRequest.Method, _ address: MetadataAddress, fields: [(name: String, value: String)],
    timeouts: HTTPTimeouts
  ) async throws(AttemptFailure) -> Response {
    var head = HTTPRequest(
      method: method, scheme: address.scheme, authority: address.authority, path: address.path)
    for (name, value) in fields {
      guard let name = HTTPField.Name(name) else { continue }
      head.headerFields[name] = value
    }
    let place = "\(method) " + (paths == .shown ? address.shown : "\(address.scheme)://\(address.authority)")
    do {
      let response = try await transport.send(HTTPTransportRequest(head: head, timeouts: timeouts))
      let headers = response.head.headerFields
      let issuerClock = IssuerClock(date: headers[.date], age: headers[.age], received: clock.now())
      return Response(
        status: response.head.status.code, headers: headers,
        body: try await response.body.collect(upTo: Self.bodyLimit), issuerClock: issuerClock,
        secrets: Self.secrets(of: fields))
    } catch let error as HTTPTransportError {
      throw failure(error, place)
    } catch AWSHTTPBodyError.tooLarge(let limit) {
      throw AttemptFailure(
        CredentialError(
          .invalidResponse, provider: provider, message: "The response to \(place) has more than \(limit) bytes."),
        .pointless
      )
    } catch is CancellationError {
      throw AttemptFailure(cancelled(), .pointless)
    } catch {
      throw AttemptFailure(
        CredentialError(.failed, provider: provider, message: "The response to \(place) broke off.", cause: error),
        .sensible)
    }
  }

  /// Credentials out of a response.
  ///
  /// - Throws: ``CredentialError/Code/invalidResponse`` that names the first member missing or wrong.
  func credentials(in document: CredentialDocument, of response: Response) throws(CredentialError) -> Credentials {
    let credentials = try document.credentials(provider: provider)
    return response.issuerClock?.translated(credentials, logger: logger) ?? credentials
  }

  /// The tokens among a request's fields, longest first: each whole, and without a scheme such as `Bearer` before it.
  private static func secrets(of fields: [(name: String, value: String)]) -> [String] {
    fields.filter { $0.name == "Authorization" || $0.name == "X-aws-ec2-metadata-token" }
      .flatMap { [$0.value] + $0.value.split(separator: " ").dropFirst().map(String.init) }
      .filter { !$0.isEmpty }
  }

  /// Runs an operation until it succeeds, fails for good or has used up its attempts, waiting a little in between.
  func attempting<Value>(
    _ attempts: Int, _ operation: (_ attempt: Int) async throws(AttemptFailure) -> Value
  ) async throws(CredentialError) -> Value {
    var attempt = 1
    while true {
      do {
        return try await operation(attempt)
      } catch {
        guard error.retry == .sensible, attempt < attempts else { throw error.error }
        logger.debug(
          "A metadata request failed and will be repeated",
          metadata: [
            "aws.credentials.provider": "\(provider)", "aws.credentials.attempt": "\(attempt)",
            "aws.credentials.error": "\(error.error.message)",
          ])
      }
      do {
        try await clock.sleep(for: .milliseconds(100 << min(attempt, 4)))
      } catch {
        throw cancelled()
      }
      attempt += 1
    }
  }

  private func failure(_ error: HTTPTransportError, _ place: String) -> AttemptFailure {
    let (code, what, retry): (CredentialError.Code, String, AttemptFailure.Retry) =
      switch error.code {
      case .cancelled: (.cancelled, "\(place) was cancelled.", .pointless)
      case .connect: (.unreachable, "No connection could be made for \(place).", .sensible)
      case .connectTimeout: (.unreachable, "No connection could be made in time for \(place).", .sensible)
      case .untrustedCertificate:
        (.unreachable, ["No connection could be made for \(place).", error.message].sentences, .pointless)
      case .timeout: (.timedOut, "\(place) did not respond in time.", .sensible)
      case .connectionClosed: (.failed, "The connection was closed during \(place).", .sensible)
      case .invalidRequest: (.invalidConfiguration, "\(place) cannot be sent.", .pointless)
      default: (.failed, "\(place) failed.", .sensible)
      }
    return AttemptFailure(
      CredentialError(code, provider: provider, message: what, cause: error), retry, transport: error.code)
  }

  private func cancelled() -> CredentialError {
    CredentialError(.cancelled, provider: provider, message: "The fetch was cancelled.")
  }
}
