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
            let error = await S3Error.of {
              try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(60))
            }
            #expect(error?.code == .invalidEndpoint && error?.message.contains("no FIPS") == true, "\(region)")
            continue
          }
          let host = "bucket.\(label).\(region).\(partition.domain(.ordinary))"
          let url = try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(60)).url
          #expect(url.hasPrefix("https://\(host)/k?") && url.contains("%2F\(region)%2Fs3%2Faws4_request"), "\(url)")
        }
      }
    }
  }

  /// Where a presigned request goes: scheme, host and path, and region and service of the signature.
  private func address(
    of bucket: String, region: String = "us-west-2", endpoint: String? = nil, addressing: S3Addressing = .automatic,
    _ options: S3EndpointOptions = S3EndpointOptions()
  ) async throws -> String {
    let s3 = S3Client(
      configuration: S3Fixture.configuration(S3Fixture.sessions, region: region),
      endpoint: try endpoint.map { try Endpoint($0) }, addressing: addressing, endpointOptions: options)
    let url = try await s3.presignGet(bucket: bucket, key: "k", expiresIn: .seconds(60)).url
    let parts = url.split(separator: "?", maxSplits: 1)
    let scope = parts[1].split(separator: "&").first { $0.hasPrefix("X-Amz-Credential=") } ?? ""
    let set = parts[1].split(separator: "&").first { $0.hasPrefix("X-Amz-Region-Set=") } ?? ""
    return "\(parts[0]) \(scope.split(separator: "%2F").dropFirst(2).dropLast().joined(separator: "/"))\(set)"
  }

  @Test(
    "Access points, directory buckets and the kinds of endpoints",
    arguments: [
      ("photos", .init(useAccelerateEndpoint: true), "photos.s3-accelerate.amazonaws.com/k us-west-2/s3"),
      (
        "photos", .init(useAccelerateEndpoint: true, useDualStackEndpoint: true),
        "photos.s3-accelerate.dualstack.amazonaws.com/k us-west-2/s3"
      ),
      ("photos", .init(useFIPSEndpoint: true), "photos.s3-fips.us-west-2.amazonaws.com/k us-west-2/s3"),
      ("p.q", .init(useDualStackEndpoint: true), "s3.dualstack.us-west-2.amazonaws.com/p.q/k us-west-2/s3"),
      (
        "arn:aws:s3:eu-west-1:123456789012:accesspoint/front", .init(),
        "front-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/k eu-west-1/s3"
      ),
      (
        "arn:aws:s3:eu-west-1:123456789012:accesspoint:front", .init(useDualStackEndpoint: true, useFIPSEndpoint: true),
        "front-123456789012.s3-accesspoint-fips.dualstack.eu-west-1.amazonaws.com/k eu-west-1/s3"
      ),
      (
        "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/resize", .init(),
        "resize-123456789012.s3-object-lambda.us-west-2.amazonaws.com/k us-west-2/s3-object-lambda"
      ),
      (
        "arn:aws:s3::123456789012:accesspoint/m1x2.mrap", .init(),
        "m1x2.mrap.accesspoint.s3-global.amazonaws.com/k s3X-Amz-Region-Set=%2A"
      ),
      (
        "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-0f1e2d3c4b5a69788/accesspoint/lab", .init(),
        "lab-123456789012.op-0f1e2d3c4b5a69788.s3-outposts.us-west-2.amazonaws.com/k s3-outpostsX-Amz-Region-Set=%2A"
      ),
      (
        "fast--usw2-az1--x-s3", .init(),
        "fast--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/k us-west-2/s3express"
      ),
      (
        "fast--usw2-az1--x-s3", .init(useDualStackEndpoint: true, disableExpressSessionAuth: true),
        "fast--usw2-az1--x-s3.s3express-usw2-az1.dualstack.us-west-2.amazonaws.com/k us-west-2/s3express"
      ),
      (
        "front--usw2-az1--xa-s3", .init(useFIPSEndpoint: true),
        "front--usw2-az1--xa-s3.s3express-fips-usw2-az1.us-west-2.amazonaws.com/k us-west-2/s3express"
      ),
      ("front-a1b2c3d4-s3alias", .init(), "front-a1b2c3d4-s3alias.s3.us-west-2.amazonaws.com/k us-west-2/s3"),
    ] as [(String, S3EndpointOptions, String)])
  func kinds(bucket: String, options: S3EndpointOptions, address: String) async throws {
    #expect(try await self.address(of: bucket, options) == "https://" + address)
  }

  @Test func theGlobalEndpointIsUsedIfAskedFor() async throws {
    let global = S3EndpointOptions(useGlobalEndpoint: true)
    #expect(
      try await address(of: "photos", region: "us-east-1", global) == "https://photos.s3.amazonaws.com/k us-east-1/s3")
    #expect(
      try await address(of: "photos", region: "eu-west-1", global)
        == "https://photos.s3.eu-west-1.amazonaws.com/k eu-west-1/s3")
    #expect(try await address(of: "photos", region: "aws-global") == "https://photos.s3.amazonaws.com/k us-east-1/s3")
  }

  @Test func anEndpointThatIsGivenIsUsedForAccessPointsToo() async throws {
    let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/front"
    #expect(
      try await address(of: arn, endpoint: "https://s3.example.com:8443/base")
        == "https://front-123456789012.s3.example.com:8443/base/k eu-west-1/s3")
    #expect(
      try await address(of: "fast--usw2-az1--x-s3", endpoint: "https://10.0.0.7")
        == "https://10.0.0.7/fast--usw2-az1--x-s3/k us-west-2/s3express")
    #expect(
      try await address(of: "photos", endpoint: "https://s3.example.com/base")
        == "https://s3.example.com/base/photos/k us-west-2/s3")
  }

  @Test(
    "What cannot be is refused with what to do, and nothing is sent",
    arguments: [
      (
        "photos", .init(useAccelerateEndpoint: true, useFIPSEndpoint: true), S3Error.Code.invalidEndpoint,
        "use_accelerate_endpoint"
      ),
      ("a_b", .init(useAccelerateEndpoint: true), .invalidEndpoint, "turn off acceleration"),
      (
        "arn:aws:s3:eu-west-1:123456789012:accesspoint/front", .init(useARNRegion: false), .invalidBucketName,
        "use a client for 'eu-west-1'"
      ),
      ("arn:aws:s3:cn-north-1:123456789012:accesspoint/front", .init(), .invalidBucketName, "partition aws-cn"),
      ("arn:aws:s3:eu-west-1::accesspoint/front", .init(), .invalidBucketName, "The account in the ARN, ''"),
      ("arn:aws:s3-object-lambda:eu-west-1::accesspoint/front", .init(), .invalidBucketName, "names no account"),
      ("arn:aws:s3:eu-west-1:123456789012:accesspoint/a.b", .init(), .invalidBucketName, "'a.b'"),
      ("arn:aws:s3:eu-west-1:123456789012:accesspoint/a/b", .init(), .invalidBucketName, "nothing may follow"),
      ("arn:aws:s3:::photos", .init(), .invalidBucketName, "specify a bucket by its name"),
      ("arn:aws:sqs:us-west-2:123456789012:jobs", .init(), .invalidBucketName, "type 'jobs'"),
      ("arn:aws:s3", .init(), .invalidBucketName, "is none"),
      (
        "arn:aws:s3::123456789012:accesspoint/m1x2.mrap", .init(disableMultiRegionAccessPoints: true), .invalidEndpoint,
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"
      ),
      (
        "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/lab", .init(useFIPSEndpoint: true),
        .invalidEndpoint, "AWS_USE_FIPS_ENDPOINT"
      ),
      ("fast--usw2-az1--x-s3", .init(useAccelerateEndpoint: true), .invalidEndpoint, "use_accelerate_endpoint"),
      ("fast--usw2-1--x-s3", .init(), .invalidBucketName, "photos--usw2-az1--x-s3"),
    ] as [(String, S3EndpointOptions, S3Error.Code, String)])
  func refusals(bucket: String, options: S3EndpointOptions, code: S3Error.Code, advice: String) async throws {
    let transport = ScriptedTransport()
    let s3 = S3Client(configuration: S3Fixture.configuration(transport), endpointOptions: options)
    let error = await S3Error.of { try await s3.get(bucket: bucket, key: "k") }
    #expect(error?.code == code && error?.kind == .invalidRequest, "\(error as Any)")
    #expect(error?.message.contains(advice) == true, "\(error as Any)")
    #expect(transport.requests.isEmpty)
  }

  @Test func anARNHasNoPlaceInAPathAndNoBucketIsCreatedAtIt() async throws {
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/front"
    let transport = ScriptedTransport()
    let path = try S3Fixture.client(transport, addressing: .pathStyle)
    let error = await S3Error.of { try await path.get(bucket: arn, key: "k") }
    #expect(error?.code == .invalidBucketName && error?.message.contains("S3Addressing.automatic") == true)
    let creation = await S3Error.of { try await S3Fixture.client(transport).createBucket(arn) }
    #expect(creation?.code == .invalidBucketName && creation?.message.contains("buckets only") == true)
    #expect(transport.requests.isEmpty)
  }

  /// What was worked out for one name is not used for another, however alike they look, nor for another kind of operation.
  @Test func whatIsKeptBelongsToOneName() async throws {
    let transport = S3Fixture.sessions
    let s3 = try S3Fixture.client(transport)
    let names = ["caf\u{E9}", "cafe\u{301}", "fast--usw2-az1--x-s3", "a.b"] + (0..<280).map { "bucket.\($0)" }
    for _ in 0..<2 { for name in names { try await s3.delete(bucket: name, key: "k") } }
    try await s3.deleteBucket("fast--usw2-az1--x-s3")
    let sent = transport.requests.map { "\($0.head.authority ?? "")\($0.head.path ?? "")" }
      .filter { !$0.hasSuffix("?session") }
    #expect(transport.requests.count == sent.count + 1)
    let host = "s3.us-west-2.amazonaws.com"
    for start in [0, names.count] {
      #expect(sent[start] == host + "/caf%C3%A9/k" && sent[start + 1] == host + "/cafe%CC%81/k")
      #expect(
        sent[start + 2].hasPrefix("fast--usw2-az1--x-s3.s3express-usw2-az1.") && sent[start + 3] == host + "/a.b/k")
      #expect(sent[start + names.count - 1] == host + "/bucket.279/k")
    }
    #expect(sent.last == "s3express-control.us-west-2.amazonaws.com/fast--usw2-az1--x-s3")
  }

  /// A bucket of a directory is created and deleted at the regional endpoint of the control plane.
  @Test func directoryBucketsHaveAControlEndpoint() async throws {
    let transport = ScriptedTransport([.status(200), .status(204)])
    let s3 = try S3Fixture.client(transport)
    try await s3.createBucket("fast--usw2-az1--x-s3")
    try await s3.deleteBucket("fast--usw2-az1--x-s3")
    for request in transport.requests {
      #expect(request.head.authority == "s3express-control.us-west-2.amazonaws.com")
      #expect(request.head.path == "/fast--usw2-az1--x-s3")
      #expect(request.head.headerFields[.authorization]?.contains("/us-west-2/s3express/") == true)
    }
    #expect(transport.requests.count == 2)
  }

  /// Temporary credentials of the client are sent as such to directory buckets if no session is made.
  @Test func directoryBucketsTakeTheClientsToken() async throws {
    let transport = ScriptedTransport([.status(204)])
    let s3 = S3Client(
      configuration: S3Fixture.configuration(transport, token: "token"),
      endpointOptions: S3EndpointOptions(disableExpressSessionAuth: true))
    try await s3.delete(bucket: "fast--usw2-az1--x-s3", key: "k")
    let names = try #require(transport.requests.first).head.headerFields.map(\.name.canonicalName)
    #expect(names.contains("x-amz-security-token") && !names.contains("x-amz-s3session-token"))
  }
}
