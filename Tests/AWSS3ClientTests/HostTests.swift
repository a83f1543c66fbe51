import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// A bucket's name and a region become part of a host name only if they are labels of one.
@Suite struct HostTests {
  @Test(
    "A bucket's name does not go before an address",
    arguments: ["http://127.0.0.1:9000", "http://[::1]:9000", "http://10.0.0.1"])
  func addresses(endpoint: String) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport, endpoint: endpoint, addressing: .virtualHosted)
    let error = await S3Error.of { try await s3.delete(bucket: "bucket", key: "k") }
    #expect(
      error?.kind == .invalidRequest && error?.message.contains("pathStyle") == true, "\(String(describing: error))")
    let presigning = await S3Error.of {
      try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(60))
    }
    #expect(presigning?.kind == .invalidRequest)
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "A bucket's name is labels",
    arguments: [
      "a:443", "a.b:1", "a%2eb", "evil.example/x", "x@evil", "a..b", ".ab", "ab.", "a_b", "a\u{E9}b", "\u{212A}ab",
    ])
  func buckets(bucket: String) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport, addressing: .virtualHosted)
    let error = await S3Error.of { try await s3.delete(bucket: bucket, key: "k") }
    #expect(error?.code == .invalidBucketName)
    #expect(transport.requests.isEmpty)
  }

  @Test("A region is a label", arguments: ["-", "-a", "a-", "evil.example", "x@y", "a:1", "a%2e", "a_b", "\u{212A}"])
  func regions(region: String) async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport, region: region)
    let error = await S3Error.of { try await s3.listBuckets() }
    #expect(error?.code == .invalidRegion)
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "The endpoints of all partitions",
    arguments: [
      ("eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu"), ("us-isof-south-1", "s3.us-isof-south-1.csp.hci.ic.gov"),
      ("eu-isoe-west-1", "s3.eu-isoe-west-1.cloud.adc-e.uk"), ("us-isob-east-1", "s3.us-isob-east-1.sc2s.sgov.gov"),
      ("us-iso-west-1", "s3.us-iso-west-1.c2s.ic.gov"), ("us-gov-east-1", "s3.us-gov-east-1.amazonaws.com"),
    ])
  func partitions(region: String, host: String) async throws {
    let transport = ScriptedTransport([.text("<ListAllMyBucketsResult/>")])
    _ = try await S3Fixture.client(transport, region: region).listBuckets()
    #expect(transport.requests.map(\.head.authority) == [host])
  }
}
