import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client

/// A server with a bucket that no other check uses.
struct LiveStore: Sendable {
  let server: LiveServer
  let client: S3Client
  let bucket: String

  private init(_ server: LiveServer, _ client: S3Client, _ bucket: String) {
    self.server = server
    self.client = client
    self.bucket = bucket
  }

  /// Empty buckets that were used before, by the server.
  private static let pool = Locked<[LiveServer: [String]]>([:])

  static func opened(_ server: LiveServer, _ kind: LiveCheck.Bucket) async throws -> LiveStore {
    let client = try server.client(server.key)
    if kind == .used, let used = pool.withLock({ $0[server]?.popLast() }) { return LiveStore(server, client, used) }
    let fresh = freshName()
    try await client.createBucket(fresh)
    return LiveStore(server, client, fresh)
  }

  /// Empties the bucket, and removes it if no other check uses it.
  func close(_ kind: LiveCheck.Bucket) async {
    guard kind == .used else { return await clear(bucket) }
    do {
      let keys = try await page().contents.map(\.key)
      if !keys.isEmpty {
        let objects = keys.map { S3.ObjectIdentifier(key: $0) }
        let output = try await client.deleteObjects(
          S3.DeleteObjectsInput(bucket: bucket, delete: S3.Delete(objects: objects)))
        guard output.errors.isEmpty else { throw LiveDifference("\(output.errors)") }
      }
      Self.pool.withLock { $0[server, default: []].append(bucket) }
    } catch {
      print("\(server.title): \(bucket) is left behind: \(error)")
    }
  }

  /// A name of a bucket that no other check uses, and no earlier run on the same server has used.
  static func freshName() -> String { "evergreen-live-\(String(UInt64.random(in: 1 << 60 ... .max), radix: 36))" }

  /// Removes a bucket with all that is in it. A failure is none of the check: each start of a server begins without
  /// buckets.
  private func clear(_ bucket: String) async {
    do {
      for try await page in client.listMultipartUploadsPages(S3.ListMultipartUploadsInput(bucket: bucket)) {
        for upload in page.uploads {
          _ = try await client.abortMultipartUpload(
            S3.AbortMultipartUploadInput(bucket: bucket, key: upload.key, uploadId: upload.uploadId))
        }
      }
      for try await page in client.listObjectVersionsPages(S3.ListObjectVersionsInput(bucket: bucket)) {
        let found = page.versions.map { ($0.key, $0.versionId) } + page.deleteMarkers.map { ($0.key, $0.versionId) }
        let objects = found.map { key, version in
          var object = S3.ObjectIdentifier(key: key)
          object.versionId = version
          return object
        }
        guard !objects.isEmpty else { continue }
        var input = S3.DeleteObjectsInput(bucket: bucket, delete: S3.Delete(objects: objects))
        input.bypassGovernanceRetention = true
        _ = try await client.deleteObjects(input)
      }
      try await client.deleteBucket(bucket)
    } catch {
      print("\(server.title): \(bucket) is left behind: \(error)")
    }
  }

  /// The same bucket for somebody else.
  func with(_ client: S3Client) -> LiveStore { LiveStore(server, client, bucket) }

  /// The same client with another bucket.
  func `in`(_ bucket: String) -> LiveStore { LiveStore(server, client, bucket) }

  /// Does something with a second bucket, which is removed after it.
  func withSecondBucket(lockable: Bool = false, _ body: (LiveStore) async throws -> Void) async throws {
    let second = Self.freshName()
    if lockable {
      try await Self.createLockable(second, client)
    } else {
      try await client.createBucket(second)
    }
    do {
      try await body(LiveStore(server, client, second))
    } catch {
      await clear(second)
      throw error
    }
    await clear(second)
  }
}
