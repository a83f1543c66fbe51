import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct GeneratedOperationTests {
  @Test("A structure becomes a document, and its line ends and markup are kept")
  func document() async throws {
    let transport = ScriptedTransport([.status(204)])
    let tagging = S3.Tagging(tagSet: [S3.Tag(key: "a<&>\"'", value: "one\r\ntwo"), S3.Tag(key: "한글", value: "")])
    try await S3Fixture.client(transport).putBucketTagging(S3.PutBucketTaggingInput(bucket: "bucket", tagging: tagging))
    let request = try #require(transport.requests.first)
    #expect(request.head.path == "/?tagging" && request.head.method == .put)
    #expect(
      String(decoding: request.body, as: UTF8.self) == """
        <Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet><Tag><Key>a&lt;&amp;&gt;"'</Key>\
        <Value>one&#xD;&#xA;two</Value></Tag><Tag><Key>한글</Key><Value /></Tag></TagSet></Tagging>
        """)
    #expect(request.head.headerFields[try #require(HTTPField.Name("x-amz-sdk-checksum-algorithm"))] == "CRC32")
  }

  @Test("A value that the model does not have is read and sent as it is")
  func unknownValues() async throws {
    let transport = ScriptedTransport([
      .text("<VersioningConfiguration><Status>Paused</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>"),
      .status(200),
    ])
    let s3 = try S3Fixture.client(transport)
    let output = try await s3.getBucketVersioning(S3.GetBucketVersioningInput(bucket: "bucket"))
    #expect(output.status?.rawValue == "Paused" && output.mfaDelete == .enabled)
    var configuration = S3.VersioningConfiguration()
    configuration.status = output.status
    try await s3.putBucketVersioning(
      S3.PutBucketVersioningInput(bucket: "bucket", versioningConfiguration: configuration))
    #expect(String(decoding: transport.requests[1].body, as: UTF8.self).contains("<Status>Paused</Status>"))
  }

  @Test("The credentials of a session are read, and printing them shows nothing")
  func sessionCredentials() async throws {
    let transport = ScriptedTransport([
      .text(
        """
        <CreateSessionResult><Credentials><SessionToken>a-session-token</SessionToken><SecretAccessKey>a-secret\
        </SecretAccessKey><AccessKeyId>ASIA</AccessKeyId><Expiration>2026-01-02T03:09:05Z</Expiration></Credentials>\
        </CreateSessionResult>
        """)
    ])
    let output = try await S3Fixture.client(transport).createSession(S3.CreateSessionInput(bucket: "bucket"))
    #expect(output.credentials.secretAccessKey.value == "a-secret" && output.credentials.accessKeyId == "ASIA")
    #expect(output.credentials.expiration == S3Fixture.date.addingTimeInterval(300))
    var dumped = ""
    dump(output, to: &dumped)
    for text in ["\(output)", String(reflecting: output), dumped] {
      #expect(!text.contains("a-secret") && !text.contains("a-session-token"), "\(text)")
    }
  }

  @Test("What must be in a response and is not there is an error that names it")
  func missingElement() async throws {
    let transport = ScriptedTransport([.text("<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>")])
    let s3 = try S3Fixture.client(transport)
    let error = try #require(
      await S3Error.of { try await s3.getBucketTagging(S3.GetBucketTaggingInput(bucket: "bucket")) })
    #expect(error.code == .invalidResponse && error.message == "The response has a <Tag> without a Value.")
  }

  @Test("An error of an operation has the code that the model names")
  func modelledCode() async throws {
    let body = "<Error><Code>NoSuchUpload</Code><Message>There is no such upload.</Message></Error>"
    let s3 = try S3Fixture.client(ScriptedTransport([.status(404, body: body)]))
    let error = try #require(
      await S3Error.of { try await s3.listParts(S3.ListPartsInput(bucket: "bucket", key: "k", uploadId: "u")) })
    #expect(error.code == .noSuchUpload && error.operation == "s3.ListParts" && error.key == "k")
  }

  @Test("A key of the caller's is sent in Base64 with its hash, and no error shows it")
  func customerKey() async throws {
    let bytes = Array("0123456789abcdef0123456789abcdef".utf8)
    let sent = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    let body = "<Error><Code>InvalidArgument</Code><Message>The key is \(sent).</Message></Error>"
    let transport = ScriptedTransport([.status(400, body: body)])
    var input = S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 3, uploadId: "u", body: AWSHTTPBody("part"))
    input.sseCustomerKey = S3.CustomerKey(bytes)
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { [input] in try await s3.uploadPart(input) }
    let fields = try #require(transport.requests.first).head.headerFields
    let prefix = "x-amz-server-side-encryption-customer-"
    #expect(fields[try #require(HTTPField.Name(prefix + "key"))] == sent)
    #expect(fields[try #require(HTTPField.Name(prefix + "key-md5"))] == "hRasmdxgYDKV3nvbahU1MA==")
    #expect(fields[try #require(HTTPField.Name(prefix + "algorithm"))] == "AES256")
    #expect(error != nil && !"\(String(describing: error))".contains(sent) && !"\(input)".contains(sent))
  }

  @Test("A checksum that the caller gives is sent instead of a computed one")
  func givenChecksum() async throws {
    let transport = ScriptedTransport([.status(200), .status(200)])
    let s3 = try S3Fixture.client(transport)
    var input = S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: AWSHTTPBody("part"))
    input.checksumSHA256 = "given"
    _ = try await s3.uploadPart(input)
    input.checksumSHA256 = nil
    input.additionalHeaders[try #require(HTTPField.Name("x-amz-checksum-crc64nvme"))] = "own"
    _ = try await s3.uploadPart(input)
    for request in transport.requests {
      #expect(request.body == Array("part".utf8))
      #expect(request.head.headerFields[try #require(HTTPField.Name("x-amz-trailer"))] == nil)
      #expect(request.head.headerFields[try #require(HTTPField.Name("x-amz-sdk-checksum-algorithm"))] == nil)
    }
  }

  @Test("A checksum is computed with the algorithm that is asked for, and one that cannot be computed is refused")
  func algorithms() async throws {
    let transport = ScriptedTransport([.status(200)])
    let s3 = try S3Fixture.client(transport)
    var input = S3.PutBucketPolicyInput(bucket: "bucket", policy: "hello world")
    input.checksumAlgorithm = .sha256
    try await s3.putBucketPolicy(input)
    let fields = try #require(transport.requests.first).head.headerFields
    #expect(
      fields[try #require(HTTPField.Name("x-amz-checksum-sha256"))] == "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")
    input.checksumAlgorithm = .xxhash3
    let error = await S3Error.of { [input] in try await s3.putBucketPolicy(input) }
    #expect(error?.code == .invalidInput && error?.attempts == 0)
  }

  @Test(
    "The region of a bucket is the whole document",
    arguments: [
      ("<LocationConstraint>EU</LocationConstraint>", "EU"),
      (#"<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>"#, nil),
      ("<R><LocationConstraint>eu-west-1</LocationConstraint></R>", "eu-west-1"),
    ])
  func location(body: String, region: String?) async throws {
    let s3 = try S3Fixture.client(ScriptedTransport([.text(body)]))
    let output = try await s3.getBucketLocation(S3.GetBucketLocationInput(bucket: "bucket"))
    #expect(output.locationConstraint?.rawValue == region)
  }

  @Test("A policy is the text of the body, and an error in its place is an error")
  func policy() async throws {
    let policy = #"{"Version":"2012-10-17"}"#
    let error = "<Error><Code>InternalError</Code><Message>We are sorry.</Message></Error>"
    let s3 = try S3Fixture.client(ScriptedTransport([.text(policy)] + Array(repeating: .text(error), count: 3)))
    let input = S3.GetBucketPolicyInput(bucket: "bucket")
    #expect(try await s3.getBucketPolicy(input).policy == policy)
    #expect(await S3Error.of { try await s3.getBucketPolicy(input) }?.code == .internalError)
  }

  @Test("A part of an object is read by its number, though the response is a part")
  func partNumber() async throws {
    let fields: HTTPFields = [.contentRange: "bytes 0-3/8", .contentLength: "4"]
    let transport = ScriptedTransport([.status(206, headers: fields, body: "part")])
    var input = S3.GetObjectInput(bucket: "bucket", key: "k")
    input.partNumber = 1
    let output = try await S3Fixture.client(transport).getObject(input)
    #expect(try await output.body.collect(upTo: 10) == Array("part".utf8) && output.contentLength == 4)
    #expect(
      transport.requests.first?.head.headerFields[try #require(HTTPField.Name("x-amz-checksum-mode"))] == "ENABLED")
  }

  @Test("The type of a grantee is read and written as an attribute")
  func attribute() async throws {
    let body = """
      <AccessControlPolicy><Owner><ID>me</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://x" \
      xsi:type="Group"><URI>http://a/?b&amp;c</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList>\
      </AccessControlPolicy>
      """
    let output = try await S3Fixture.client(ScriptedTransport([.text(body)])).getBucketAcl(
      S3.GetBucketAclInput(bucket: "bucket"))
    #expect(output.grants.first?.grantee?.type == .group && output.grants.first?.permission == .read)
    #expect(output.grants.first?.grantee?.uri == "http://a/?b&c" && output.owner?.id == "me")
  }
}
