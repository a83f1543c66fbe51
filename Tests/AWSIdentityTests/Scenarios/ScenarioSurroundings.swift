import AWSCore
import AWSCredentials
import AWSTesting
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Plays the requests of a scenario in their order and notes what was not as it should be.
final class ScenarioTransport: HTTPTransport {
  private struct State {
    var remaining: [Scenario.Exchange]
    var problems: [String] = []
  }

  private let state: Locked<State>

  init(_ exchanges: [Scenario.Exchange]) { state = Locked(State(remaining: exchanges)) }

  /// What went wrong, requests that were not made included.
  var problems: [String] {
    state.withLock { state in state.problems + state.remaining.map { "\($0.match) was not requested" } }
  }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let head = request.head
    let line = "\(head.method) \(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")"
    let body: String
    do {
      body = String(decoding: try await request.body.collect(upTo: 1 << 20), as: UTF8.self)
    } catch {
      throw HTTPTransportError(.body, message: "The body cannot be read.", cause: error)
    }
    let exchange = state.withLock { state -> Scenario.Exchange? in
      guard let next = state.remaining.first, line.hasPrefix(next.match) else {
        state.problems.append("\(line) was not expected, but \(state.remaining.first?.match ?? "nothing")")
        return nil
      }
      state.remaining.removeFirst()
      state.problems += Self.differences(next, line: line, head: head, body: body)
      return next
    }
    guard let exchange else {
      throw HTTPTransportError(.connect, message: "Nobody listens at \(head.authority ?? "").")
    }
    switch exchange.error {
    case "connectTimeout": throw HTTPTransportError(.connectTimeout, message: "no answer")
    case "timeout": throw HTTPTransportError(.timeout, message: "no answer")
    case let other?: throw HTTPTransportError(.other, message: other)
    case nil: break
    }
    var response = HTTPResponse(status: .init(code: exchange.status ?? 200))
    for (name, value) in exchange.headers ?? [:] {
      guard let name = HTTPField.Name(name) else { continue }
      response.headerFields[name] = value
    }
    return HTTPTransportResponse(head: response, body: AWSHTTPBody(exchange.body ?? ""))
  }

  private static func differences(
    _ exchange: Scenario.Exchange, line: String, head: HTTPRequest, body: String
  ) -> [String] {
    var found: [String] = []
    for part in exchange.target ?? [] where !line.contains(part) { found.append("\(line) lacks \(part)") }
    for part in exchange.contains ?? [] where !body.contains(part) { found.append("\(line): its body lacks \(part)") }
    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
    for (name, value) in exchange.header ?? [:] where field(name) != value {
      found.append("\(line): \(name) is \(field(name) ?? "missing")")
    }
    if let key = exchange.signedBy, field("authorization")?.contains("Credential=\(key)/") != true {
      found.append("\(line): not signed by \(key)")
    }
    if let token = exchange.token, field("x-amz-security-token") != token {
      found.append("\(line): without the token of its key")
    }
    if exchange.unsigned == true, field("authorization") != nil { found.append("\(line): is signed") }
    return found
  }
}

/// Runs the programs of a scenario.
struct ScenarioProcesses: ProcessRunner {
  var programs: [Scenario.Program]

  func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessOutcome {
    let found = programs.first { $0.program == command.program && $0.arguments == command.arguments }
    guard let found else { throw ProcessError(.notFound, message: "There is no program \(command).") }
    if let error = found.error.flatMap(ProcessError.Code.init(rawValue:)) {
      throw ProcessError(error, message: "It was \(error.rawValue).")
    }
    return ProcessOutcome(
      status: .exited(found.status ?? 0), standardOutput: Array((found.standardOutput ?? "").utf8),
      standardError: Array((found.standardError ?? "").utf8))
  }
}

/// A clock on which short pauses pass at once and long ones, which are time limits, never end.
struct ScenarioClock: WallClock {
  private let clock: ManualClock

  init(start: Date) { clock = ManualClock(start: start) }

  func now() -> Date { clock.now() }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    if duration < .seconds(10) {
      clock.advance(by: duration)
    } else {
      try await clock.sleep(for: .seconds(1_000_000))
    }
  }
}
