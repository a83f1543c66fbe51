import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

/// A service that acts for many tenants, each with a role of its own: the sample of ``CredentialCachePool``.
@Suite struct TenantTests {
  private struct Tenant {
    var name: String
    var role: String
    var externalId: String
    var bucket: String
  }

  @Test func eachTenantIsServedWithItsOwnRole() async throws {
    try await Emulator.withEmulator { emulator in
      let own = Credentials(accessKeyId: S3Fixture.accessKeyId, secretAccessKey: "emulated")
      emulator.registerPermanentKey(accessKeyId: own.accessKeyId, secretAccessKey: own.secretAccessKey)
      let configuration = ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(own)), region: emulator.configuration.region)
      let s3 = S3Client(configuration: configuration, endpoint: try Endpoint(emulator.s3Endpoint))
      let sts = try STSClient(configuration: configuration, endpoint: Endpoint(emulator.stsEndpoint))
      let tenants = CredentialCachePool(client: sts, capacity: 500)
      for number in 1...3 {
        let tenant = Tenant(
          name: "tenant-\(number)", role: "arn:aws:iam::123456789012:role/tenant-\(number)", externalId: "x",
          bucket: "bucket-\(number)")
        let role = STSClient.AssumeRoleInput(
          roleArn: tenant.role, sessionName: tenant.name, externalId: tenant.externalId)
        let theirs = s3.with(credentials: tenants.credentials(for: role))
        try await theirs.createBucket(tenant.bucket)
        try await theirs.put("report", bucket: tenant.bucket, key: "report")
        let report = try await s3.with(credentials: tenants.credentials(for: role)).get(
          bucket: tenant.bucket, key: "report")
        #expect(report == Array("report".utf8))
      }
      #expect(tenants.count == 3 && emulator.statistics.rejected == 0)
    }
  }
}
