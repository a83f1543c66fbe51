import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

@Suite struct ErrorTests {
  @Test(
    "After a HEAD the code comes from the status",
    arguments: [
      (404, .notFound), (403, .forbidden), (400, .badRequest), (304, .notModified), (412, .preconditionFailed),
      (301, .permanentRedirect), (405, .methodNotAllowed), (416, .invalidRange), (418, .init(rawValue: "HTTP418")),
    ] as [(Int, S3Error.Code)])
  func head(status: Int, code: S3Error.Code) async throws {
    let region = try #require(HTTPField.Name("x-amz-bucket-region"))
    // A redirect is followed once.
    let isAboutRegion = [301, 400].contains(status)
    let regions = isAboutRegion ? ["us-east-2", "eu-west-1"] : ["eu-west-1"]
    let transport = ScriptedTransport(
      regions.map { .status(status, headers: [region: $0, .contentLength: "99999999"]) })
    let s3 = try S3Fixture.client(transport)
    let error = try #require(
      await S3Error.of { try await s3.headBucket(.init(bucket: "bucket")) })
    #expect(error.code == code && error.statusCode == status && error.bucketRegion == "eu-west-1")
    #expect(error.kind == .service && error.attempts == regions.count && error.bucket == "bucket")
    #expect(error.message.contains("was signed for us-east-2: use a client for eu-west-1") == isAboutRegion)
  }

  @Test("Whether an object exists: yes, no, or not known")
  func exists() async throws {
    let transport = ScriptedTransport([.status(200), .status(404), .status(403)])
    let s3 = try S3Fixture.client(transport)
    #expect(try await s3.exists(bucket: "bucket", key: "k"))
    #expect(try await !s3.exists(bucket: "bucket", key: "k"))
    let error = await S3Error.of { try await s3.exists(bucket: "bucket", key: "k") }
    #expect(error?.code == .forbidden)
  }

  @Test(
    "An answer that is not S3's never fails to be an error",
    arguments: [
      (503, "", S3Error.Code.serviceUnavailable), (503, "<html><body>Down</body></html>", .serviceUnavailable),
      (500, "upstream reset", .internalError), (404, "<Error><Code></Code></Error>", .notFound),
      (403, "<Error>", .forbidden), (403, "\u{0}\u{1B}[31m", .forbidden),
      (403, "<Error><Code>AccessDenied</Code></Error>", .accessDenied),
      (
        400, "<?xml version=\"1.0\"?><ErrorResponse><Error><Code>Foo</Code></Error></ErrorResponse>",
        .init(rawValue: "Foo")
      ),
    ])
  func strange(status: Int, body: String, code: S3Error.Code) async throws {
    let transport = ScriptedTransport(Array(repeating: .status(status, body: body), count: 3))
    let s3 = try S3Fixture.client(transport)
    let error = try #require(await S3Error.of { try await s3.get(bucket: "bucket", key: "k") })
    #expect(error.code == code && error.attempts == (status >= 500 ? 3 : 1))
    #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test("An error tells operation, bucket, key, both request ids and the attempts")
  func description() async throws {
    let transport = ScriptedTransport([
      .status(
        404, headers: [try #require(.init("x-amz-request-id")): "RID", try #require(.init("x-amz-id-2")): "HID"],
        body: "<Error><Code>NoSuchKey</Code><Message>No &lt;such&gt; key.</Message></Error>")
    ])
    let s3 = try S3Fixture.client(transport)
    let error = try #require(await S3Error.of { try await s3.get(bucket: "bucket", key: "a\nb") })
    #expect(error.isNotFound && error.requestId == "RID" && error.hostId == "HID" && error.operation == "s3.GetObject")
    #expect(
      "\(error)"
        == #"s3.GetObject of bucket "a\nb" failed: NoSuchKey. No <such> key. (HTTP 404, request id RID, host id HID)"#)
  }

  @Test("S3's text and the client's are sentences of their own", arguments: ["", ".", ":", ";"])
  func joining(end: String) async throws {
    let text = "The region 'us-west-2' is wrong; expecting 'us-east-1'"
    let responses = ["eu-west-1", "us-east-1"].map { region in
      ScriptedTransport.Response.status(
        400,
        body: """
          <Error><Code>AuthorizationHeaderMalformed</Code><Message>\(text)\(end)</Message><Region>\(region)</Region></Error>
          """)
    }
    let s3 = try S3Fixture.client(ScriptedTransport(responses))
    let error = try #require(await S3Error.of { try await s3.get(bucket: "bucket", key: "k") })
    #expect(
      "\(error)" == """
        s3.GetObject of bucket "k" failed: AuthorizationHeaderMalformed. \(text). The bucket is in us-east-1, but the \
        request was signed for eu-west-1: use a client for us-east-1. (HTTP 400, 2 attempts)
        """)
  }

  @Test("No way of printing an error shows the token that S3's answer repeats")
  func redaction() async throws {
    let body = """
      <Error><Code>InvalidToken</Code><Message>m</Message><Token-0>SECRETTOKEN</Token-0>\
      <CanonicalRequest>x-amz-security-token:SECRETTOKEN</CanonicalRequest></Error>
      """
    let transport = ScriptedTransport(Array(repeating: .status(400, body: body), count: 2))
    let s3 = try S3Fixture.client(transport, token: "SECRETTOKEN")
    let error = try #require(await S3Error.of { try await s3.get(bucket: "bucket", key: "k") })
    #expect(error.code == .invalidToken && error.kind == .rejectedCredentials)
    var dumped = ""
    dump(error, to: &dumped)
    dump(s3, to: &dumped)
    for text in [dumped, "\(error)", String(reflecting: error), "\(s3)", String(reflecting: s3)] {
      #expect(!text.contains("SECRETTOKEN") && !text.contains(S3Fixture.secretAccessKey))
    }
  }

  @Test("Without credentials nothing is sent")
  func noCredentials() async throws {
    let transport = ScriptedTransport()
    let provider = ScriptedCredentialProvider(results: [
      .failure(CredentialError(.notConfigured, provider: "test", message: "none"))
    ])
    let s3 = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider), region: "us-west-2", transport: transport))
    let error = await S3Error.of { try await s3.listBuckets() }
    #expect(error?.kind == .credentials && error?.cause is CredentialError && transport.requests.isEmpty)
  }
}
