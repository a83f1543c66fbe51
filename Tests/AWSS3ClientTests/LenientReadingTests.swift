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

/// What other servers and proxies write differently from S3, without meaning something else.
@Suite struct LenientReadingTests {
  private static func list(_ contents: String) -> String {
    "<ListBucketResult><Contents><Key>k</Key>\(contents)</Contents></ListBucketResult>"
  }

  @Test(
    "White space around a number, a truth or a date is none of it",
    arguments: [
      "<Size> 1 </Size>", "<Size>\n\t1\n</Size>", "<Size>1</Size>", "<Size>001</Size>",
    ])
  func size(size: String) async throws {
    let transport = ScriptedTransport([
      .text(Self.list(size + "<LastModified>\n2026-01-02T03:04:05.000Z </LastModified>"))
    ])
    let object = try #require(
      try await S3Fixture.client(transport).listObjectsV2(.init(bucket: "bucket")).contents.first)
    #expect(object.size == 1 && object.lastModified == S3Fixture.date)
  }

  @Test(
    "What is no size is an error", arguments: ["", "+1", "-1", "1 2", "1.0", "0x1", "99999999999999999999", "\u{661}"])
  func noSize(size: String) async throws {
    let transport = ScriptedTransport([.text(Self.list("<Size>\(size)</Size>"))])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { try await s3.listObjectsV2(.init(bucket: "bucket")) }
    #expect(error?.code == .invalidResponse)
  }

  @Test(
    "A date is read as ISO 8601 or as HTTP writes it, wherever it stands",
    arguments: [
      "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05Z", "Fri, 02 Jan 2026 03:04:05 GMT",
      " Fri, 02 Jan 2026 03:04:05 GMT ",
    ])
  func dates(text: String) async throws {
    let transport = ScriptedTransport([
      .text(Self.list("<Size>1</Size><LastModified>\(text)</LastModified>")),
      .text("<CopyObjectResult><LastModified>\(text)</LastModified></CopyObjectResult>"),
      .text(
        "<ListAllMyBucketsResult><Buckets><Bucket><Name>n</Name><CreationDate>\(text)</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>"
      ),
      .status(200, headers: [.lastModified: text.trimmingASCIIWhitespace()]),
    ])
    let s3 = try S3Fixture.client(transport)
    #expect(try await s3.listObjectsV2(.init(bucket: "bucket")).contents.first?.lastModified == S3Fixture.date)
    #expect(try await s3.copy(.init(bucket: "b", key: "k"), toBucket: "c", key: "k").lastModified == S3Fixture.date)
    #expect(try await s3.listBuckets().buckets.first?.creationDate == S3Fixture.date)
    #expect(try await s3.head(bucket: "bucket", key: "k").lastModified == S3Fixture.date)
  }

  // `python3 -c 'gzip.compress(xml, 9, mtime=0)'` of a list of one object with white space and a date in HTTP's form.
  private static let packedList = """
    H4sIAAAAAAACA7PxySwucSpNzk4tCUotLs0psbNxzs8rSc0rKbaz8U6ttEu00QdRNsGZVal2CoZGXDb6YKaNT2JxiW9+SmZaZmqKnVtRpo6CgZGCV2Ke\
    gpGBkZmCgbGVgYmVgamCu2+IjT6KWht9hA36GNYDAN/MNEiRAAAA
    """

  @Test("A list in gzip that was not asked for is unpacked; an object is left as it is")
  func gzip() async throws {
    let packed = Array(try #require(Data(base64Encoded: Self.packedList)))
    let answer = HTTPTransportResponse(
      head: HTTPResponse(status: .ok, headerFields: [.contentEncoding: "gzip", .contentLength: "\(packed.count)"]),
      body: AWSHTTPBody(packed))
    let transport = ScriptedTransport([.response(answer), .response(answer)])
    let s3 = try S3Fixture.client(transport)
    let object = try #require(try await s3.listObjectsV2(.init(bucket: "bucket")).contents.first)
    #expect(object.key == "a" && object.size == 12 && object.lastModified == S3Fixture.date)
    #expect(try await s3.get(bucket: "bucket", key: "k") == packed)
  }

  @Test("The advice for a file name in any script is RFC 6266's, ready to be used")
  func disposition() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    var input = S3.PutObjectInput(bucket: "bucket", key: "k")
    input.contentDisposition = "attachment; filename=\"보고서.pdf\""
    let put = await S3Error.of { try await s3.putObject(input) }
    let copy = await S3Error.of {
      try await s3.copyObject(
        .init(
          bucket: "bucket", key: "k", source: .init(bucket: "b", key: "k"),
          metadata: .replaced([:], contentDisposition: "inline; filename=é")))
    }
    for error in [put, copy] {
      #expect(error?.code == .invalidHeader && error?.message.contains("filename*=UTF-8''") == true)
      #expect(error?.message.contains("RFC 6266") == true && error?.message.contains("Base64") == false)
    }
    #expect(put?.message.contains("filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf") == true)
    // What the message advises is taken.
    input.contentDisposition = "attachment; filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf"
    transport.enqueue(.status(200))
    try await s3.putObject(input)
    #expect(transport.requests.first?.head.headerFields[.contentDisposition] == input.contentDisposition)
  }

  @Test(
    "The region aws-global is us-east-1 to the signature",
    arguments: [
      ("aws-global", "us-east-1", "s3.amazonaws.com"), ("us-east-1", "us-east-1", "s3.us-east-1.amazonaws.com"),
    ])
  func globalRegion(region: String, signed: String, host: String) async throws {
    let transport = ScriptedTransport([.text("<ListAllMyBucketsResult/>"), .status(200)])
    let s3 = try S3Fixture.client(transport, region: region)
    _ = try await s3.listBuckets()
    try await s3.createBucket("bbb")
    for request in transport.requests {
      #expect(request.head.headerFields[.authorization]?.contains("/\(signed)/s3/aws4_request") == true)
    }
    #expect(transport.requests.map(\.head.authority) == [host, "bbb." + host])
    // The constraint of the first region is none.
    #expect(transport.requests.last?.body.isEmpty == true)
    let url = try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(60))
    #expect(url.url.contains("%2F\(signed)%2Fs3%2Faws4_request"))
  }

  @Test(
    "The name of a partition's global endpoints stands in no host but that of the first partition",
    arguments: [
      ("aws-global", EndpointVariant.fips, "s3-fips.us-east-1.amazonaws.com"),
      ("aws-global", .dualStack, "s3.dualstack.us-east-1.amazonaws.com"),
      ("aws-cn-global", [], "s3.cn-northwest-1.amazonaws.com.cn"),
      ("aws-us-gov-global", [], "s3.us-gov-west-1.amazonaws.com"),
    ] as [(String, EndpointVariant, String)])
  func globalRegionVariants(region: String, variant: EndpointVariant, host: String) async throws {
    let transport = ScriptedTransport([.text("<ListAllMyBucketsResult/>")])
    var configuration = S3Fixture.configuration(transport, region: region)
    configuration.endpoints.variant = variant
    _ = try await S3Client(configuration: configuration).listBuckets()
    #expect(transport.requests.map(\.head.authority) == [host])
  }
}
