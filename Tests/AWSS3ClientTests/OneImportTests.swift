import AWSS3Client
import Testing

/// What a user writes first needs one import.
struct OneImportTests {
  /// Compiled, and not run: it would look for the credentials of whoever runs the tests.
  private func store(_ text: String, in bucket: String) async throws -> [UInt8] {
    let s3 = try await S3Client()
    try await s3.put(text, bucket: bucket, key: "greeting")
    return try await s3.get(bucket: bucket, key: "greeting")
  }

  @Test func oneImportIsEnough() {
    let call: (String, String) async throws -> [UInt8] = store
    withExtendedLifetime(call) {}
  }
}
