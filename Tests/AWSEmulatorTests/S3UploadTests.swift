import AWSEmulator
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Multipart uploads and batched deletes of the emulator, by requests that these tests sign.
@Suite struct S3UploadTests {
  private static let part = String(repeating: "p", count: 5 << 20)

  private static func md5(_ text: String) -> String {
    Data(Insecure.MD5.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private func begin(_ client: EmulatorClient, _ headers: [String: String] = [:]) async throws -> String {
    try #require(try await client.s3("POST", "/bucket/k?uploads", headers).element("UploadId"))
  }

  private func complete(_ parts: [(Int, String)]) -> String {
    "<CompleteMultipartUpload>"
      + parts.map { "<Part><PartNumber>\($0)</PartNumber><ETag>\($1)</ETag></Part>" }.joined()
      + "</CompleteMultipartUpload>"
  }

  @Test func `an object is made of its parts in the order of their numbers`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let id = try await begin(client, ["x-amz-meta-a": "1", "content-type": "text/plain"])
      let last = try await client.s3("PUT", "/bucket/k?partNumber=7&uploadId=\(id)", body: "end")
      _ = try await client.s3("PUT", "/bucket/k?partNumber=2&uploadId=\(id)", body: "replaced")
      let first = try await client.s3("PUT", "/bucket/k?partNumber=2&uploadId=\(id)", body: Self.part)
      let parts = try await client.s3("GET", "/bucket/k?uploadId=\(id)&max-parts=1")
      #expect(parts.elements("PartNumber") == ["2"] && parts.element("IsTruncated") == "true")
      #expect(parts.elements("Size") == ["5242880"])
      let rest = try await client.s3("GET", "/bucket/k?uploadId=\(id)&part-number-marker=2")
      #expect(rest.elements("PartNumber") == ["7"] && rest.element("IsTruncated") == "false")
      #expect(try await client.s3("GET", "/bucket?uploads").elements("UploadId") == [id])
      #expect(try await client.s3("GET", "/bucket/k").status == 404)

      let tags = [first.headers["etag"] ?? "", last.headers["etag"] ?? ""]
      for (body, code) in [
        (complete([(7, tags[1]), (2, tags[0])]), "InvalidPartOrder"), (complete([(2, tags[1])]), "InvalidPart"),
        (complete([(3, tags[0])]), "InvalidPart"), ("<x>", "MalformedXML"), (complete([]), "MalformedXML"),
      ] {
        let response = try await client.s3("POST", "/bucket/k?uploadId=\(id)", body: body)
        #expect(response.status == 400 && response.element("Code") == code)
      }
      let done = try await client.s3(
        "POST", "/bucket/k?uploadId=\(id)", body: complete([(2, tags[0]), (7, tags[1])]))
      #expect(done.status == 200 && done.element("ETag")?.contains("-2") == true)
      let object = try await client.s3("GET", "/bucket/k")
      #expect(object.text == Self.part + "end")
      #expect(object.headers["x-amz-meta-a"] == "1" && object.headers["content-type"] == "text/plain")
      #expect(try await client.s3("POST", "/bucket/k?uploadId=\(id)", body: complete([(2, tags[0])])).status == 404)
      #expect(try await client.s3("GET", "/bucket?uploads").elements("UploadId") == [])
    }
  }

  @Test func `a small part that is not the last is refused, and an aborted upload is gone`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let id = try await begin(client)
      var tags: [String] = []
      for number in [1, 2] {
        let response = try await client.s3("PUT", "/bucket/k?partNumber=\(number)&uploadId=\(id)", body: "small")
        tags.append(response.headers["etag"] ?? "")
      }
      let body = complete([(1, tags[0]), (2, tags[1])])
      #expect(try await client.s3("POST", "/bucket/k?uploadId=\(id)", body: body).element("Code") == "EntityTooSmall")
      for number in ["0", "10001", "x"] {
        #expect(try await client.s3("PUT", "/bucket/k?partNumber=\(number)&uploadId=\(id)", body: "s").status == 400)
      }
      #expect(try await client.s3("DELETE", "/bucket/k?uploadId=\(id)").status == 204)
      for method in ["DELETE", "GET"] {
        #expect(try await client.s3(method, "/bucket/k?uploadId=\(id)").element("Code") == "NoSuchUpload")
      }
      #expect(try await client.s3("PUT", "/bucket/k?partNumber=1&uploadId=\(id)", body: "s").status == 404)
    }
  }

  @Test func `a part is copied from a range of an object, if it is within it and the condition holds`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let source = try await client.s3("PUT", "/bucket/source", body: "0123456789")
      let id = try await begin(client)
      let target = "/bucket/k?partNumber=1&uploadId=\(id)"
      let headers = ["x-amz-copy-source": "/bucket/source", "x-amz-copy-source-range": "bytes=2-5"]
      let copied = try await client.s3("PUT", target, headers)
      let tag = try #require(copied.element("ETag"))
      for (name, value, status) in [
        ("x-amz-copy-source-range", "bytes=2-10", 400), ("x-amz-copy-source-range", "2-5", 400),
        ("x-amz-copy-source-if-match", "\"other\"", 412),
        ("x-amz-copy-source-if-match", source.headers["etag"] ?? "", 200),
      ] {
        #expect(try await client.s3("PUT", target, headers.merging([name: value]) { $1 }).status == status, "\(value)")
      }
      let unescaped = tag.replacing("&quot;", with: "\"")
      _ = try await client.s3("POST", "/bucket/k?uploadId=\(id)", body: complete([(1, unescaped)]))
      #expect(try await client.s3("GET", "/bucket/k").text == "2345")
    }
  }

  @Test func `checksums of parts are told, and that of the whole object is checked`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let id = try await begin(
        client, ["x-amz-checksum-algorithm": "CRC32", "x-amz-checksum-type": "FULL_OBJECT"])
      let part = try await client.s3("PUT", "/bucket/k?partNumber=1&uploadId=\(id)", body: "123456789")
      // The check value of CRC-32: CBF43926.
      #expect(part.headers["x-amz-checksum-crc32"] == "y/Q5Jg==")
      let list = try await client.s3("GET", "/bucket/k?uploadId=\(id)")
      #expect(list.elements("ChecksumCRC32") == ["y/Q5Jg=="])
      let body = complete([(1, part.headers["etag"] ?? "")])
      let wrong = try await client.s3(
        "POST", "/bucket/k?uploadId=\(id)", ["x-amz-checksum-crc32": "AAAAAA=="], body: body)
      #expect(wrong.element("Code") == "BadDigest")
      let right = try await client.s3(
        "POST", "/bucket/k?uploadId=\(id)", ["x-amz-checksum-crc32": "y/Q5Jg=="], body: body)
      #expect(right.status == 200)
    }
  }

  @Test func `many objects are deleted with one request that has a checksum`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      for key in ["a", "b%3C%26", "c"] { _ = try await client.s3("PUT", "/bucket/\(key)", body: "x") }
      let body = "<Delete><Object><Key>a</Key></Object><Object><Key>b&lt;&#38;</Key></Object></Delete>"
      #expect(try await client.s3("POST", "/bucket?delete", body: body).element("Code") == "InvalidRequest")
      let md5 = ["content-md5": Self.md5(body)]
      let response = try await client.s3("POST", "/bucket?delete", md5, body: body)
      #expect(response.elements("Key") == ["a", "b&lt;&amp;"] && response.elements("Error").isEmpty)
      #expect(try await client.s3("GET", "/bucket?list-type=2").elements("Key") == ["c"])
      let quiet = "<Delete><Quiet>true</Quiet><Object><Key>c</Key></Object></Delete>"
      let silent = try await client.s3(
        "POST", "/bucket?delete", ["content-md5": Self.md5(quiet)], body: quiet)
      #expect(silent.status == 200 && silent.elements("Key").isEmpty)
    }
  }
}
