import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A factory for a client that is not Evergreen's: a database pool, rebuilt when credentials rotate, whose connections each have an
/// IAM token as their password.
@main
struct RDSToken {
  static func main() async throws {
    let (host, region) = ("db.abcdefghijkl.us-east-1.rds.amazonaws.com", "us-east-1")
    try await Emulator.withEmulator { emulator in
      let settings = try InstanceMetadataSettings(endpoint: emulator.instanceMetadataEndpoint, environment: [:])
      let credentials = CredentialCache(
        provider: InstanceMetadataCredentialProvider(
          client: InstanceMetadataClient(transport: AsyncHTTPClientTransport.shared, settings: settings)))
      // The README and the factory's documentation show these lines; a test compares them.
      let factory = ServiceClientFactory(credentials: credentials) { snapshot in
        // The key lives for hours, a token for 15 minutes: the pool asks for one whenever it opens a connection.
        DatabasePool {
          try IAMAuthToken.rds(
            host: host, port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
        }
      }
      for _ in 1...3 {
        let pool = try await factory.client()
        let same = try await factory.client() === pool
        let first = try pool.connect()
        print("pool \(factory.buildCount), the same for the next caller: \(same), connected with \(first)")
        // The credentials rotate. A service refuses the old ones, and the cache is told.
        let key = try await credentials.snapshot().credentials.accessKeyId
        emulator.rotateCredentials()
        credentials.invalidate(rejectedAccessKeyId: key)
      }
    }
  }
}

/// Stands for the pool of a database driver that asks for the password of each connection it opens. One that is open stays so
/// when its token ends.
final class DatabasePool: Sendable {
  private let password: @Sendable () throws -> IAMAuthToken

  init(password: @escaping @Sendable () throws -> IAMAuthToken) { self.password = password }

  /// Opens a connection.
  ///
  /// - Returns: The password it was opened with, for this example to show. It prints without what is secret in it.
  func connect() throws -> IAMAuthToken { try password() }
}
