import AWSCredentials
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Credentials {
  /// A temporary key with a number, so that tests can tell keys apart.
  static func numbered(_ number: Int, expiration: Date? = nil) -> Credentials {
    Credentials(
      accessKeyId: "AKID-\(number)", secretAccessKey: "hush-\(number)", sessionToken: "quiet-\(number)",
      expiration: expiration, provider: "test")
  }
}

extension CredentialError {
  static let passing = CredentialError(.unreachable, provider: "test", message: "nobody answers")
  static let permanent = CredentialError(.rejected, provider: "test", message: "the role may not be assumed")
}

/// A cache over a scripted provider with a clock that stands still.
struct CacheBench {
  let clock = ManualClock()
  let provider: ScriptedCredentialProvider
  let cache: CredentialCache

  init(
    staleness: StalenessPolicy = .mayServeStale, policy: RefreshPolicy = RefreshPolicy(), random: Double = 0.5,
    answers: [ScriptedCredentialProvider.Outcome] = []
  ) {
    provider = ScriptedCredentialProvider(staleness: staleness, results: answers)
    cache = CredentialCache(provider: provider, policy: policy, clock: clock, random: { random })
  }

  /// A key that lives for a number of seconds from now.
  func key(_ number: Int, lifetime: Double) -> Credentials {
    .numbered(number, expiration: clock.now().addingTimeInterval(lifetime))
  }

  /// Lets a provider answer with a key that lives for a number of seconds from now.
  func enqueue(_ number: Int, lifetime: Double) {
    provider.enqueue(.success(key(number, lifetime: lifetime)))
  }

  func keyId() async throws -> String { try await cache.snapshot(at: clock.now()).credentials.accessKeyId }
}
