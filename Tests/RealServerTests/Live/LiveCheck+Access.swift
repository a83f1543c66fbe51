import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client

extension LiveCheck {
  /// Who may do what, and what is said to those who may not.
  static let access = credentialChecks + sessions + absentBuckets + bucketNames

  private static let credentialChecks = [
    LiveCheck("a read without credentials is refused") { store in
      try await store.put("content", "k")
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try await demandRefusal(403, .accessDenied) { _ = try await anonymous.text("k") }
      try await demandRefusal(403, .forbidden) { _ = try await anonymous.head("k") }
    },
    LiveCheck("a list without credentials is refused") { store in
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try await demandRefusal(403, .accessDenied) { _ = try await anonymous.page() }
    },
    LiveCheck("a write without credentials is refused") { store in
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try await demandRefusal(403, .accessDenied) { try await anonymous.put("x", "k") }
    },
    LiveCheck("a wrong secret is refused") { store in
      let key = Credentials(accessKeyId: try store.server.key.accessKeyId, secretAccessKey: "another secret")
      let client = try store.server.client(key)
      try await demandRefusal(403, .signatureDoesNotMatch) { _ = try await store.with(client).page() }
    },
    LiveCheck("a HEAD with a wrong secret is refused") { store in
      let key = Credentials(accessKeyId: try store.server.key.accessKeyId, secretAccessKey: "another secret")
      let client = try store.server.client(key)
      try await demandRefusal(403, .forbidden) { _ = try await store.with(client).head("k") }
    },
    LiveCheck("an unknown access key is refused") { store in
      let key = Credentials(
        accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
      let client = try store.server.client(key)
      try await demandRefusal(403, .invalidAccessKeyId) { _ = try await store.with(client).page() }
    },
    LiveCheck("a signature for another region is refused, and the region named") { store in
      let client = try store.server.client(store.server.key, region: "eu-west-3")
      let error = try await demandRefusal(400, .authorizationHeaderMalformed) { _ = try await client.listBuckets() }
      try demand(error.bucketRegion, is: LiveServer.region, "the region")
    },
    LiveCheck("requests for a bucket are signed for the region that the server names") { store in
      let other = store.with(try store.server.client(store.server.key, region: "eu-west-3"))
      try await other.put("content", "k")
      try demand(try await other.text("k"), is: "content", "the content")
      try demand(try await other.head("k").contentLength, is: 7, "the length")
      try demand(try await other.keys(), is: [Array("k".utf8)], "the list")
    },
    LiveCheck("a clock that is an hour behind is corrected") { store in
      let client = try store.server.client(store.server.key, clock: Shifted(by: -3600))
      try await store.with(client).put("content", "k")
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a request that is an hour old is refused if it is sent once") { store in
      let clock = Shifted(by: -3600)
      let key = CredentialCache(provider: StaticCredentialProvider(try store.server.key), clock: clock)
      let client = try store.server.client(key, clock: clock, retry: RetryPolicy(maxAttempts: 1))
      try await demandRefusal(403, .requestTimeTooSkewed) { _ = try await store.with(client).page() }
    },
  ]

  private static let sessions = [
    LiveCheck("a session's credentials are accepted") { store in
      let session = store.with(try store.server.client(await store.server.session(.seconds(900))))
      try await session.put("content", "k")
      try demand(try await session.text("k"), is: "content", "the content")
    },
    LiveCheck("a session's credentials that have expired are refused", isLong: true) { store in
      let key = try await store.server.session(.seconds(1))
      try await ContinuousClock().sleep(for: .seconds(2))
      let expired = store.with(try store.server.client(key))
      try await demandRefusal(400, .expiredToken) { _ = try await expired.page() }
    },
    LiveCheck("a session token of somebody else is refused") { store in
      let key = try store.server.key
      let foreign = Credentials(
        accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey, sessionToken: "bm90IGEgdG9rZW4=")
      try await demandRefusal(400, .invalidToken) { _ = try await store.with(try store.server.client(foreign)).page() }
    },
  ]

  private static let absentBuckets =
    [
      ofAbsentBucket("a read") { _ = try await $0.text("k") },
      ofAbsentBucket("a write") { try await $0.put("x", "k") },
      ofAbsentBucket("a deletion") { try await $0.delete("k") },
      ofAbsentBucket("a list") { _ = try await $0.page() },
      ofAbsentBucket("a copy") { try await $0.copy("k", from: "absent", to: "k") },
      ofAbsentBucket("an upload") { _ = try await $0.startUpload("k") },
      ofAbsentBucket("a list of uploads") { _ = try await $0.client.listMultipartUploads(.init(bucket: $0.bucket)) },
      ofAbsentBucket("a list of versions") { _ = try await $0.client.listObjectVersions(.init(bucket: $0.bucket)) },
      ofAbsentBucket("a batch of deletions") { _ = try await $0.deleteAll(["k"]) },
      ofAbsentBucket("the removal") { try await $0.client.deleteBucket($0.bucket) },
      LiveCheck("a HEAD of an object in a bucket that does not exist is refused") { store in
        try await demandRefusal(404, .notFound) { _ = try await store.in(LiveStore.freshName()).head("k") }
      },
      LiveCheck("a HEAD of an object that does not exist is refused") { store in
        try await demandRefusal(404, .notFound) { _ = try await store.head("absent") }
      },
      LiveCheck("a read of an object that does not exist is refused") { store in
        let error = try await demandRefusal(404, .noSuchKey) { _ = try await store.text("absent") }
        try demand(error.requestId?.isEmpty == false, "the error has no request id")
        try demand(error.key, is: "absent", "the key of the error")
      },
    ]

  private static func ofAbsentBucket(
    _ name: String, _ call: @escaping @Sendable (LiveStore) async throws -> Void
  ) -> LiveCheck {
    LiveCheck("\(name) of a bucket that does not exist is refused") { store in
      let absent = store.in(LiveStore.freshName())
      try await demandRefusal(404, .noSuchBucket) { try await call(absent) }
    }
  }

  private static let bucketNames = [
    LiveCheck("a bucket with objects is not removed") { store in
      try await store.put("x", "k")
      try await demandRefusal(409, S3Error.Code(rawValue: "BucketNotEmpty")) {
        try await store.client.deleteBucket(store.bucket)
      }
    },
    LiveCheck("a second creation of a bucket changes nothing") { store in
      try await store.put("content", "k")
      // S3 says 200 in its first region, and 409 in the others.
      do {
        try await store.client.createBucket(store.bucket)
      } catch let error as S3Error where error.code == .bucketAlreadyOwnedByYou {}
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a bucket with a dot and the longest name") { store in
      let name = "evergreen." + String(repeating: "a", count: 52) + "1"
      try await store.client.createBucket(name)
      let other = store.in(name)
      try await other.put("content", "a b")
      try demand(try await other.text("a b"), is: "content", "the content")
      try await other.delete("a b")
      try await store.client.deleteBucket(name)
    },
    LiveCheck("a bucket with a name that is too short is refused") { store in
      try await demandRefusal(400, .invalidBucketName) { try await store.client.createBucket("ab") }
    },
  ]
}

extension LiveServer {
  /// Credentials of a session that lasts for so long.
  func session(_ duration: Duration) async throws -> Credentials {
    guard let role = try? RealServer.value(rawValue + "_ROLE_ARN") else {
      throw LiveDifference("the server has no STS")
    }
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(try key)), region: Self.region)
    let input = STSClient.AssumeRoleInput(roleArn: role, sessionName: "live", duration: duration)
    let provider = AssumeRoleCredentialProvider(
      role: input, client: try STSClient(configuration: configuration, endpoint: endpoint))
    let found = try await provider.credentials()
    // Without the expiration: the server is to find out.
    return Credentials(
      accessKeyId: found.accessKeyId, secretAccessKey: found.secretAccessKey, sessionToken: found.sessionToken)
  }
}
