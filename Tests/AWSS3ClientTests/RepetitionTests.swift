import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// What S3 is sent again, and what a refusal means after an attempt whose response was lost.
struct RepetitionTests {
  private static let lost = ScriptedTransport.Response.failure(HTTPTransportError(.connectionClosed, message: "reset"))
  private static let copied = ScriptedTransport.Response.text("<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>")

  private static func error(_ status: Int, _ code: String) -> ScriptedTransport.Response {
    .status(status, body: "<Error><Code>\(code)</Code><Message>m</Message></Error>")
  }

  @Test("Writes without a condition are the same done twice, in versioned buckets too")
  func unconditional() async throws {
    let transport = ScriptedTransport([
      Self.lost, .status(200), .status(503), .status(200), Self.lost, .status(204), Self.lost, .status(204),
    ])
    let s3 = try S3Fixture.client(transport)
    try await s3.putObject(.init(bucket: "bucket", key: "k", body: AWSHTTPBody("x")))
    try await s3.putObject(.init(bucket: "bucket", key: "k", body: AWSHTTPBody("x")))
    try await s3.deleteObject(.init(bucket: "bucket", key: "k"))
    try await s3.deleteObject(.init(bucket: "bucket", key: "k", versionId: "v"))
    #expect(transport.requests.count == 8)
  }

  @Test("A condition that fails after an attempt of unknown fate may have failed by that attempt, and says so")
  func conditionAfterLoss() async throws {
    for first in [Self.lost, .status(500), .status(503, body: "<html>down</html>"), Self.error(200, "InternalError")] {
      let transport = ScriptedTransport([first, Self.error(412, "PreconditionFailed")])
      let s3 = try S3Fixture.client(transport)
      let input = S3.CopyObjectInput(
        bucket: "bucket", key: "k", source: .init(bucket: "bucket", key: "s"), condition: .ifAbsent)
      let error = try #require(await S3Error.of { try await s3.copyObject(input) })
      #expect(error.code == .preconditionFailed && error.attempts == 2)
      #expect("\(error)".contains("earlier attempt") && error.mayHaveTakenEffect, "\(error)")
    }
  }

  @Test("A condition that fails without such an attempt is a plain refusal")
  func plainCondition() async throws {
    for first in [Self.error(503, "SlowDown"), .failure(HTTPTransportError(.connect, message: "refused"))] {
      let transport = ScriptedTransport([first, Self.error(412, "PreconditionFailed")])
      let s3 = try S3Fixture.client(transport)
      let input = S3.PutObjectInput(bucket: "bucket", key: "k", condition: .ifAbsent)
      let error = try #require(await S3Error.of { try await s3.putObject(input) })
      #expect(error.code == .preconditionFailed && error.attempts == 2)
      #expect(!"\(error)".contains("earlier attempt") && !error.mayHaveTakenEffect, "\(error)")
    }
  }

  @Test("A bucket that one's own lost attempt created or deleted is not somebody else's doing")
  func buckets() async throws {
    let transport = ScriptedTransport([
      Self.lost, Self.error(409, "BucketAlreadyOwnedByYou"), Self.lost, Self.error(404, "NoSuchBucket"), Self.lost,
      Self.error(404, "NoSuchKey"),
    ])
    let s3 = try S3Fixture.client(transport)
    let created = await S3Error.of { try await s3.createBucket("bucket") }
    let deleted = await S3Error.of { try await s3.deleteBucket("bucket") }
    // Reading changes nothing, so there is nothing to say.
    let read = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(created.map { "\($0)" }?.contains("earlier attempt") == true)
    #expect(deleted.map { "\($0)" }?.contains("earlier attempt") == true)
    #expect(read.map { "\($0)" }?.contains("earlier attempt") == false)
  }

  @Test("Two conditional writes at once: writing where nothing was is tried again, replacing a tag is not")
  func conditionalRequestConflict() async throws {
    let conflict = Self.error(409, "ConditionalRequestConflict")
    let absent = ScriptedTransport([conflict, .status(200), conflict, Self.copied])
    let s3 = try S3Fixture.client(absent)
    try await s3.putObject(.init(bucket: "bucket", key: "k", condition: .ifAbsent))
    try await s3.copyObject(
      .init(bucket: "bucket", key: "k", source: .init(bucket: "bucket", key: "s"), condition: .ifAbsent))
    #expect(absent.requests.count == 4)
    let matching = ScriptedTransport([conflict, conflict])
    let input = S3.PutObjectInput(bucket: "bucket", key: "k", condition: .ifMatch(S3.ETag("e")))
    let s3Matching = try S3Fixture.client(matching)
    let error = await S3Error.of { try await s3Matching.putObject(input) }
    #expect(error?.code == .conditionalRequestConflict && error?.attempts == 1)
    #expect(error?.explanation?.contains("ETag") == true)
    // In a header of the caller's own it is the same condition.
    let own = ScriptedTransport([conflict, .status(200)])
    try await S3Fixture.client(own).putObject(
      .init(bucket: "bucket", key: "k", additionalHeaders: [.ifNoneMatch: "*"]))
    #expect(own.requests.count == 2)
  }

  @Test("Another operation under way on the bucket is waited for")
  func operationAborted() async throws {
    let transport = ScriptedTransport([Self.error(409, "OperationAborted"), .status(200)])
    try await S3Fixture.client(transport).createBucket("bucket")
    #expect(transport.requests.count == 2)
  }
}

/// Responses of status 200 that are not what they should be.
struct SuccessfulStatusTests {
  private static let copied = "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>"

  private static func copy(_ transport: ScriptedTransport) async throws -> S3Error? {
    let s3 = try S3Fixture.client(transport)
    return await S3Error.of {
      try await s3.copyObject(
        .init(bucket: "bucket", key: "k", source: .init(bucket: "bucket", key: "s")))
    }
  }

  @Test(
    "A copy without a result is no copy yet, and is tried again",
    arguments: ["", " \n\t", "\r\n\r\n", "<?xml version=\"1.0\"?>", "<CopyObjectResult><ETag>"])
  func emptyCopy(body: String) async throws {
    let transport = ScriptedTransport([.text(body), .text(Self.copied)])
    #expect(try await Self.copy(transport) == nil)
    #expect(transport.requests.count == 2)
    let always = ScriptedTransport(Array(repeating: .text(body), count: 3))
    let error = try await Self.copy(always)
    #expect(always.requests.count == 3)
    #expect(error?.statusCode == 200 && error?.attempts == 3)
  }

  @Test("So is a list without a document")
  func emptyList() async throws {
    let transport = ScriptedTransport([
      .text(""), .text("<ListBucketResult/>"), .text(" "), .text("<ListAllMyBucketsResult/>"),
    ])
    let s3 = try S3Fixture.client(transport)
    _ = try await s3.listObjectsV2(.init(bucket: "bucket"))
    _ = try await s3.listBuckets()
    #expect(transport.requests.count == 4)
  }

  @Test(
    "An error inside a response of status 200 is judged like the same error with a status of its own, or like a 500",
    arguments: [
      ("InternalError", true), ("ServiceUnavailable", true), ("SlowDown", true), ("RequestTimeout", true),
      ("OperationAborted", true), ("Busy", true), ("AccessDenied", false), ("NoSuchKey", false),
      ("PreconditionFailed", false), ("InvalidRequest", false), ("NotImplemented", false), ("SomethingNew", true),
    ])
  func errorInside(code: String, isRepeated: Bool) async throws {
    for body in [
      "<Error><Code>\(code)</Code></Error>", "\u{FEFF}<?xml version=\"1.0\"?>\n<Error><Code>\(code)</Code></Error>",
      "\n<ErrorResponse><Error><Code>\(code)</Code></Error></ErrorResponse>",
    ] {
      let transport = ScriptedTransport([.text(body), .text(Self.copied)])
      let error = try await Self.copy(transport)
      #expect(transport.requests.count == (isRepeated ? 2 : 1), "\(body)")
      #expect(error?.code == (isRepeated ? nil : S3Error.Code(rawValue: code)))
    }
  }

  @Test("Rejected credentials inside a response of status 200 are replaced")
  func rejectionInside() async throws {
    let transport = ScriptedTransport([.text("<Error><Code>ExpiredToken</Code></Error>"), .text(Self.copied)])
    #expect(try await Self.copy(transport) == nil)
    #expect(transport.requests.count == 2)
  }

  @Test(
    "A page of somebody else is not S3's response",
    arguments: [
      "<!DOCTYPE html><html><body>Log in to the network</body></html>",
      "<html><head><title>Portal</title></head></html>",
      " <HTML>\n<br>unclosed", "\u{FEFF}<!doctype HTML>", "<!-- portal --><html><br></html>",
      "<?xml version=\"1.0\"?><html><br></html>", "<center>503</center>", "<head><meta charset=utf-8>",
    ])
  func html(body: String) async throws {
    let transport = ScriptedTransport(Array(repeating: .text(body), count: 9))
    let s3 = try S3Fixture.client(transport)
    let errors = [
      try await Self.copy(transport),
      await S3Error.of { try await s3.put("x", bucket: "bucket", key: "k") },
      await S3Error.of { try await s3.listBuckets() },
      await S3Error.of { try await s3.createBucket("bucket") },
    ]
    for error in errors {
      let error = try #require(error)
      #expect(error.message.contains("not S3's"), "\(error)")
      #expect(!error.message.contains("cut off"))
      #expect(error.code == .invalidResponse && error.kind == .invalidResponse && error.attempts == 1)
    }
  }

  @Test("A list larger than what is read says so, and is fetched once")
  func largeList() async throws {
    let head = HTTPResponse(status: .ok)
    let large = HTTPTransportResponse(head: head, body: AWSHTTPBody([UInt8](repeating: 0x20, count: 16 << 20 + 1)))
    let transport = ScriptedTransport([.response(large), .response(large), .response(large)])
    let s3 = try S3Fixture.client(transport)
    let error = await S3Error.of { try await s3.listObjectsV2(.init(bucket: "bucket")) }
    #expect(transport.requests.count == 1)
    #expect(error?.message.contains("16777216") == true, "\(error.map { "\($0)" } ?? "")")
    #expect(error?.kind == .invalidResponse && error?.code == .responseTooLarge)
  }
}
