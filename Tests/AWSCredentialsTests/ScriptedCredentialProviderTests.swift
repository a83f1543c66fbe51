import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The tools that other tests lean on.
struct ScriptedCredentialProviderTests {
  private let one = Credentials(accessKeyId: "ONE", secretAccessKey: "hush")

  @Test func clockWakesSleepersInTimeOnly() async throws {
    let clock = ManualClock()
    let start = clock.now()
    let tasks = [3, 1].map { seconds in
      TestTask { try await clock.sleep(for: .seconds(seconds)) }
    }
    try await clock.waitForSleepers(2)
    clock.advance(by: .milliseconds(999))
    clock.jump(by: .seconds(100))
    #expect(clock.sleeperCount == 2)
    clock.advance(by: .milliseconds(1))
    try await tasks[1].value
    #expect(clock.sleeperCount == 1)
    clock.advance(by: .seconds(2))
    try await tasks[0].value
    #expect(clock.now().timeIntervalSince(start) == 103)
    #expect(Set(clock.requestedSleeps) == [.seconds(1), .seconds(3)])
    try await clock.sleep(for: .zero)
  }

  @Test func cancelledSleeperLeaves() async throws {
    let clock = ManualClock()
    let task = TestTask { try await clock.sleep(for: .seconds(1)) }
    try await clock.waitForSleepers(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
    let early = TestTask {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      try await clock.sleep(for: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await early.value }
    let waiter = TestTask { try await clock.waitForSleepers(1) }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
  }

  @Test func sourceHangsUntilReleased() async throws {
    let provider = ScriptedCredentialProvider(name: "s", staleness: .mayServeStale)
    provider.hold()
    let kept = TestTask { try await provider.credentials() }
    let cancelled = TestTask { try await provider.credentials() }
    try await provider.waitForCalls(2)
    cancelled.cancel()
    let error = await #expect(throws: CredentialError.self) { try await cancelled.value }
    #expect(error?.code == .cancelled)
    provider.enqueue(.success(one))
    provider.release()
    #expect(try await kept.value == one)
    let empty = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(empty?.code == .failed && provider.callCount == 3)
  }

  @Test func transportRecordsAndAnswersInOrder() async throws {
    let transport = ScriptedTransport([.status(201, body: "first")])
    let request = HTTPTransportRequest(
      head: HTTPRequest(method: .post, scheme: "http", authority: "h", path: "/p"), body: AWSHTTPBody("data"))
    transport.hold()
    let task = TestTask { try await transport.send(request) }
    try await transport.waitForRequests(1)
    #expect(transport.requests.map(\.url) == ["http://h/p"] && transport.requests.map(\.body) == [Array("data".utf8)])
    transport.release()
    let response = try await task.value
    #expect(response.head.status.code == 201)
    #expect(try await response.body.collect(upTo: 10) == Array("first".utf8))
    let empty = await #expect(throws: HTTPTransportError.self) { try await transport.send(request) }
    #expect(empty?.code == .other)
  }
}
