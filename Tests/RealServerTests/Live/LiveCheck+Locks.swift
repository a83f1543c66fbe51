import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Object lock: what may not be deleted.
  static let locks = [
    LiveCheck("a bucket without object lock says so") { store in
      try await demandRefusal(404, S3Error.Code(rawValue: "ObjectLockConfigurationNotFoundError")) {
        _ = try await store.client.getObjectLockConfiguration(S3.GetObjectLockConfigurationInput(bucket: store.bucket))
      }
    },
    LiveCheck("a bucket has a default retention") { store in
      try await store.withSecondBucket(lockable: true) { store in
        var retention = S3.DefaultRetention()
        retention.mode = .governance
        retention.days = 3
        var rule = S3.ObjectLockRule()
        rule.defaultRetention = retention
        var input = S3.PutObjectLockConfigurationInput(bucket: store.bucket)
        input.objectLockConfiguration = S3.ObjectLockConfiguration()
        input.objectLockConfiguration?.objectLockEnabled = .enabled
        input.objectLockConfiguration?.rule = rule
        _ = try await store.client.putObjectLockConfiguration(input)
        let output = try await store.client.getObjectLockConfiguration(
          S3.GetObjectLockConfigurationInput(bucket: store.bucket))
        try demand(output.objectLockConfiguration.rule?.defaultRetention?.days, is: 3, "the days")
        try demand(output.objectLockConfiguration.rule?.defaultRetention?.mode, is: .governance, "the mode")
      }
    },
    LiveCheck("a legal hold keeps a version from being deleted") { store in
      try await store.withSecondBucket(lockable: true) { store in
        let version = try await store.put("content", "k").versionId
        try await store.hold(.on)
        let output = try await store.client.getObjectLegalHold(
          S3.GetObjectLegalHoldInput(bucket: store.bucket, key: "k"))
        try demand(output.legalHold.status, is: .on, "the hold")
        try await demandRefusal(403, .accessDenied) { try await store.delete("k", version: version) }
        try await store.hold(.off)
        try await store.delete("k", version: version)
      }
    },
    LiveCheck("a retention keeps a version from being deleted, unless it is bypassed") { store in
      try await store.withSecondBucket(lockable: true) { store in
        let version = try await store.put("content", "k").versionId
        let end = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down) + 3600)
        var retention = S3.ObjectLockRetention()
        retention.mode = .governance
        retention.retainUntilDate = end
        var input = S3.PutObjectRetentionInput(bucket: store.bucket, key: "k")
        input.retention = retention
        _ = try await store.client.putObjectRetention(input)
        let output = try await store.client.getObjectRetention(
          S3.GetObjectRetentionInput(bucket: store.bucket, key: "k"))
        try demand(output.retention.retainUntilDate, is: end, "the end")
        try demand(output.retention.mode, is: .governance, "the mode")
        try await demandRefusal(403, .accessDenied) { try await store.delete("k", version: version) }
        var object = S3.ObjectIdentifier(key: "k")
        object.versionId = version
        var batch = S3.DeleteObjectsInput(bucket: store.bucket, delete: S3.Delete(objects: [object]))
        batch.bypassGovernanceRetention = true
        try demand(try await store.client.deleteObjects(batch).errors.count, is: 0, "the number of errors")
      }
    },
    LiveCheck("an object is written with a retention") { store in
      try await store.withSecondBucket(lockable: true) { store in
        let end = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down) + 3600)
        try await store.put("content", "k") {
          $0.objectLockMode = .governance
          $0.objectLockRetainUntilDate = end
        }
        let head = try await store.head("k") { _ in }
        try demand(head.objectLockMode, is: .governance, "the mode")
        try demand(head.objectLockRetainUntilDate, is: end, "the end")
      }
    },
  ]
}

extension LiveStore {
  fileprivate func hold(_ status: S3.ObjectLockLegalHoldStatus) async throws {
    var hold = S3.ObjectLockLegalHold()
    hold.status = status
    var input = S3.PutObjectLegalHoldInput(bucket: bucket, key: "k")
    input.legalHold = hold
    _ = try await client.putObjectLegalHold(input)
  }
}
