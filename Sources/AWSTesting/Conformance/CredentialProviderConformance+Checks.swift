import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CredentialProviderConformance {
  static let checks: [(String, @Sendable (CredentialProviderConformance) async throws -> Report.Outcome)] = [
    ("the name is one line and always the same", checkName),
    ("a fetch returns whole credentials", checkCredentials),
    ("a fetch can be repeated", checkRepetition),
    ("fetches may run at the same time", checkConcurrency),
    ("a cache over the provider serves, asking once for many", checkCache),
    ("a cancelled fetch ends", checkCancellation),
    ("printing the provider shows no secret", checkPrinting),
    ("an inspection ends and shows no secret", checkInspection),
    ("a failure is told clearly and shows no secret", checkErrors),
    ("a failure does not stick", checkRecovery),
  ]

  @Sendable private static func checkName(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider = try await kit.make()
    let name = provider.name
    guard !name.allSatisfy(\.isWhitespace) else { return .failed("name is blank; say what a log should call it") }
    guard !name.contains(where: \.isNewline) else { return .failed("name spans several lines") }
    _ = try? await kit.fetch(provider)
    guard provider.name == name else { return .failed("name was \(name) and is \(provider.name) after a fetch") }
    return .passed
  }

  @Sendable private static func checkCredentials(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    try kit.expectUsable(try await kit.fetch(try await kit.make()))
    return .passed
  }

  @Sendable private static func checkRepetition(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider = try await kit.make()
    for _ in 1...3 { try kit.expectUsable(try await kit.fetch(provider)) }
    return .passed
  }

  @Sendable private static func checkConcurrency(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider = try await kit.make()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...16 { group.addTask { try kit.expectUsable(try await kit.fetch(provider)) } }
      try await group.waitForAll()
    }
    return .passed
  }

  @Sendable private static func checkCache(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let counting = CountingCredentialProvider(base: try await kit.make())
    let cache = CredentialCache(provider: counting, clock: kit.clock)
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 1...50 {
        group.addTask {
          let fetched = await kit.bounded { () async throws(CredentialError) in try await cache.takeSnapshot() }
          return try kit.value(fetched).credentials.accessKeyId
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    guard keys.count == 1 else { return .failed("50 callers got \(keys.count) different keys") }
    _ = try kit.value(await kit.bounded { () async throws(CredentialError) in try await cache.takeSnapshot() })
    let count = counting.count.withLock { $0 }
    guard count == 1 else {
      return .failed("51 callers made the cache ask \(count) times; the credentials are due for a refresh at once")
    }
    return .passed
  }

  @Sendable private static func checkCancellation(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider: any CredentialProvider
    if let hanging = kit.hanging { provider = try await hanging() } else { provider = try await kit.make() }
    let task = Task { () async throws -> Credentials in try await provider.credentials() }
    // Time to get to the point where it waits.
    try? await Task.sleep(for: min(kit.timeLimit / 10, .milliseconds(200)))
    task.cancel()
    let ended = await kit.bounded { () async throws(CredentialError) -> Result<Credentials, any Error> in
      await task.result
    }
    switch ended {
    case nil: return .failed("a fetch was still running \(kit.timeLimit) after it was cancelled")
    case .success(.success) where kit.hanging != nil:
      return .failed("the provider made by hanging returned credentials")
    case .success(.failure(let error)):
      // A cache would remember a cancellation that a provider reports as a permanent failure.
      if let error = error as? CredentialError, error.code == .rejected {
        return .failed("a cancelled fetch threw \(error.code); throw cancelled")
      }
    default: break
    }
    return kit.hanging == nil ? .notChecked("set hanging; a provider that works was cancelled, and ended") : .passed
  }

  @Sendable private static func checkPrinting(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider = try await kit.make()
    let credentials = try await kit.fetch(provider)
    try kit.expectNoSecret(in: provider, of: credentials, what: "the provider")
    return .passed
  }

  @Sendable private static func checkInspection(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    let provider = try await kit.make()
    let credentials = try await kit.fetch(provider)
    let inspected = await kit.bounded { () async throws(CredentialError) in provider.inspection() }
    guard case .success(let inspection)? = inspected else {
      return .failed("inspection() took longer than \(kit.timeLimit); it must not ask anyone")
    }
    try kit.expectNoSecret(in: inspection, of: credentials, what: "the inspection")
    return .passed
  }

  @Sendable private static func checkErrors(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    guard let failing = kit.failing else { return .notChecked("set failing") }
    let provider = try await failing().provider
    let credentials = try? await kit.fetch(try await kit.make())
    switch await kit.bounded({ () async throws(CredentialError) in try await provider.credentials() }) {
    case nil: return .failed("a fetch that should fail ran for more than \(kit.timeLimit)")
    case .success: return .failed("the provider made by failing returned credentials")
    case .failure(let error):
      guard !error.provider.allSatisfy(\.isWhitespace) else { return .failed("the error names no provider") }
      guard error.message.count >= 10 else { return .failed("the error's message says next to nothing") }
      guard error.message.utf8.count <= 4096 else { return .failed("the error's message is longer than 4096 bytes") }
      try kit.expectNoSecret(in: error, of: credentials, what: "the error")
      return .passed
    }
  }

  @Sendable private static func checkRecovery(_ kit: CredentialProviderConformance) async throws -> Report.Outcome {
    guard let failing = kit.failing else { return .notChecked("set failing") }
    let subject = try await failing()
    guard let heal = subject.heal else { return .notChecked("set heal of what failing makes") }
    _ = await kit.bounded { () async throws(CredentialError) in try await subject.provider.credentials() }
    try await heal()
    try kit.expectUsable(try await kit.fetch(subject.provider))
    return .passed
  }
}

// MARK: - What the checks share

extension CredentialProviderConformance {
  /// Counts the fetches of another provider.
  private final class CountingCredentialProvider: CredentialProvider {
    let base: any CredentialProvider
    let count = Locked(0)
    var name: String { base.name }
    var staleness: StalenessPolicy { base.staleness }

    init(base: any CredentialProvider) { self.base = base }

    func credentials() async throws(CredentialError) -> Credentials {
      count.withLock { $0 += 1 }
      return try await base.credentials()
    }

    func inspection() -> ProviderInspection { base.inspection() }
  }

  /// Does something that may ignore cancellation; `nil` if it takes longer than the time limit.
  private func bounded<Value: Sendable>(
    _ body: @escaping @Sendable () async throws(CredentialError) -> Value
  ) async -> Result<Value, CredentialError>? {
    let (results, sink) = AsyncStream.makeStream(of: Result<Value, CredentialError>?.self)
    let work = Task {
      do throws(CredentialError) {
        sink.yield(.success(try await body()))
      } catch {
        sink.yield(.failure(error))
      }
    }
    let limit = Task {
      // In real time, because the provider may use a clock that the checks cannot move.
      guard (try? await Task.sleep(for: timeLimit)) != nil else { return }
      sink.yield(nil)
    }
    defer {
      work.cancel()
      limit.cancel()
      sink.finish()
    }
    for await result in results { return result }
    return nil
  }

  private func fetch(_ provider: any CredentialProvider) async throws(Failure) -> Credentials {
    try value(await bounded { () async throws(CredentialError) in try await provider.credentials() })
  }

  private func value<Value>(_ result: Result<Value, CredentialError>?) throws(Failure) -> Value {
    switch result {
    case nil: throw Failure(reason: "a fetch took longer than \(timeLimit)")
    case .success(let value): return value
    case .failure(let error): throw Failure(reason: "a fetch failed: \(error)")
    }
  }

  private func expectUsable(_ credentials: Credentials) throws(Failure) {
    let parts = [("accessKeyId", credentials.accessKeyId), ("secretAccessKey", credentials.secretAccessKey)]
    for (name, text) in parts + (credentials.sessionToken.map { [("sessionToken", $0)] } ?? []) {
      guard !text.isEmpty else { throw Failure(reason: "\(name) is empty") }
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Failure(reason: "\(name) holds white space, control characters or characters outside of ASCII")
      }
    }
    guard let expiration = credentials.expiration else { return }
    guard expiration.timeIntervalSince1970.isFinite else { throw Failure(reason: "expiration is not a time") }
    guard !credentials.isExpired(at: clock.now()) else { throw Failure(reason: "the credentials have already expired") }
  }

  private func expectNoSecret(in value: Any, of credentials: Credentials?, what: String) throws(Failure) {
    var dumped = ""
    dump(value, to: &dumped)
    let texts = ["\(value)", String(reflecting: value), dumped]
    // A secret of a letter or two, as tests have them, is in every text.
    let own = [credentials?.secretAccessKey, credentials?.sessionToken].compactMap { $0 }.filter { $0.count >= 8 }
    for secret in own + secrets where !secret.isEmpty {
      // `dump` writes quotes and backslashes escaped.
      let escaped = String(secret.debugDescription.dropFirst().dropLast())
      guard texts.contains(where: { $0.contains(secret) || $0.contains(escaped) }) else { continue }
      throw Failure(
        reason: "\(what) shows a secret when it is printed or dumped; give it a description and a customMirror")
    }
  }
}
