import AWSCore
import AWSCredentials
import AWSRuntime
import Benchmarking
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One way to ask. `run` asks a number of times in a row.
struct BenchmarkCase: Sendable {
  static let names = ["evergreen.check", "evergreen.client", "floor.atomic", "mutex", "actor", "recipe"]

  let name: String
  /// Asks so many times.
  let run: @Sendable (Int) async throws -> Void
  /// How many times one batch of a measurement asks.
  let batch: Int

  static func all() async throws -> [BenchmarkCase] {
    let expiration = Date().addingTimeInterval(6 * 3600)
    let credentials = Credentials(
      accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      sessionToken: String(repeating: "token", count: 150), expiration: expiration)
    let cache = CredentialCache(provider: StaticCredentialProvider(credentials))
    let factory = ServiceClientFactory(credentials: cache) { _ in PretendClient() }
    let lease = try await factory.lease()
    let word = SharedWord()
    let mutex = MutexHolder(expiration: expiration)
    let actor = ActorHolder(expiration: expiration)
    let recipe = RecipeHolder(expiration: expiration)
    let expected = word.value.load(ordering: .relaxed)
    return [
      BenchmarkCase(name: "evergreen.check", batch: 2_000_000) { count in
        var stale = 0
        for _ in 0..<count where !lease.isCurrent { stale += 1 }
        try require(stale == 0)
      },
      BenchmarkCase(name: "evergreen.client", batch: 100_000) { count in
        for _ in 0..<count { blackHole(try await factory.client()) }
      },
      BenchmarkCase(name: "floor.atomic", batch: 2_000_000) { count in
        var stale = 0
        for _ in 0..<count where word.value.load(ordering: .acquiring) != expected { stale += 1 }
        try require(stale == 0)
      },
      BenchmarkCase(name: "mutex", batch: 100_000) { count in
        for _ in 0..<count { blackHole(mutex.client) }
      },
      BenchmarkCase(name: "actor", batch: 50_000) { count in
        for _ in 0..<count { blackHole(await actor.client) }
      },
      BenchmarkCase(name: "recipe", batch: 100_000) { count in
        for _ in 0..<count { blackHole(recipe.client) }
      },
    ]
  }

  init(name: String, batch: Int, run: @escaping @Sendable (Int) async throws -> Void) {
    self.name = name
    self.batch = batch
    self.run = run
  }

  private static func require(_ isAsExpected: Bool) throws {
    guard isAsExpected else {
      throw BenchmarkError(description: "A check said what it must not say while nothing rotates.")
    }
  }
}

/// Keeps the optimiser from dropping a result.
@inline(never)
func blackHole(_ client: PretendClient) {}

/// Stands for a service client: a reference that is handed out.
final class PretendClient: Sendable {}

/// The floor: one atomic word and nothing else.
final class SharedWord: Sendable {
  let value = Atomic<UInt64>(2)
}

/// The client behind the standard library's lock.
final class MutexHolder: Sendable {
  private struct State {
    let client = PretendClient()
    let expiration: Date
  }
  private let state: Mutex<State>

  init(expiration: Date) { state = Mutex(State(expiration: expiration)) }

  var client: PretendClient { state.withLock { $0.client } }
}

/// The client in an actor.
actor ActorHolder {
  private let held = PretendClient()
  private let expiration: Date

  init(expiration: Date) { self.expiration = expiration }

  var client: PretendClient { held }
}

/// The client as the well-known recipe has it: each access compares the expiration with the wall clock. One lock makes the
/// recipe, which has none, correct with more than one task.
final class RecipeHolder: Sendable {
  private struct State {
    var client = PretendClient()
    var expiration: Date
  }
  private let state: Locked<State>

  init(expiration: Date) { state = Locked(State(expiration: expiration)) }

  var client: PretendClient {
    state.withLock { state in
      if state.expiration < Date() { state.client = PretendClient() }
      return state.client
    }
  }
}
