import AWSCredentials
import AWSEmulator
import AWSSigV4
import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Bodies in the `aws-chunked` encoding: what the signer writes, read by code that shares none with it.
@Suite struct S3ChunkedTests {
  /// What is changed of a right request.
  private struct Change {
    var headers: [String: String] = [:]
    var trailer: String?
    var encode: (inout [UInt8]) -> Void = { _ in }
  }

  private static let content = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  private static let crc32 = "x-amz-checksum-crc32"

  private func put(
    _ client: EmulatorClient, _ content: [UInt8] = content, trailer: (name: String, value: String)? = nil,
    signing: ChunkedEncoding.Signing = .signed, _ change: Change = Change()
  ) async throws -> ReceivedAnswer {
    let encoding = try ChunkedEncoding(
      decodedLength: content.count, chunkSize: 8192, trailers: trailer.map { [$0.name: $0.value.utf8.count] } ?? [:],
      signing: signing)
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    let credentials = Credentials(
      accessKeyId: client.keys.accessKeyId, secretAccessKey: client.keys.secret, sessionToken: client.keys.token)
    let endpoint = client.emulator.s3Endpoint
    var headers = encoding.applied(to: [("content-encoding", "zstd"), ("x-amz-meta-a", "b")])
    headers.removeAll { $0.name == "content-length" || change.headers[$0.name] != nil }
    headers += change.headers.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }
    let request = SigningRequest(
      method: "PUT", scheme: "http", authority: String(endpoint.dropFirst("http://".count)), target: "/bucket/k",
      headers: headers)
    let seed = try signer.sign(
      request, payload: encoding.payload, credentials: credentials, date: EmulatorClient.frozen)
    var writer = try ChunkSigner(encoding, seed: seed)
    var body: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: 8192) {
      body += try writer.chunk(Array(content[start..<min(start + 8192, content.count)]))
    }
    body += try writer.end(trailers: trailer.map { [$0] } ?? [])
    #expect(body.count == encoding.encodedLength)
    change.encode(&body)
    var sent = HTTPClientRequest(url: endpoint + "/bucket/k")
    sent.method = .PUT
    for header in seed.applied(to: request.headers) { sent.headers.add(name: header.name, value: header.value) }
    sent.body = .bytes(ByteBuffer(bytes: body))
    let answer = try await HTTPClient.shared.execute(sent, timeout: .seconds(20))
    let text = String(buffer: try await answer.body.collect(upTo: 1 << 20))
    return ReceivedAnswer(status: Int(answer.status.code), headers: [:], text: text)
  }

  private func withBucket(_ body: (EmulatorClient) async throws -> Void) async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      try await body(client)
    }
  }

  @Test func whatTheSignerWritesIsStored() async throws {
    try await withBucket { client in
      let session = client.with(client.emulator.fetchCredentials())
      for content in [[], [1], Array(Self.content.prefix(8192)), Self.content] {
        let crc = S3Checksums.crc32(content)
        for (trailer, signing) in [
          (nil, .signed), ((Self.crc32, crc), .signed), ((Self.crc32, crc), ChunkedEncoding.Signing.unsigned),
        ] as [((name: String, value: String)?, ChunkedEncoding.Signing)] {
          let answer = try await put(session, content, trailer: trailer, signing: signing)
          #expect(answer.status == 200, "\(content.count) \(answer.text)")
          let stored = try await client.s3("GET", "/bucket/k")
          #expect(stored.headers["content-length"] == "\(content.count)")
          #expect(stored.headers["content-encoding"] == "zstd" && stored.headers["x-amz-meta-a"] == "b")
          let hash = EmulatorClient.hex(Insecure.MD5.hash(data: content))
          #expect(stored.headers["etag"] == "\"\(hash)\"")
        }
      }
      #expect(client.emulator.statistics[.s3].rejected == 0)
    }
  }

  /// Digests of "123456789", from the catalogue of CRC algorithms and from FIPS 180.
  @Test(arguments: [
    ("crc32", "y/Q5Jg=="), ("crc32c", "4waSgw=="), ("crc64nvme", "rosUhgp5mIg="),
    ("sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="),
    ("sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
  ])
  func checksums(name: String, value: String) async throws {
    try await withBucket { client in
      let right = ["x-amz-checksum-\(name)": value]
      #expect(try await client.s3("PUT", "/bucket/k", right, body: "123456789").status == 200)
      let wrong = try await client.s3("PUT", "/bucket/k", right, body: "123456780")
      #expect(wrong.status == 400 && wrong.element("Code") == "BadDigest", "\(wrong.text)")
    }
  }

  @Test func whatIsNotAsItWasAnnouncedIsRefused() async throws {
    try await withBucket { client in
      let crc = (name: Self.crc32, value: S3Checksums.crc32(Self.content))
      func expect(
        _ code: String, trailer: (name: String, value: String)? = nil, signing: ChunkedEncoding.Signing = .signed,
        _ change: Change, sourceLocation: SourceLocation = #_sourceLocation
      ) async throws {
        let answer = try await put(client, trailer: trailer, signing: signing, change)
        #expect(answer.element("Code") == code, "\(answer.text)", sourceLocation: sourceLocation)
      }
      func replacing(_ text: String, _ other: String) -> Change {
        Change(encode: { body in
          guard let range = body.firstRange(of: Array(text.utf8)) else { return }
          body.replaceSubrange(range, with: Array(other.utf8))
        })
      }
      // A byte of the content, a signature, a chunk's length, a trailer, its signature.
      try await expect("SignatureDoesNotMatch", Change(encode: { $0[500] ^= 1 }))
      try await expect("SignatureDoesNotMatch", replacing(";chunk-signature=", ";chunk-signaturf="))
      try await expect("SignatureDoesNotMatch", replacing("2000;", "2001;"))
      try await expect("IncompleteBody", replacing("2000;", "zz;"))
      try await expect("IncompleteBody", replacing("2000;", "7fffffffffffffff;"))
      try await expect("IncompleteBody", replacing("2000;", "ffffffffffffffffff;"))
      try await expect("SignatureDoesNotMatch", trailer: crc, replacing("-crc32:", "-crc32:A"))
      try await expect("SignatureDoesNotMatch", trailer: crc, replacing("trailer-signature:", "trailer-signature:0"))
      try await expect("MalformedTrailerError", trailer: crc, replacing("x-amz-trailer-signature", "x"))
      try await expect("BadDigest", trailer: (Self.crc32, "AAAAAA=="), Change())
      try await expect("BadDigest", trailer: crc, signing: .unsigned, Change(encode: { $0[500] ^= 1 }))
      try await expect("MalformedTrailerError", trailer: crc, signing: .unsigned, replacing("-crc32:", "-crc32c:"))
      try await expect("MalformedTrailerError", trailer: crc, signing: .unsigned, replacing("-crc32:", "-crc32"))
      // The end is missing, or everything is; and what the head announces.
      for count in [1, 2, 90, 20_000] {
        try await expect("IncompleteBody", Change(encode: { $0.removeLast(min(count + 2, $0.count)) }))
      }
      try await expect("IncompleteBody", Change(encode: { $0 = [] }))
      try await expect("IncompleteBody", Change(headers: ["x-amz-decoded-content-length": "19999"]))
      try await expect("MissingContentLength", Change(headers: ["x-amz-decoded-content-length": ""]))
      try await expect("MissingContentLength", Change(headers: ["x-amz-decoded-content-length": "-1"]))
      try await expect("InvalidRequest", Change(headers: ["x-amz-trailer": Self.crc32]))
      try await expect("InvalidRequest", trailer: crc, Change(headers: ["x-amz-trailer": "x-amz-meta-c"]))
      let counts = client.emulator.statistics[.s3]
      #expect(counts.requests == counts.accepted + counts.rejected)
      let stored = try await client.s3("GET", "/bucket/k")
      #expect(stored.status == 404, "nothing of it was stored")
    }
  }

  @Test func onlyTheLastChunkMayBeShort() async throws {
    try await withBucket { client in
      let crc = (name: Self.crc32, value: S3Checksums.crc32(Array("abcd".utf8)))
      let change = Change(encode: { body in
        body = Array("2\r\nab\r\n2\r\ncd\r\n0\r\n\(crc.name):\(crc.value)\r\n\r\n".utf8)
      })
      let answer = try await put(client, Array("abcd".utf8), trailer: crc, signing: .unsigned, change)
      #expect(answer.status == 403 && answer.element("Code") == "InvalidChunkSizeError", "\(answer.text)")
    }
  }
}

/// The checksum that the tests announce, worked out bit by bit.
enum S3Checksums {
  static func crc32(_ bytes: [UInt8]) -> String {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return Data(unsafe withUnsafeBytes(of: (~value).bigEndian) { unsafe Array($0) }).base64EncodedString()
  }
}
