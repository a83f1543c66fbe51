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

/// Conditions as types, over the header fields that they are.
@Suite struct ConditionTests {
  private static func field(_ name: String) throws -> HTTPField.Name { try #require(HTTPField.Name(name)) }

  @Test("A condition for writing is what If-Match and If-None-Match say")
  func writing() {
    var put = S3.PutObjectInput(bucket: "bucket", key: "k")
    var copy = S3.CopyObjectInput(bucket: "bucket", key: "k", source: S3.CopySource(bucket: "bucket", key: "s"))
    var complete = S3.CompleteMultipartUploadInput(bucket: "bucket", key: "k", uploadId: "u")
    #expect(put.condition == nil && copy.condition == nil && complete.condition == nil)
    for condition in [S3.WriteCondition.ifMatch("e"), .ifAbsent] {
      (put.condition, copy.condition, complete.condition) = (condition, condition, condition)
      #expect(put.condition == condition && copy.condition == condition && complete.condition == condition)
      let isAbsent = condition == .ifAbsent
      #expect(put.ifNoneMatch?.isAny == (isAbsent ? true : nil) && put.ifMatch == (isAbsent ? nil : "e"))
    }
    put.condition = nil
    #expect(put.ifMatch == nil && put.ifNoneMatch == nil)
  }

  @Test("Completing an upload sends its condition, and is told that it was not met from that somebody else was writing")
  func completing() async throws {
    var input = S3.CompleteMultipartUploadInput(bucket: "bucket", key: "k", uploadId: "u")
    for (condition, name, value) in [
      (S3.WriteCondition.ifAbsent, "if-none-match", "*"), (.ifMatch("e"), "if-match", "\"e\""),
    ] {
      for (status, code) in [(412, S3Error.Code.preconditionFailed), (409, .conditionalRequestConflict)] {
        let transport = ScriptedTransport([
          .status(status, body: "<Error><Code>\(code.rawValue)</Code></Error>"), .status(500), .status(500),
        ])
        input.condition = condition
        let s3 = try S3Fixture.client(transport)
        let error = await S3Error.of { [input] in try await s3.completeMultipartUpload(input) }
        #expect(error?.code == code && error?.statusCode == status && transport.requests.count == 1)
        #expect(transport.requests.first?.head.headerFields[try Self.field(name)] == value)
      }
    }
  }

  @Test("A condition for deleting is sent, by the short form too")
  func deleting() async throws {
    let transport = ScriptedTransport(Array(repeating: .status(204), count: 4))
    let s3 = try S3Fixture.client(transport)
    try await s3.delete(bucket: "bucket", key: "k", versionId: "v", condition: .ifMatch(.any))
    try await s3.delete(bucket: "bucket", key: "k", condition: .ifLastModified(S3Fixture.date))
    try await s3.delete(bucket: "bucket", key: "k", condition: .ifSize(7))
    try await s3.delete(bucket: "bucket", key: "k")
    let names = ["if-match", "x-amz-if-match-last-modified-time", "x-amz-if-match-size"]
    let sent = try transport.requests.map { request in
      try names.map { request.head.headerFields[try Self.field($0)] }
    }
    #expect(
      sent == [
        ["*", nil, nil], [nil, "Fri, 02 Jan 2026 03:04:05 GMT", nil], [nil, nil, "7"], [nil, nil, nil],
      ])
    #expect(transport.requests.first?.head.path == "/k?versionId=v")
    var input = S3.DeleteObjectInput(bucket: "bucket", key: "k")
    for condition in [S3.DeleteCondition.ifMatch("e"), .ifLastModified(S3Fixture.date), .ifSize(0)] {
      input.condition = condition
      #expect(input.condition == condition)
    }
  }

  @Test("A copy is written on a condition by the short form")
  func copying() async throws {
    let transport = ScriptedTransport([.text("<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>")])
    let source = S3.CopySource(bucket: "bucket", key: "s")
    try await S3Fixture.client(transport).copy(source, toBucket: "bucket", key: "k", condition: .ifAbsent)
    #expect(transport.requests.first?.head.headerFields[.ifNoneMatch] == "*")
  }

  @Test("An entity tag that is made exactly is sent without quotes")
  func exactTags() async throws {
    let transport = ScriptedTransport([.status(200), .status(200)])
    let s3 = try S3Fixture.client(transport)
    try await s3.put("x", bucket: "bucket", key: "k", condition: .ifMatch(S3.ETag(exactly: "plain")))
    try await s3.put("x", bucket: "bucket", key: "k", condition: .ifMatch("plain"))
    #expect(transport.requests.map { $0.head.headerFields[.ifMatch] } == ["plain", "\"plain\""])
  }
}
