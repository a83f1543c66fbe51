import AWSCore
import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting

/// A document of the trial.
private struct Document: Encodable, Sendable {
  let n: Int
  let title: String
  let price: Double
}

/// The account of all lanes.
private final class SharedAccount: Sendable {
  private let account = Locked(TrialAccount())

  var value: TrialAccount { account.withLock { $0 } }

  func change(_ change: (inout TrialAccount) -> Void) { account.withLock { change(&$0) } }
}

/// One run: calls side by side, then the account.
struct Trial {
  private static let lanes = 4
  private static let actionsPerCall = 1000
  private static let actionsPerRequest = 250

  let run: Arguments.Run
  let server: TrialServer
  let documents: Int

  func perform() async throws -> TrialOutcome {
    let index = "evergreen-trial-\(run.hasIDs ? "ids" : "noids")-\(run.seed)"
    try await server.reset(index)
    let keys = KeyRing()
    let dice = FaultDice(seed: run.seed, isOn: run.hasFaults)
    let account = SharedAccount()
    let start = ContinuousClock.now
    try await FaultProxy(server: server, keys: keys, dice: dice).listen { endpoint in
      let client = try client(endpoint, keys)
      let rotator = Task {
        while !Task.isCancelled {
          try await Task.sleep(for: .milliseconds(500))
          keys.rotate()
        }
      }
      defer { rotator.cancel() }
      await withTaskGroup(of: Void.self) { group in
        for lane in 0..<Self.lanes {
          group.addTask { await send(lane: lane, index: index, client: client, account: account) }
        }
      }
    }
    let stored = try await server.scan(index, documents: documents)
    return TrialOutcome(
      run: run, documents: documents, account: account.value, stored: stored, faults: dice.counts,
      keys: keys.count, duration: ContinuousClock.now - start, isBad: dice.isBad)
  }

  private func client(_ endpoint: String, _ keys: KeyRing) throws -> ElasticClient {
    let cache = CredentialCache(
      provider: ScriptedCredentialProvider { _ in keys.newest },
      policy: RefreshPolicy(failureBackoff: .milliseconds(20) ... .milliseconds(40)))
    let retry = RetryPolicy(
      maxAttempts: 10, baseDelay: .milliseconds(5), throttlingBaseDelay: .milliseconds(10),
      maxDelay: .milliseconds(100),
      quota: 1_000_000)
    return ElasticClient(
      configuration: ClientConfiguration(credentials: cache, region: "us-east-1", retry: retry),
      endpoint: try ElasticEndpoint(endpoint, service: .es, region: "us-east-1"))
  }

  /// Each lane has every n-th call.
  private func send(lane: Int, index: String, client: ElasticClient, account: SharedAccount) async {
    let step = Self.actionsPerCall
    for start in stride(from: lane * step, to: documents, by: Self.lanes * step) {
      let numbers = start..<min(start + step, documents)
      let actions = numbers.lazy.map { number in
        BulkAction.index(
          id: run.hasIDs ? "\(number)" : nil,
          document: Document(n: number, title: "document \(number)", price: Double(number) / 4))
      }
      do {
        let report = try await client.bulk(
          actions, index: index, options: BulkOptions(maxActions: Self.actionsPerRequest))
        account.change { $0.add(report, of: numbers, error: nil) }
      } catch {
        let error = error as? ElasticError
        account.change { $0.add(error?.partialReport, of: numbers, error: error) }
      }
    }
  }
}
