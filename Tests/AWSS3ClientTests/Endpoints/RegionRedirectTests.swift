import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// A bucket that is in another region than the client's: the request is sent there, once, and so are those after it.
@Suite struct RegionRedirectTests {
  private static func fields(_ pairs: KeyValuePairs<String, String>) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in pairs {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  private static func redirect(_ status: Int, to region: String? = nil, _ body: String = "")
    -> ScriptedTransport.Response
  {
    .status(status, headers: region.map { fields(["x-amz-bucket-region": $0]) } ?? [:], body: body)
  }

  private static func error(_ code: String, _ rest: String = "") -> String {
    "<Error><Code>\(code)</Code><Message>m</Message>\(rest)</Error>"
  }

  /// Hosts and signing regions of what was sent.
  private static func places(_ transport: ScriptedTransport) -> [String] {
    transport.requests.map { request in
      let scope = request.head.headerFields[.authorization]?.split(separator: "/").dropFirst(2).first ?? ""
      return "\(request.head.method) \(request.head.authority ?? "")\(request.head.path ?? "") \(scope)"
    }
  }

  private static let there = "photos.s3.eu-west-1.amazonaws.com/k eu-west-1"
  private static let here = "photos.s3.us-west-2.amazonaws.com/k us-west-2"

  @Test(
    "Every way in which S3 says it",
    arguments: [
      redirect(301, to: "eu-west-1", error("PermanentRedirect")),
      redirect(307, to: "eu-west-1", error("TemporaryRedirect")),
      redirect(302, to: "eu-west-1"),
      redirect(400, error("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>")),
      redirect(400, to: "eu-west-1", error("IllegalLocationConstraintException")),
      redirect(301, error("PermanentRedirect", "<Endpoint>photos.s3.eu-west-1.amazonaws.com</Endpoint>")),
      redirect(301, error("PermanentRedirect", "<Endpoint>photos.s3-eu-west-1.amazonaws.com</Endpoint>")),
      .status(307, headers: fields(["location": "https://photos.s3-eu-west-1.amazonaws.com/k?x=1"])),
    ])
  func isFollowedOnceAndRemembered(response: ScriptedTransport.Response) async throws {
    let transport = ScriptedTransport([response, .text("1"), .text("2")])
    let s3 = try S3Fixture.client(transport)
    #expect(try await s3.get(bucket: "photos", key: "k") == Array("1".utf8))
    #expect(try await s3.get(bucket: "photos", key: "k") == Array("2".utf8))
    #expect(Self.places(transport) == ["GET " + Self.here, "GET " + Self.there, "GET " + Self.there])
    let url = try await s3.presignGet(bucket: "photos", key: "k", expiresIn: .seconds(60)).url
    #expect(url.hasPrefix("https://photos.s3.eu-west-1.amazonaws.com/k?") && url.contains("%2Feu-west-1%2Fs3"))
  }

  @Test("HEAD has no body: the region is in the header fields", arguments: [301, 400])
  func head(status: Int) async throws {
    let transport = ScriptedTransport([Self.redirect(status, to: "eu-west-1"), .status(200)])
    _ = try await S3Fixture.client(transport).head(bucket: "photos", key: "k")
    #expect(Self.places(transport) == ["HEAD " + Self.here, "HEAD " + Self.there])
  }

  @Test("A response that does not tell the region: the bucket is asked for it", arguments: [301, 400, 307])
  func lookUp(status: Int) async throws {
    for found in [200, 301, 403] {
      let transport = ScriptedTransport([.status(status), Self.redirect(found, to: "eu-west-1"), .status(200)])
      _ = try await S3Fixture.client(transport).head(bucket: "photos", key: "k")
      let bucket = "HEAD photos.s3.us-west-2.amazonaws.com/ us-west-2"
      #expect(Self.places(transport) == ["HEAD " + Self.here, bucket, "HEAD " + Self.there])
    }
  }

  @Test func anErrorOfAnotherKindAsksForNothing() async throws {
    for response in [
      Self.redirect(404, to: "eu-west-1", Self.error("NoSuchKey")), Self.redirect(403, to: "eu-west-1"),
      Self.redirect(400, to: "us-west-2", Self.error("InvalidArgument")),
      Self.redirect(400, Self.error("MalformedXML")),
    ] {
      let transport = ScriptedTransport([response, .text("")])
      let error = await S3Error.of { try await S3Fixture.client(transport).get(bucket: "photos", key: "k") }
      #expect(error != nil && transport.requests.count == 1)
    }
  }

  @Test func aPutIsSentAgainWithItsBody() async throws {
    let transport = ScriptedTransport([Self.redirect(307, to: "eu-west-1"), .status(200), .status(200)])
    let s3 = try S3Fixture.client(transport)
    try await s3.put("content", bucket: "photos", key: "k")
    let bodies = transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(bodies.count == 2 && bodies[0] == bodies[1] && bodies[0].contains("content"))
    #expect(Self.places(transport) == ["PUT " + Self.here, "PUT " + Self.there])
    try await s3.put("more", bucket: "photos", key: "k")
    #expect(Self.places(transport).last == "PUT " + Self.there)
  }

  @Test func aBodyThatCanBeReadOnceIsNotLostSilently() async throws {
    let transport = ScriptedTransport([Self.redirect(307, to: "eu-west-1"), .status(200), .status(200)])
    let s3 = try S3Fixture.client(transport)
    func body() -> AWSHTTPBody {
      AWSHTTPBody(
        stream: AsyncStream<[UInt8]> { continuation in
          continuation.yield(Array("content".utf8))
          continuation.finish()
        }, length: .known(7))
    }
    let error = await S3Error.of { try await s3.putObject(.init(bucket: "photos", key: "k", body: body())) }
    #expect(error?.code == .bodyCannotBeReplayed && error?.bucketRegion == "eu-west-1", "\(error as Any)")
    // The next one goes where the bucket is.
    _ = try await s3.putObject(.init(bucket: "photos", key: "k", body: body()))
    #expect(Self.places(transport) == ["PUT " + Self.here, "PUT " + Self.there])
  }

  @Test func itIsFollowedOnceAndWhatWasWrongIsForgotten() async throws {
    let transport = ScriptedTransport([
      Self.redirect(301, to: "eu-west-1"), Self.redirect(301, to: "us-east-2"), Self.redirect(301, to: "ap-south-1"),
      .text(""),
    ])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { try await s3.get(bucket: "photos", key: "k") }
    #expect(error?.code == .permanentRedirect && error?.bucketRegion == "us-east-2" && error?.attempts == 2)
    _ = try await s3.get(bucket: "photos", key: "k")
    #expect(
      Self.places(transport) == [
        "GET " + Self.here, "GET " + Self.there, "GET " + Self.here,
        "GET photos.s3.ap-south-1.amazonaws.com/k ap-south-1",
      ])
  }

  @Test func aBucketThatMovedIsFoundAgain() async throws {
    let transport = ScriptedTransport([
      Self.redirect(301, to: "eu-west-1"), .text(""), Self.redirect(301, to: "us-west-2"), .text(""), .text(""),
    ])
    let s3 = try S3Fixture.client(transport)
    for _ in 0..<3 { _ = try await s3.get(bucket: "photos", key: "k") }
    #expect(
      Self.places(transport) == [Self.here, Self.there, Self.there, Self.here, Self.here].map { "GET " + $0 })
  }

  @Test(
    "A region that is none, or another partition's, is not followed",
    arguments: ["evil.example/", "cn-north-1", "us-gov-west-1", "x@y", "EU-WEST-1", "a.b"])
  func hostileRegions(region: String) async throws {
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      HTTPTransportResponse(
        head: HTTPResponse(status: .movedPermanently, headerFields: Self.fields(["x-amz-bucket-region": region])))
    }
    let error = await S3Error.of { try await S3Fixture.client(transport).get(bucket: "photos", key: "k") }
    #expect(error?.code == .permanentRedirect)
    #expect(transport.requests.allSatisfy { $0.head.authority == "photos.s3.us-west-2.amazonaws.com" })
    #expect(transport.requests.count <= 2)
  }

  @Test(
    "A host that a redirect names is not asked",
    arguments: ["https://evil.example/k", "https://s3.eu-west-1.amazonaws.com.evil.example/k", "//x", "k"])
  func hostileLocations(location: String) async throws {
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      HTTPTransportResponse(
        head: HTTPResponse(status: .temporaryRedirect, headerFields: Self.fields(["location": location])))
    }
    let error = await S3Error.of { try await S3Fixture.client(transport).get(bucket: "photos", key: "k") }
    #expect(error?.code == .temporaryRedirect)
    #expect(transport.requests.allSatisfy { $0.head.authority == "photos.s3.us-west-2.amazonaws.com" })
  }

  @Test func anAccessPointIsNeverLookedForElsewhere() async throws {
    let transport = ScriptedTransport([Self.redirect(301, to: "eu-west-1"), .text("")])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of {
      try await s3.get(bucket: "arn:aws:s3:us-west-2:123456789012:accesspoint/front", key: "k")
    }
    #expect(error?.code == .permanentRedirect && transport.requests.count == 1)
  }

  @Test func aBucketIsCreatedWhereTheClientIs() async throws {
    let transport = ScriptedTransport([
      Self.redirect(301, to: "eu-west-1"), .text(""),
      Self.redirect(400, to: "eu-west-1", Self.error("IllegalLocationConstraintException")),
    ])
    let s3 = try S3Fixture.client(transport)
    _ = try await s3.get(bucket: "photos", key: "k")
    let error = await S3Error.of { try await s3.createBucket("photos") }
    #expect(error?.code == .illegalLocationConstraint)
    #expect(Self.places(transport).last == "PUT photos.s3.us-west-2.amazonaws.com/ us-west-2")
    #expect(transport.requests.count == 3)
  }

  @Test func atAnotherEndpointOnlyTheRegionOfTheSignatureChanges() async throws {
    let transport = ScriptedTransport([
      Self.redirect(400, Self.error("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>")), .text(""),
      .text(""),
    ])
    let s3 = try S3Fixture.client(transport, endpoint: "http://localhost:9000")
    _ = try await s3.get(bucket: "photos", key: "k")
    _ = try await s3.get(bucket: "photos", key: "k")
    let there = "GET localhost:9000/photos/k eu-west-1"
    #expect(Self.places(transport) == ["GET localhost:9000/photos/k us-west-2", there, there])
  }

  @Test func clientsOfOneConfigurationShareWhatTheyLearned() async throws {
    let transport = ScriptedTransport([Self.redirect(301, to: "eu-west-1"), .text(""), .text(""), .text("")])
    let configuration = S3Fixture.configuration(transport)
    _ = try await S3Client(configuration: configuration).get(bucket: "photos", key: "k")
    let rebuilt = S3Client(configuration: configuration)
    _ = try await rebuilt.get(bucket: "photos", key: "k")
    _ = try await rebuilt.with(region: "us-east-1").get(bucket: "photos", key: "k")
    #expect(Self.places(transport) == [Self.here, Self.there, Self.there, Self.there].map { "GET " + $0 })
  }

  @Test func theTimeOfACallIsNotLongerForIt() async throws {
    let transport = ScriptedTransport([Self.redirect(301, to: "eu-west-1"), .text("")])
    var configuration = S3Fixture.configuration(transport)
    let clock = ManualClock(start: S3Fixture.date)
    configuration.clock = clock
    configuration.callTimeout = .seconds(5)
    configuration.interceptors = [Advancing(clock: clock)]
    let error = await S3Error.of { try await S3Client(configuration: configuration).get(bucket: "photos", key: "k") }
    #expect(error != nil && transport.requests.count == 1, "\(error as Any)")
  }

  /// An attempt that takes longer than the whole call may.
  private struct Advancing: RequestInterceptor {
    let clock: ManualClock

    func readAfterAttempt(_ result: InterceptedResult) async throws { clock.advance(by: .seconds(9)) }
  }
}
