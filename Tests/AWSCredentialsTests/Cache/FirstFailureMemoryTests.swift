import AWSCredentials
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A policy may keep a program that has no credentials yet from asking its provider with every request.
struct FirstFailureMemoryTests {
  private static let start = moment(0)

  private static func moment(_ seconds: Double) -> Moment {
    Moment(wall: Date(timeIntervalSince1970: 1_700_000_000 + seconds), monotonic: .seconds(seconds))
  }
  private static let error = CredentialError(.failed, provider: "test", message: "too many requests")

  /// A machine whose first fetch has failed for a reason that passes.
  private func machineAfterFailure(policy: RefreshPolicy) throws -> RefreshStateMachine {
    var machine = RefreshStateMachine(policy: policy)
    guard case .startRefresh(let number) = machine.request(now: Self.start, staleness: .mayServeStale) else {
      throw Self.error
    }
    let outcome = machine.refreshEnded(
      number, .failure(Self.error), now: Self.start, staleness: .mayServeStale, random: 0.5)
    #expect(throws: CredentialError.self) { try #require(outcome).result.get() }
    return machine
  }

  private func starts(_ machine: inout RefreshStateMachine, after seconds: Double) -> Bool {
    let answer = machine.request(now: Self.moment(seconds), staleness: .mayServeStale)
    if case .startRefresh = answer { return true }
    return false
  }

  @Test func byDefaultTheNextRequestAsksAgain() throws {
    var machine = try machineAfterFailure(policy: RefreshPolicy())
    #expect(starts(&machine, after: 0))
  }

  @Test func aRememberedFailureIsThrownWithoutAskingTheProvider() throws {
    var machine = try machineAfterFailure(policy: RefreshPolicy(firstFailureMemory: .seconds(5) ... .seconds(15)))
    // Drawn at one half: 10 s.
    #expect(!starts(&machine, after: 9.9))
    #expect(starts(&machine, after: 10))
  }

  @Test func itEndsWithTheFirstSuccess() throws {
    let policy = RefreshPolicy(firstFailureMemory: .seconds(5) ... .seconds(15))
    var machine = try machineAfterFailure(policy: policy)
    let later = Self.moment(10)
    guard case .startRefresh(let number) = machine.request(now: later, staleness: .mayServeStale) else {
      throw Self.error
    }
    let credentials = Credentials(
      accessKeyId: "KEY", secretAccessKey: "not-a-secret", expiration: later.wall.addingTimeInterval(3600))
    _ = machine.refreshEnded(number, .success(credentials), now: later, staleness: .mayServeStale, random: 0.5)
    #expect(machine.servable(now: later, staleness: .mayServeStale)?.generation == 1)
  }
}
