import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Which uploads ask the server before they send their bodies, and what a damaged object looks like to who reads it.
@Suite struct ExpectTests {
  private static let large = AWSHTTPBody([UInt8](repeating: 7, count: 2 << 20))

  private func expectations(
    _ server: S3ServerOptions, _ bodies: [AWSHTTPBody]
  ) async throws -> [String?] {
    let transport = ScriptedTransport(Array(repeating: .status(200), count: bodies.count))
    let s3 = S3Client(configuration: S3Fixture.configuration(transport), server: server)
    for body in bodies {
      _ = try await s3.uploadPart(
        S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: body))
    }
    return transport.requests.map { $0.head.headerFields[.expect] }
  }

  @Test("Bodies of 2 MiB and more wait for the server, unless the program says otherwise")
  func threshold() async throws {
    let small = AWSHTTPBody([UInt8](repeating: 7, count: (2 << 20) - 1))
    #expect(try await expectations(.aws, [.empty, small, Self.large]) == [nil, nil, "100-continue"])
    #expect(try await expectations(.legacy, [small, Self.large]) == [nil, nil])
    #expect(
      try await expectations(S3ServerOptions(expectContinueThreshold: 0), [.empty, AWSHTTPBody("x")])
        == [nil, "100-continue"])
    #expect(try await expectations(S3ServerOptions(expectContinueThreshold: nil), [Self.large]) == [nil])
    let transport = ScriptedTransport([.status(200)])
    let s3 = try S3Fixture.client(transport)
    try await s3.putBucketPolicy(
      S3.PutBucketPolicyInput(bucket: "bucket", policy: String(repeating: " ", count: 2 << 20)))
    #expect(transport.requests.first?.head.headerFields[.expect] == nil)
    let input = S3.UploadPartInput(bucket: "bucket", key: "k", partNumber: 1, uploadId: "u", body: Self.large)
    #expect(try await s3.presign(input, expiresIn: .seconds(60)).headers.isEmpty)
  }

  @Test("The field is not signed, and goes along when the request is sent to another region")
  func redirected() async throws {
    var elsewhere = HTTPFields()
    elsewhere[try #require(HTTPField.Name("x-amz-bucket-region"))] = "eu-west-1"
    let transport = ScriptedTransport([.status(307, headers: elsewhere), .status(200)])
    let s3 = try S3Fixture.client(transport)
    _ = try await s3.uploadPart(
      S3.UploadPartInput(bucket: "photos", key: "k", partNumber: 1, uploadId: "u", body: Self.large))
    #expect(transport.requests.map { $0.head.authority?.contains("eu-west-1") } == [false, true])
    for request in transport.requests {
      #expect(request.head.headerFields[.expect] == "100-continue")
      #expect(request.head.headerFields[.authorization]?.contains("expect") == false)
      #expect(request.body.count > 2 << 20)
    }
  }

  @Test("An object that is damaged is an error of its own, and no file is made of it")
  func damaged() async throws {
    var fields = HTTPFields()
    fields[try #require(HTTPField.Name("x-amz-checksum-crc32"))] = "DUoRhQ=="
    let responses = ["hello world", "hello w0rld", "hello w0rld"].map { [fields] text in
      ScriptedTransport.Response.status(200, headers: fields, body: text)
    }
    let s3 = try S3Fixture.client(ScriptedTransport(responses))
    #expect(try await s3.get(bucket: "bucket", key: "k", as: String.self) == "hello world")
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(error?.code == .checksumMismatch && error?.kind == .transport, "\(error as Any)")
    #expect("\(error as Any)".contains("DUoRhQ=="), "\(error as Any)")
    let path = FileManager.default.temporaryDirectory.path + "/damaged-\(UInt64.random(in: 0 ... .max))"
    let download = await S3Error.of { try await s3.download(bucket: "bucket", key: "k", toFile: path) }
    #expect(download?.code == .checksumMismatch, "\(download as Any)")
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
