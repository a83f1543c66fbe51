import AWSCredentials
import AWSTesting
import Testing
import evergreen

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How long `evergreen sign` remembers that there were no credentials.
@Suite struct LineSignerTests {
  private let clock = ManualClock(start: Date(timeIntervalSince1970: 1_767_323_045))

  private func signer(_ provider: ScriptedCredentialProvider) -> LineSigner {
    LineSigner(clock: clock) { CredentialCache(provider: provider, clock: clock) }
  }

  private func credentials(_ id: String, for seconds: Double?) -> Credentials {
    Credentials(
      accessKeyId: id, secretAccessKey: "s", expiration: seconds.map { clock.now().addingTimeInterval($0) })
  }

  @Test("A search that found nothing is repeated after ten seconds")
  func search() async throws {
    let provider = ScriptedCredentialProvider { call throws(CredentialError) in
      guard call > 1 else { throw CredentialError(.failed, provider: "p", message: "Not yet.") }
      return credentials("AKIDEXAMPLE", for: nil)
    }
    var signer = signer(provider)
    for _ in 0..<3 { await #expect(throws: CredentialError.self) { try await signer.found() } }
    #expect(provider.callCount == 1)
    clock.advance(by: .seconds(3600))
    #expect(try await signer.found().accessKeyId == "AKIDEXAMPLE")
  }

  @Test("A refresh that fails once does not end the signing")
  func refresh() async throws {
    let provider = ScriptedCredentialProvider { call throws(CredentialError) in
      guard call != 2 else { throw CredentialError(.failed, provider: "p", message: "Once.") }
      return credentials("AKID\(call)", for: 900)
    }
    var signer = signer(provider)
    #expect(try await signer.found().accessKeyId == "AKID1")
    clock.advance(by: .seconds(1000))
    _ = try? await signer.found()
    clock.advance(by: .seconds(1000))
    let last = try await signer.found()
    #expect(last.accessKeyId != "AKID1", "\(last)")
  }
}
