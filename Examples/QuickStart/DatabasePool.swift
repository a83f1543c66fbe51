import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Stands for the pool of a database driver, whose connections each get a fresh IAM token as their password.
struct DatabasePool: Sendable {
  let region: String
  let credentials: Credentials

  func query(_ statement: String) throws {
    _ = try IAMAuthToken.rds(
      host: "db.example.com", port: 5432, user: "app", region: region, credentials: credentials, date: Date())
  }

  func close() {}
}
