import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A factory for a client that is not Evergreen's: a database pool, rebuilt when the key rotates, whose connections each have an
/// IAM token as their password.
@main
struct RDSToken {
  static func main() async throws {
    try await Emulator.withEmulator { emulator in
      let settings = try InstanceMetadataSettings(endpoint: emulator.instanceMetadataEndpoint, environment: [:])
      let credentials = CredentialCache(
        source: InstanceMetadataSource(
          client: InstanceMetadataClient(transport: AsyncHTTPClientTransport.shared, settings: settings)))
      let database = Database(
        host: "db.abcdefghijkl.us-east-1.rds.amazonaws.com", port: 5432, user: "app", region: "us-east-1")
      let factory = ServiceClientFactory(credentials: credentials) { snapshot in
        PretendPool(database: database, credentials: snapshot.credentials)
      }
      for _ in 1...3 {
        let pool = try await factory.client()
        let same = try await factory.client() === pool
        let password = try pool.connect(at: Date())
        print("pool \(factory.buildCount): \(pool), the same for the next caller: \(same), connected with \(password)")
        // The key rotates; a service that saw the old one would refuse it, and the cache hears of that.
        emulator.rotateCredentials()
        credentials.invalidate(rejectedAccessKeyId: pool.accessKeyId)
      }
    }
  }
}

/// A database that takes IAM tokens as passwords.
struct Database: Sendable {
  let host: String
  let port: Int
  let user: String
  let region: String

  /// The password of a new connection: a presigned request to `rds-db` for the action `connect`, without its scheme (Amazon
  /// RDS User Guide, "Connecting to your DB instance using IAM authentication").
  func password(credentials: Credentials, date: Date) throws(SigV4Error) -> AuthToken {
    try AuthToken.rds(
      host: host, port: port, user: user, region: region, credentials: credentials, date: date)
  }
}

/// Stands for the pool of a database driver.
final class PretendPool: Sendable, CustomStringConvertible {
  private let database: Database
  private let credentials: Credentials
  var accessKeyId: String { credentials.accessKeyId }

  init(database: Database, credentials: Credentials) {
    self.database = database
    self.credentials = credentials
  }

  /// Opens a connection. A token is good for 15 minutes and costs microseconds, so each connection gets its own; one that is
  /// open stays so when its token ends.
  func connect(at date: Date) throws -> AuthToken {
    try database.password(credentials: credentials, date: date)
  }

  var description: String { "key \(accessKeyId.prefix(4))…" }
}
