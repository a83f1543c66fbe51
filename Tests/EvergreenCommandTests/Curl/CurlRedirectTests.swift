import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

/// `--location`: who gets a signature, the session token and the caller's secrets.
struct CurlRedirectTests {
  private static let secrets = [
    "-H", "x-amz-meta-owner: me", "-H", "X-Api-Key: k", "-b", "session=s", "-H", "X-Plain: p",
  ]

  /// Runs a line against servers that redirect to one URL after the other.
  private func hops(_ words: [String], _ locations: String...) async throws -> [HTTPRequest] {
    let transport = ScriptedTransport(
      locations.map { .status(307, headers: [.location: $0]) } + [.text("the end")])
    let call = try await CurlCall.run(["-L"] + words + Self.secrets, transport: transport)
    #expect(call.status == 0 && call.output == "the end", "\(call)")
    let heads = transport.requests.map(\.head)
    #expect(heads.count == locations.count + 1)
    return heads
  }

  private func isSigned(_ head: HTTPRequest, _ scope: String) -> Bool {
    let authorization = head.headerFields[.authorization] ?? ""
    return authorization.contains("/\(scope)/aws4_request,") && head.headerFields[.token] == "the-session-token"
      && head.headerFields[.owner] == "me" && head.headerFields[.cookie] == "session=s"
  }

  /// Whether nothing that is secret is in a request.
  private func isBare(_ head: HTTPRequest) -> Bool {
    let names = head.headerFields.map(\.name.canonicalName)
    return !names.contains { $0.hasPrefix("x-amz-") || ["authorization", "cookie", "x-api-key"].contains($0) }
      && head.headerFields[.plain] == "p"
  }

  @Test func theSameOriginGetsANewSignature() async throws {
    let heads = try await hops(
      ["https://photos.s3.us-east-1.amazonaws.com/a"], "/b", "https://PHOTOS.s3.us-east-1.amazonaws.com:443/c?d")
    #expect(heads.map(\.path) == ["/a", "/b", "/c?d"])
    #expect(heads.allSatisfy { isSigned($0, "us-east-1/s3") })
    #expect(Set(heads.map { $0.headerFields[.authorization] }).count == 3, "each has a signature of its own")
  }

  /// A bucket is asked for in the wrong region.
  @Test func anotherHostOfTheSameServiceGetsASignatureForItsRegion() async throws {
    let heads = try await hops(
      ["https://photos.s3.us-east-1.amazonaws.com/a"], "https://photos.s3.eu-west-1.amazonaws.com/a",
      "https://photos.s3.dualstack.eu-central-1.amazonaws.com/a")
    #expect(isSigned(heads[0], "us-east-1/s3"))
    #expect(isSigned(heads[1], "eu-west-1/s3"))
    #expect(isSigned(heads[2], "eu-central-1/s3"))
  }

  @Test(arguments: [
    "https://example.com/a", "http://photos.s3.us-east-1.amazonaws.com/a",
    "https://search-x.us-east-1.es.amazonaws.com/a",
    "https://s3.us-east-1.amazonaws.com.example.com/a",
    "https://s3.example.com/a", "https://sts.amazonaws.com/", "https://localhost/a", "//example.com/a",
  ])
  func everybodyElseGetsNoSecret(_ location: String) async throws {
    let heads = try await hops(["https://photos.s3.us-east-1.amazonaws.com/a"], location)
    #expect(isSigned(heads[0], "us-east-1/s3"))
    #expect(isBare(heads[1]), "\(heads[1].headerFields)")
  }

  @Test(arguments: ["https://photos.s3.us-east-1.amazonaws.com:8443/a", "https://s3.us-east-1.amazonaws.com.:444/a"])
  func aPortDoesNotMakeAnotherHost(_ location: String) async throws {
    let heads = try await hops(["https://photos.s3.us-east-1.amazonaws.com/a"], location)
    #expect(isSigned(heads[1], "us-east-1/s3"))
  }

  @Test func whoIsNotTrustedOnceLeadsToNoSignature() async throws {
    let heads = try await hops(
      ["https://photos.s3.us-east-1.amazonaws.com/a"], "https://example.com/b",
      "https://photos.s3.us-east-1.amazonaws.com/c", "/d")
    #expect(isSigned(heads[0], "us-east-1/s3"))
    #expect(heads.dropFirst().allSatisfy(isBare))
  }

  @Test func withoutASignatureTheSecretsStayAtTheOrigin() async throws {
    let url = "https://photos.s3.us-east-1.amazonaws.com/a"
    let heads = try await hops(
      ["--no-sign-request", "-H", "Authorization: Basic abc", url], "/b", "https://photos.s3.eu-west-1.amazonaws.com/c")
    #expect(
      heads[0].headerFields[.authorization] == "Basic abc" && heads[1].headerFields[.authorization] == "Basic abc")
    #expect(isBare(heads[2]))
    let presigned = try await hops([url + "?X-Amz-Signature=abc"], "https://photos.s3.eu-west-1.amazonaws.com/c")
    #expect(presigned[0].headerFields[.authorization] == nil && presigned[0].headerFields[.token] == nil)
    #expect(isBare(presigned[1]))
  }

  @Test func theSigningHostIsForTheFirstHostAlone() async throws {
    let tunnel = "https://localhost:8443/a"
    let heads = try await hops(
      ["--signing-host", "search-x.us-east-1.es.amazonaws.com", tunnel], "/b",
      "https://search-y.us-west-2.es.amazonaws.com/c")
    #expect(isSigned(heads[0], "us-east-1/es") && isSigned(heads[1], "us-east-1/es"))
    #expect(heads[1].headerFields[.host] == "search-x.us-east-1.es.amazonaws.com")
    #expect(isSigned(heads[2], "us-west-2/es") && heads[2].headerFields[.host] == nil)
  }

  @Test func withoutTheOptionNothingIsFollowed() async throws {
    let transport = ScriptedTransport([.status(302, headers: [.location: "https://example.com/"], body: "moved")])
    let call = try await CurlCall.run(["https://s3.us-east-1.amazonaws.com/"], transport: transport)
    #expect(call.status == 0 && call.output == "moved" && transport.requests.count == 1)
  }

  @Test func redirectsHaveALimit() async throws {
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      HTTPTransportResponse(head: HTTPResponse(status: .found, headerFields: [.location: "/again"]))
    }
    let call = try await CurlCall.run(["-L", "https://s3.us-east-1.amazonaws.com/"], transport: transport)
    #expect(call.status == 47 && transport.requests.count == 51, "\(call)")
  }
}

extension HTTPField.Name {
  fileprivate static let token = HTTPField.Name("x-amz-security-token") ?? .authorization
  fileprivate static let owner = HTTPField.Name("x-amz-meta-owner") ?? .authorization
  fileprivate static let plain = HTTPField.Name("x-plain") ?? .authorization
  fileprivate static let host = HTTPField.Name("host") ?? .authorization
}
