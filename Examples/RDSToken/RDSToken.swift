import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSSigV4
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A factory for what is derived from credentials: a database pool, whose connections each get a fresh IAM token as their
/// password. When credentials rotate, a new pool is built, and the old one is closed when nobody uses it any more.
@main
struct RDSToken {
  static func main() async throws {
    let (host, region) = ("db.abcdefghijkl.us-east-1.rds.amazonaws.com", "us-east-1")
    try await Emulator.withEmulator { emulator in
      let context = CredentialProviderContext(
        environment: ProcessEnvironment(emulator.environment), transport: AsyncHTTPClientTransport.shared)
      let credentials = CredentialCache(provider: .instanceMetadata(in: context))
      // The README and the factory's documentation show these lines; a test compares them. Here pools are used in
      // `withClient` only, so that nobody needs a grace time.
      let factory = ServiceClientFactory(credentials: credentials, graceTime: .zero) { snapshot in
        // The key lives for hours, a token for 15 minutes: the pool asks for one whenever it opens a connection.
        DatabasePool {
          try IAMAuthToken.rds(
            host: host, port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
        }
      } retire: { pool in
        await pool.close()
      }
      try await withThrowingTaskGroup { tasks in
        // In a service, a ServiceGroup runs the factory, and closes the last pool when it shuts down.
        tasks.addTask { try await factory.run() }
        for _ in 1...3 {
          try await factory.withClient { pool in
            for _ in 1...2 { print("pool \(pool.number): connected with \(try pool.connect())") }
          }
          // The credentials rotate. A service refuses the old ones, and the cache is told.
          let key = try await credentials.snapshot().credentials.accessKeyId
          emulator.rotateCredentials()
          credentials.invalidate(rejectedAccessKeyId: key)
        }
        tasks.cancelAll()
      }
      print("\(factory.buildCount) pools were built, \(factory.retiredCount) were closed")
    }
  }
}

/// Stands for the pool of a database driver that asks for the password of each connection it opens. A connection that is
/// open stays open when its token ends.
final class DatabasePool: Sendable {
  private static let count = Atomic<Int>(0)

  /// Which pool this is, counted from 1.
  let number = count.add(1, ordering: .relaxed).newValue
  private let password: @Sendable () throws -> IAMAuthToken

  init(password: @escaping @Sendable () throws -> IAMAuthToken) { self.password = password }

  /// Opens a connection.
  ///
  /// - Returns: The password it was opened with, for this example to show. It prints without what is secret in it.
  func connect() throws -> IAMAuthToken { try password() }

  /// Closes all connections, when the queries that run on them have ended.
  func close() async { print("pool \(number): closed") }
}
