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

/// The content of an object is compared with the checksum of its response while it is read.
@Suite struct ResponseChecksumTests {
  private static let content = Array("hello world".utf8)
  private static let sums: [(String, String)] = [
    ("crc64nvme", "jSnVw/bqjr4="), ("crc32c", "yZRlqg=="), ("crc32", "DUoRhQ=="),
    ("sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0="), ("sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="),
  ]

  private func response(
    _ status: Int = 200, _ fields: [String: String], chunks: [[UInt8]]? = nil, knowsLength: Bool = true
  ) throws -> ScriptedTransport.Response {
    let chunks = chunks ?? [Self.content]
    var headers = HTTPFields()
    for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
    if knowsLength { headers[.contentLength] = "\(chunks.joined().count)" }
    let body = AsyncStream<[UInt8]> { continuation in
      for chunk in chunks { continuation.yield(chunk) }
      continuation.finish()
    }
    return .response(
      HTTPTransportResponse(
        head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers),
        body: AWSHTTPBody(stream: body, length: knowsLength ? .known(Int64(chunks.joined().count)) : .unknown)))
  }

  private func get(
    _ response: ScriptedTransport.Response, _ change: (inout S3.GetObjectInput) -> Void = { _ in },
    server: S3ServerOptions = .aws
  ) async throws -> S3.GetObjectOutput {
    let s3 = S3Client(configuration: S3Fixture.configuration(ScriptedTransport([response])), server: server)
    var input = S3.GetObjectInput(bucket: "bucket", key: "k")
    change(&input)
    return try await s3.call(input)
  }

  /// The chunks that are handed out, and the error after them.
  private func read(_ body: AWSHTTPBody) async -> (chunks: [[UInt8]], error: AWSHTTPBodyError?) {
    var chunks: [[UInt8]] = []
    do {
      for try await chunk in body { chunks.append(chunk) }
      return (chunks, nil)
    } catch {
      return (chunks, error as? AWSHTTPBodyError)
    }
  }

  @Test("Each algorithm is validated, and the output says which", arguments: [true, false])
  func algorithms(knowsLength: Bool) async throws {
    for (name, sum) in Self.sums {
      let good = try await get(response(200, ["x-amz-checksum-\(name)": sum], knowsLength: knowsLength))
      #expect(good.validatedChecksum?.rawValue == name.uppercased())
      #expect(try await good.body.collect(upTo: 100) == Self.content)
      let bad = try await get(
        response(200, ["x-amz-checksum-\(name)": sum], chunks: [[1, 2], [3]], knowsLength: knowsLength))
      let (chunks, error) = await read(bad.body)
      guard case .checksumMismatch(let algorithm, let expected, let actual) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(algorithm == name.uppercased() && expected == sum && actual != sum)
      // The last chunk is not handed out.
      #expect(chunks == [[1, 2]])
    }
  }

  @Test("An empty object is validated", arguments: [true, false])
  func empty(knowsLength: Bool) async throws {
    let good = try await get(response(200, ["x-amz-checksum-crc32": "AAAAAA=="], chunks: [], knowsLength: knowsLength))
    #expect(try await good.body.collect(upTo: 100).isEmpty)
    let bad = try await get(response(200, ["x-amz-checksum-crc32": "DUoRhQ=="], chunks: [], knowsLength: knowsLength))
    let (_, error) = await read(bad.body)
    #expect(error == .checksumMismatch(algorithm: "CRC32", expected: "DUoRhQ==", actual: "AAAAAA=="))
  }

  @Test("Content that breaks off is incomplete, not damaged")
  func short() async throws {
    var headers = HTTPFields()
    headers[.contentLength] = "12"
    headers[try #require(HTTPField.Name("x-amz-checksum-crc32"))] = "DUoRhQ=="
    let broken = ScriptedTransport.Response.status(200, headers: headers, body: "hello world")
    let (_, error) = await read(try await get(broken).body)
    #expect(error == .lengthMismatch(expected: 12, actual: 11))
  }

  @Test("Of several checksums the fastest is validated")
  func several() async throws {
    let output = try await get(
      response(200, ["x-amz-checksum-sha256": "wrong", "x-amz-checksum-crc32": "DUoRhQ=="]))
    #expect(output.validatedChecksum == .crc32)
    #expect(try await output.body.collect(upTo: 100) == Self.content)
  }

  @Test(
    "What is no checksum of the whole content is not compared with it",
    arguments: [
      ["x-amz-checksum-crc32": "AAAAAA==-3"], ["x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-type": "COMPOSITE"],
      ["x-amz-checksum-xxhash3": "AAAAAAAAAAA="], ["x-amz-checksum-type": "FULL_OBJECT"], [:],
    ])
  func others(fields: [String: String]) async throws {
    let output = try await get(response(200, fields))
    #expect(output.validatedChecksum == nil)
    #expect(try await output.body.collect(upTo: 100) == Self.content)
  }

  @Test("A part is compared only if it is the whole object")
  func ranges() async throws {
    let whole = ["x-amz-checksum-crc32": "DUoRhQ==", "content-range": "bytes 0-10/11"]
    let output = try await get(response(206, whole), { $0.range = .from(0) })
    #expect(output.validatedChecksum == .crc32)
    #expect(try await output.body.collect(upTo: 100) == Self.content)
    for range in ["bytes 0-10/12", "bytes 1-11/12", "bytes 0-10/*"] {
      let part = ["x-amz-checksum-crc32": "AAAAAA==", "content-range": range]
      let output = try await get(response(206, part), { $0.partNumber = 1 })
      #expect(output.validatedChecksum == nil)
      #expect(try await output.body.collect(upTo: 100) == Self.content)
    }
  }

  @Test("What was not asked for is not validated, unless the call asks for it")
  func notAskedFor() async throws {
    let server = S3ServerOptions(responseChecksumValidation: .whenRequired)
    let fields = ["x-amz-checksum-crc32": "AAAAAA=="]
    let output = try await get(response(200, fields), server: server)
    #expect(output.validatedChecksum == nil)
    #expect(try await output.body.collect(upTo: 100) == Self.content)
    let asked = try await get(response(200, fields), { $0.checksumMode = .enabled }, server: server)
    #expect(asked.validatedChecksum == .crc32)
    #expect(await read(asked.body).error != nil)
  }

  @Test("A value that is no Base64 is a mismatch")
  func malformed() async throws {
    let output = try await get(response(200, ["x-amz-checksum-crc32": "?"]))
    let (chunks, error) = await read(output.body)
    #expect(chunks == [] && error == .checksumMismatch(algorithm: "CRC32", expected: "?", actual: "DUoRhQ=="))
  }
}
