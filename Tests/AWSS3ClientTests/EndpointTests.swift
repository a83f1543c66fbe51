import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// The hosts that a client of any region uses.
@Suite struct EndpointTests {
  @Test("Every region of every partition, with all kinds of endpoints")
  func everyRegion() async throws {
    let variants: [(EndpointVariant, String)] = [
      ([], "s3"), (.fips, "s3-fips"), (.dualStack, "s3.dualstack"), ([.fips, .dualStack], "s3-fips.dualstack"),
    ]
    for partition in Partition.all {
      for region in partition.regions {
        for (variant, label) in variants {
          var configuration = S3Fixture.configuration(ScriptedTransport(), region: region)
          configuration.endpoints.variant = variant
          let s3 = S3Client(configuration: configuration)
          guard partition.id != "aws-cn" || !variant.contains(.fips) else {
            let error = await S3Error.of { try await Self.url(s3, bucket: "bucket") }
            #expect(error?.code == .invalidEndpoint && error?.message.contains("no FIPS") == true, "\(region)")
            continue
          }
          let host = "bucket.\(label).\(region).\(partition.domain(.ordinary))"
          let url = try await Self.url(s3, bucket: "bucket")
          #expect(url.hasPrefix("https://\(host)/k?") && url.contains("%2F\(region)%2Fs3%2Faws4_request"), "\(url)")
        }
      }
    }
  }

  private static func url(_ s3: S3Client, bucket: String) async throws -> String {
    try await s3.presignGet(bucket: bucket, key: "k", expiresIn: .seconds(60)).url
  }

  private struct File: Decodable {
    struct Case: Decodable {
      struct Expectation: Decodable {
        struct Endpoint: Decodable { let url: String }
        let endpoint: Endpoint?
        let error: String?
      }
      struct Parameters: Decodable {
        let Region, Bucket, Endpoint: String?
        let UseFIPS, UseDualStack, Accelerate, ForcePathStyle, UseGlobalEndpoint: Bool?
        let UseObjectLambdaEndpoint, UseS3ExpressControlEndpoint: Bool?
      }
      let documentation: String?
      let expect: Expectation
      let params: Parameters
    }
    let testCases: [Case]
  }

  @Test(
    "The published cases of endpoints of buckets, without what this client has no setting for",
    .enabled(if: SharedVectors.has("s3/endpoint-tests.json"), "\(SharedVectors.absence)"))
  func publishedCases() async throws {
    let file: File = try S3Fixture.vectors("endpoint-tests.json")
    var tried = 0
    for published in file.testCases {
      let given = published.params
      // A bucket that is an ARN or a directory bucket, acceleration, other services, and regions with a dot.
      let bucket = given.Bucket ?? ""
      guard let region = given.Region, !region.contains("."), given.Accelerate != true, given.Endpoint == nil,
        given.UseGlobalEndpoint != true, given.UseObjectLambdaEndpoint != true,
        given.UseS3ExpressControlEndpoint != true, !bucket.hasPrefix("arn:"), !bucket.contains("--"),
        // Names that no bucket has are refused here and sent by others.
        !bucket.contains("/"), !bucket.contains("#")
      else { continue }
      tried += 1
      let transport = ScriptedTransport([.text("<ListAllMyBucketsResult/>")])
      var configuration = S3Fixture.configuration(transport, region: region)
      if given.UseFIPS == true { configuration.endpoints.variant.insert(.fips) }
      if given.UseDualStack == true { configuration.endpoints.variant.insert(.dualStack) }
      let s3 = S3Client(
        configuration: configuration, addressing: given.ForcePathStyle == true ? .pathStyle : .automatic)
      var url: String?
      let error = await S3Error.of {
        if bucket.isEmpty {
          _ = try await s3.listBuckets()
        } else {
          url = try await Self.url(s3, bucket: bucket)
        }
      }
      if let head = transport.requests.first?.head { url = "https://\(head.authority ?? "")/?" }
      let name = published.documentation ?? ""
      if let expected = published.expect.endpoint?.url {
        let start = expected + (bucket.isEmpty ? "/?" : "/k?")
        #expect(url?.hasPrefix(start) == true, "\(name): \(url ?? "\(error as Any)") is not \(expected)")
      } else {
        #expect(error != nil && transport.requests.isEmpty, "\(name): \(url ?? "")")
      }
    }
    #expect(tried > 20)
    print("published endpoint cases: \(tried) of \(file.testCases.count) tried")
  }
}
