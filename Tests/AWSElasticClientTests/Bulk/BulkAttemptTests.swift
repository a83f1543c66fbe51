import AWSCore
import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Logging
import Testing

/// Whatever goes wrong in whichever order: there is one loop, one quota, and one number of attempts.
@Suite("Bulk, attempts")
struct BulkAttemptTests {
  /// What a request meets.
  enum Fault: CaseIterable {
    case proxy503, lost, broken, cutOff, wrongCount, busyFirst, failedFirst
  }

  /// A server that plays a script of faults, and then does as it is told.
  private final class Server: Sendable {
    private let state: Locked<(script: [Fault], sends: [String: Int], busy: [String: Int])>

    init(_ script: [Fault]) { state = Locked((script, [:], [:])) }

    /// How often each action was sent, by its id.
    var sends: [String: Int] { state.withLock { $0.sends } }
    /// How often each was sent without being rejected as busy.
    var attempts: [String: Int] {
      state.withLock { state in state.sends.merging(state.busy) { sent, busy in sent - busy } }
    }

    func answer(_ body: [UInt8]) throws(HTTPTransportError) -> HTTPTransportResponse {
      let ids = String(decoding: body, as: UTF8.self).split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("{\"index\":") else { return nil }
        return line.contains("_id") ? String(line.split(separator: "\"")[5]) : "none"
      }
      let fault = state.withLock { state in
        for id in ids { state.sends[id, default: 0] += 1 }
        let fault = state.script.isEmpty ? nil : state.script.removeFirst()
        if fault == .busyFirst, let first = ids.first { state.busy[first, default: 0] += 1 }
        return fault
      }
      let first = fault == .busyFirst ? 429 : fault == .failedFirst ? 503 : 201
      let items = ids.enumerated().map { #"{"index":{"_id":"\#($1)","status":\#($0 == 0 ? first : 201)}}"# }
      let text = #"{"took":1,"items":[\#(items.joined(separator: ","))]}"#
      switch fault {
      case .lost: throw HTTPTransportError(.connectionClosed, message: "reset")
      case .proxy503:
        return HTTPTransportResponse(head: HTTPResponse(status: .serviceUnavailable), body: AWSHTTPBody("busy"))
      case .broken:
        return HTTPTransportResponse(
          head: HTTPResponse(status: .ok), body: AWSHTTPBody(stream: BrokenChunks(), length: .unknown))
      case .cutOff:
        return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(String(text.dropLast(9))))
      case .wrongCount:
        return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(#"{"items":[]}"#))
      case .busyFirst, .failedFirst, nil:
        return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(text))
      }
    }
  }

  /// Runs a bulk call with an action without an id, if wanted, and two with one.
  private static func run(
    _ script: [Fault], withoutID: Bool, quota: Int = 500
  ) async throws -> (server: Server, report: BulkReport?) {
    let server = Server(script)
    let transport = ScriptedTransport { (request) throws(HTTPTransportError) in try server.answer(request.body) }
    let cache = CredentialCache(
      provider: ScriptedCredentialProvider { _ in Credentials(accessKeyId: "ASIAFAKE", secretAccessKey: "fake") })
    let client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: cache, region: "us-east-1", transport: transport, retry: RetryPolicy(maxAttempts: 3, quota: quota),
        clock: ManualClock(), random: { 0 }, logger: Logger(label: "test")),
      endpoint: try ElasticEndpoint("localhost:9200"))
    let named: [BulkAction] = [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])]
    let actions = (withoutID ? [.index(document: ["n": 0])] : []) + named
    do {
      return (server, try await client.bulk(actions, index: "b", options: BulkOptions()))
    } catch let error as ElasticError {
      return (server, error.partialReport)
    }
  }

  private static func scripts(length: Int) -> [[Fault]] {
    // All orders of all faults take too long.
    let faults = length < 4 ? Fault.allCases : [.proxy503, .broken, .cutOff, .busyFirst]
    return (0..<length).reduce([[]]) { scripts, _ in scripts.flatMap { script in faults.map { script + [$0] } } }
  }

  @Test("No action is sent more than three times, apart from rejections", arguments: 1...4)
  func attempts(length: Int) async throws {
    for script in Self.scripts(length: length) {
      let (server, report) = try await Self.run(script, withoutID: false)
      #expect(server.attempts.values.allSatisfy { (1...3).contains($0) }, "\(script): \(server.attempts)")
      let items = (report?.items.map(\.position) ?? []) + (report?.unknown ?? []) + (report?.unsent ?? [])
      #expect(items.sorted() == [0, 1], "\(script)")
    }
  }

  @Test("What has no id is not sent again once it may have been stored", arguments: 1...4)
  func withoutID(length: Int) async throws {
    for script in Self.scripts(length: length) {
      let (server, _) = try await Self.run(script, withoutID: true)
      // The index without an id is the first of its request, so that it is what is busy.
      #expect(server.attempts["none"] == 1, "\(script): \(server.attempts)")
      #expect(server.attempts.values.allSatisfy { $0 <= 3 }, "\(script): \(server.attempts)")
    }
  }

  @Test("A request whose response breaks off is sent once if one of its actions has no id")
  func brokenBody() async throws {
    for fault in [Fault.broken, .cutOff, .lost, .proxy503] {
      let (server, report) = try await Self.run([fault], withoutID: true)
      #expect(server.sends == ["none": 1, "1": 2, "2": 2])
      #expect(report?.unknown == [0] && report?.acknowledged.map(\.position) == [1, 2])
      #expect(report?.acknowledged.map(\.attempts) == [2, 2])
    }
  }

  @Test("Repeats are paid from the quota, whatever they are for; rejections are not")
  func quota() async throws {
    for fault in [Fault.broken, .cutOff, .wrongCount, .proxy503] {
      for withoutID in [false, true] {
        // The price of one retry.
        let (one, _) = try await Self.run([fault, fault, fault], withoutID: withoutID, quota: 5)
        #expect(one.sends["1"] == 2, "\(fault) \(one.sends)")
        let (none, _) = try await Self.run([fault], withoutID: withoutID, quota: 0)
        #expect(none.sends["1"] == 1, "\(fault)")
      }
    }
    let (failed, _) = try await Self.run([.failedFirst], withoutID: false, quota: 4)
    #expect(failed.sends["1"] == 1)
    let (busy, report) = try await Self.run(Array(repeating: .busyFirst, count: 6), withoutID: false, quota: 0)
    #expect(busy.sends == ["1": 7, "2": 1])
    #expect(report?.isSuccess == true)
    #expect(report?.acknowledged.map(\.attempts) == [7, 1])
  }

  @Test("What was paid for a repeat that is not made is returned to the quota", arguments: [true, false])
  func refund(isOvertaken: Bool) async throws {
    let failed = #"{"index":{"_id":"1","status":503,"error":{"type":"t","reason":"r"}}}"#
    let done = #"{"index":{"_id":"1","status":201,"_version":1}}"#
    let items = [isOvertaken ? failed + "," + done : failed, failed, done]
    let transport = ScriptedTransport(items.map { .text(#"{"took":1,"errors":true,"items":[\#($0)]}"#) })
    let clock = ManualClock()
    let random = Locked(1.0)
    let cache = CredentialCache(
      provider: ScriptedCredentialProvider { _ in Credentials(accessKeyId: "ASIAFAKE", secretAccessKey: "fake") })
    // The price of one retry.
    let client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: cache, region: "us-east-1", transport: transport, retry: RetryPolicy(maxAttempts: 3, quota: 5),
        clock: clock, random: { random.withLock { $0 } }, logger: Logger(label: "test")),
      endpoint: try ElasticEndpoint("localhost:9200"))
    let action = BulkAction.index(id: "1", document: ["n": 1])
    // The repeat of an action that a later one has overtaken is not made, nor is one whose pause ends with a cancellation.
    let first = TestTask { try await client.bulk(isOvertaken ? [action, action] : [action], index: "b") }
    if isOvertaken {
      #expect(try await first.value.failed.map(\.status) == [503])
    } else {
      try await clock.waitForSleepers(1)
      first.cancel()
      await #expect(throws: CancellationError.self) { try await first.value }
    }
    #expect(transport.requests.count == 1)
    random.withLock { $0 = 0 }
    let report = try await client.bulk([action], index: "b")
    #expect(report.isSuccess && transport.requests.count == 3)
  }

  @Test("The time for rejected actions ends, also if the clock stands still")
  func timeLimit() async throws {
    let (server, report) = try await Self.run(Array(repeating: .busyFirst, count: 500), withoutID: false)
    // Pauses of 0.5, 1, 2, 4, 8 and then 10 seconds on average: two minutes are over before the 17th.
    #expect(server.sends["1"] == 17)
    #expect(report?.failed.map(\.status) == [429])
  }
}
