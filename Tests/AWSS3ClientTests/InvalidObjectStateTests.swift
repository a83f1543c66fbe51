import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

@Suite struct InvalidObjectStateTests {
  @Test("An object in an archive is refused with its storage class and its tier")
  func members() async throws {
    let body = """
      <Error><Code>InvalidObjectState</Code><Message>The operation is not valid for the object's storage class</Message>\
      <StorageClass>INTELLIGENT_TIERING</StorageClass><AccessTier>DEEP_ARCHIVE_ACCESS</AccessTier></Error>
      """
    let s3 = try S3Fixture.client(ScriptedTransport([.status(403, body: body)]))
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(error?.code == .invalidObjectState)
    #expect(error?.storageClass == .intelligentTiering && error?.accessTier == .deepArchiveAccess)
    let other = try S3Fixture.client(
      ScriptedTransport([.status(404, body: "<Error><Code>NoSuchKey</Code></Error>")]))
    let missing = await S3Error.of { try await other.get(bucket: "bucket", key: "k") }
    #expect(missing?.storageClass == nil && missing?.accessTier == nil)
  }
}
