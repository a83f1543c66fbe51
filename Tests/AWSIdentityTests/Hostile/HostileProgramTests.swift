import AWSCore
import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A `credential_process` that prints what it never should, or never ends.
@Suite
struct HostileProgramTests {
  private let runner = ScriptedProcessRunner()
  private let clock = ManualClock()
  private let files = InMemoryFileSystem(["/home/me/.aws/config": "[default]\ncredential_process = /bin/tool\n"])

  private func provider() -> any CredentialProvider {
    ProfileCredentialProvider(
      profile: nil,
      context: CredentialProviderContext(
        environment: ["HOME": "/home/me"], fileSystem: files, transport: ScriptedTransport(), processRunner: runner,
        clock: clock, platform: .posix))
  }

  private static let members = HostileResponse.Members(sessionToken: "SessionToken", frame: ("{\"Version\":1,", "}"))
  // A program has no status of HTTP, needs no session token, and may print as much as it likes.
  private static let outputs = HostileResponse.json(members).filter { answer in
    answer.status == 200 && !["no token", "a null token", "10 MB of it"].contains(answer.name)
  }

  private func good(_ key: String, until expiration: String) -> ScriptedProcessRunner.Outcome {
    .success(
      ProcessOutcome(
        standardOutput: Array(Self.members.document(expiration: "\"\(expiration)\"", key: "\"\(key)\"").utf8)))
  }

  @Test func aProviderRefusesOrReadsWhole() async {
    for hostile in Self.outputs {
      runner.enqueue(.success(ProcessOutcome(standardOutput: hostile.body)))
      do throws(CredentialError) {
        let found = try await provider().credentials()
        #expect(hostile.expectation != .refused, "\(hostile)")
        #expect(found.accessKeyId == HostileResponse.accessKeyId, "\(hostile)")
        #expect(found.sessionToken?.holdsControlCharacter == false, "\(hostile)")
      } catch {
        let text = "\(error)"
        #expect(!text.contains(HostileResponse.secretAccessKey) && !text.contains(HostileResponse.sessionToken))
        #expect(text.utf8.count < 1500 && text.contains("default"), "\(hostile): \(text)")
        #expect([.failed, .invalidResponse, .expired].contains(error.code), "\(hostile): \(error)")
      }
    }
    print("hostile answers: \(Self.outputs.count) of a credential_process")
    #expect(Self.outputs.count > 40)
  }

  @Test func tenMegabytesAroundCredentialsAreReadWhole() async throws {
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: 10 * 1024 * 1024)
    runner.enqueue(.success(ProcessOutcome(standardOutput: Array(Self.members.document().utf8) + padding)))
    #expect(try await provider().credentials().accessKeyId == HostileResponse.accessKeyId)
  }

  @Test func theCacheKeepsWhatItHasAndRecovers() async throws {
    for hostile in Self.outputs where hostile.expectation != .refusedOrWhole {
      let clock = ManualClock()
      let runner = ScriptedProcessRunner()
      let provider = ProfileCredentialProvider(
        profile: nil,
        context: CredentialProviderContext(
          environment: ["HOME": "/home/me"], fileSystem: files, transport: ScriptedTransport(), processRunner: runner,
          clock: clock, platform: .posix))
      let cache = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
      runner.enqueue(good("ASIAGOOD", until: "2026-01-01T01:00:00Z"))
      #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD", "\(hostile)")
      runner.enqueue(.success(ProcessOutcome(standardOutput: hostile.body)))
      clock.advance(by: .seconds(3590))
      #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD", "\(hostile)")
      #expect(cache.generation == 1, "\(hostile)")
      runner.enqueue(good("ASIANEXT", until: "2026-06-01T00:00:00Z"))
      clock.advance(by: cache.policy.failureBackoff.upperBound)
      #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIANEXT", "\(hostile)")
    }
  }

  @Test func aProgramThatNeverEndsIsGivenUp() async throws {
    runner.hold()
    let cache = CredentialCache(provider: provider(), clock: clock, random: { 0.5 })
    let asked = TestTask { try await cache.snapshot(at: clock.now()) }
    try await runner.waitForCalls(1)
    try await clock.waitForSleep(of: cache.policy.providerTimeout)
    clock.advance(by: cache.policy.providerTimeout)
    let error = await #expect(throws: CredentialError.self) { try await asked.value }
    #expect(error?.code == .timedOut)
    // Alone, the program has a limit of its own.
    #expect(runner.commands.allSatisfy { $0.timeout > .zero && $0.timeout <= .seconds(120) })
    runner.release()
    runner.enqueue(good("ASIAGOOD", until: "2026-06-01T00:00:00Z"))
    clock.advance(by: .seconds(60))
    #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD")
  }
}
