import AWSCore
import AWSCredentials
import AWSSigV4
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct StreamingTests {
  private static let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey)
  private static let date = Date(timeIntervalSince1970: 1_700_000_000)
  private static let signer = SigV4Signer(service: "s3", region: "us-east-1")

  private func writer(_ encoding: ChunkedEncoding) throws -> ChunkSigner {
    let request = SigningRequest(method: "PUT", authority: "host", target: "/b/k", headers: encoding.headers)
    let seed = try Self.signer.sign(
      request, payload: encoding.payload, credentials: Self.credentials, date: Self.date)
    return try ChunkSigner(encoding, seed: seed)
  }

  private func written(_ encoding: ChunkedEncoding) throws -> [UInt8] {
    var writer = try self.writer(encoding)
    var bytes: [UInt8] = []
    var left = encoding.decodedLength
    while left > 0 {
      bytes += try writer.chunk([UInt8](repeating: 7, count: min(left, encoding.chunkSize)))
      left -= encoding.chunkSize
    }
    return try bytes
      + writer.end(trailers: encoding.trailers.map { ($0.key, String(repeating: "x", count: $0.value)) })
  }

  @Test(arguments: [0, 1, 15, 16, 8191, 8192, 8193, 16_384, 16_385, 65_535, 65_536, 200_000])
  func theLengthIsKnownBeforehand(_ length: Int) throws {
    for trailers in [[:], ["x-amz-checksum-crc32": 8], ["x-amz-checksum-sha256": 44, "x-amz-meta": 0]] {
      for signing in [ChunkedEncoding.Signing.signed, .unsigned] where signing == .signed || !trailers.isEmpty {
        let encoding = try ChunkedEncoding(
          decodedLength: length, chunkSize: 8192, trailers: trailers, signing: signing)
        #expect(try written(encoding).count == encoding.encodedLength)
        #expect(encoding.headers.contains { $0 == ("content-length", String(encoding.encodedLength)) })
      }
    }
  }

  @Test func unsignedChunksHaveNoSignatures() throws {
    let encoding = try ChunkedEncoding(
      decodedLength: 3, trailers: ["x-amz-checksum-crc32": 8], signing: .unsigned)
    var writer = try self.writer(encoding)
    let bytes = try writer.chunk(Array("abc".utf8)) + writer.end(trailers: [("X-Amz-Checksum-CRC32", "NSRBwg==")])
    #expect(
      String(decoding: bytes, as: UTF8.self) == "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n")
  }

  /// Chunks follow a head that was signed for them, and nothing else.
  @Test func aHeadThatWasSignedForAnotherBody() throws {
    let encoding = try ChunkedEncoding(decodedLength: 3, trailers: ["x-a": 1])
    let request = SigningRequest(method: "PUT", authority: "host", target: "/b/k", headers: encoding.headers)
    for payload in [PayloadHash.unsigned, .empty, .streaming, .streamingUnsignedTrailer, .events] {
      let seed = try Self.signer.sign(request, payload: payload, credentials: Self.credentials, date: Self.date)
      let error = #expect(throws: SigV4Error.self) { try ChunkSigner(encoding, seed: seed) }
      #expect(error?.code == .invalidPayload)
    }
    // Chunks without signatures need no key, so they may follow a head signed for several regions.
    let unsigned = try ChunkedEncoding(decodedLength: 3, trailers: ["x-a": 1], signing: .unsigned)
    let seed = try SigV4aSigner(service: "s3").sign(
      request, payload: unsigned.payload, credentials: Self.credentials, date: Self.date)
    var chunks = try ChunkSigner(unsigned, seed: seed)
    #expect(try chunks.chunk([1, 2, 3]).count + chunks.end(trailers: [("x-a", "b")]).count == unsigned.encodedLength)
  }

  @Test(arguments: ["content-length", "host", "authorization", "x-amz-trailer-signature", "X-A", "", "a b"])
  func whatCannotBeATrailer(name: String) {
    #expect(throws: SigV4Error.self) { try ChunkedEncoding(decodedLength: 3, trailers: [name: 1]) }
  }

  @Test func theHeadersOfTheCaller() throws {
    let headers = try ChunkedEncoding(decodedLength: 3).applied(to: [
      ("Content-Encoding", " "), ("Transfer-Encoding", "chunked"), ("Content-Length", "3"), ("x-amz-trailer", "old"),
    ])
    #expect(
      headers.map { "\($0.name):\($0.value)" } == [
        "content-encoding:aws-chunked", "content-length:175", "x-amz-decoded-content-length:3",
      ])
  }

  @Test func aBodyThatIsNotTheOneAnnounced() throws {
    let encoding = try ChunkedEncoding(decodedLength: 10_000, chunkSize: 8192, trailers: ["x-a": 1])
    func refused(_ body: (inout ChunkSigner) throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws {
      var writer = try self.writer(encoding)
      let error = #expect(throws: SigV4Error.self, sourceLocation: sourceLocation) { try body(&writer) }
      #expect(error?.code == .invalidPayload, sourceLocation: sourceLocation)
    }
    let full = [UInt8](repeating: 1, count: 8192)
    let rest = [UInt8](repeating: 1, count: 1808)
    try refused { _ = try $0.chunk(full + [1]) }
    try refused { writer in
      _ = try writer.chunk(rest)
      _ = try writer.chunk([1])
    }
    try refused { writer in
      _ = try writer.chunk(full)
      _ = try writer.chunk(rest + [1])
    }
    try refused { _ = try $0.end(trailers: [("x-a", "1")]) }
    for trailers in [[], [("x-a", "12")], [("x-a", "\n")], [("x-b", "1")], [("x-a", "1"), ("x-a", "1")]] {
      try refused { writer in
        _ = try writer.chunk(full)
        _ = try writer.chunk(rest)
        _ = try writer.end(trailers: trailers)
      }
    }
    var writer = try self.writer(encoding)
    _ = try writer.chunk(full) + writer.chunk(rest) + writer.end(trailers: [("x-a", "1")])
    #expect(throws: SigV4Error.self) { try writer.end(trailers: [("x-a", "1")]) }
    #expect(!"\(writer)".contains(Example.secretAccessKey))
  }

  @Test func encodingsThatCannotBe() {
    func refused(_ length: Int, _ size: Int, _ trailers: [String: Int], _ signing: ChunkedEncoding.Signing = .signed) {
      #expect(throws: SigV4Error.self) {
        try ChunkedEncoding(decodedLength: length, chunkSize: size, trailers: trailers, signing: signing)
      }
    }
    refused(-1, 8192, [:])
    refused(.max, 8192, [:])
    refused(1, 8191, [:])
    refused(1, .max, [:])
    refused(1, 8192, ["": 1])
    refused(1, 8192, ["X-A": 1])
    refused(1, 8192, ["x a": 1])
    refused(1, 8192, ["x-a": -1])
    refused(1, 8192, ["x-amz-trailer-signature": 1])
    refused(1, 8192, [:], .unsigned)
  }

  // MARK: - Event streams

  // The expected values were computed by a script of its own with hmac and zlib, the messages read by botocore, and the
  // three hashes of the first string to sign are those that the AWS SDK for Rust's tests expect of this message.
  @Test func eventsAreSignedOneAfterTheOther() throws {
    let inner = EventStreamMessage(
      headers: [("some-header", .string("value"))], payload: Array("test payload".utf8))
    #expect(
      try hash(inner.encoded()) == "f2eba0f2e95967ee9fbc6db5e678d2fd599229c0d04b11e4fc8e0f2a02a806c6")
    let seed = hash(Array("last message sts".utf8))
    #expect(seed == "be1f8c7d79ef8e1abc5254a2c70e4da3bfaf4f07328f527444e1fc6ea67273e2")
    var stream = EventStreamSigner(
      SigV4Signer(service: "testservice", region: "us-east-1"), seedSignature: seed)
    // Fractions of a second are neither signed nor sent.
    let messages = try [
      stream.sign(inner, credentials: Self.credentials, date: Date(timeIntervalSince1970: 123_456_789.75)),
      stream.end(credentials: Self.credentials, date: Date(timeIntervalSince1970: 123_456_789.25)),
    ]
    #expect(
      messages.map(hash) == [
        "5feb6685fce4967d90640acbd226cf529e07e70cf6238ebe9e429c0f6988fc37",
        "504447d579e0b274c296f5af6420326c59d8363b7aae581e19740b830741e597",
      ])
    #expect(throws: SigV4Error.self) {
      try stream.sign(inner, credentials: Self.credentials, date: Self.date)
    }
  }

  @Test func everyKindOfHeaderIsEncoded() throws {
    let uuid = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
    let message = EventStreamMessage(headers: [
      ("t", .bool(true)), ("f", .bool(false)), ("a", .int8(-1)), ("b", .int16(-2)), ("c", .int32(3)),
      ("d", .int64(.min)), ("e", .bytes([1, 2])), ("s", .string("é")),
      ("z", .timestamp(Date(timeIntervalSince1970: 1))), ("u", .uuid(uuid)),
    ])
    let bytes = try message.encoded()
    let headers = bytes.dropFirst(12).dropLast(4).map { String($0, radix: 16) }.joined(separator: " ")
    #expect(
      headers == "1 74 0 1 66 1 1 61 2 ff 1 62 3 ff fe 1 63 4 0 0 0 3 1 64 5 80 0 0 0 0 0 0 0 1 65 6 0 2 1 2 "
        + "1 73 7 0 2 c3 a9 1 7a 8 0 0 0 0 0 0 3 e8 1 75 9 0 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff")
    #expect(message == message && Set([message]).count == 1)
  }

  @Test func messagesThatCannotBe() {
    let long = [UInt8](repeating: 0, count: 65_536)
    for message in [
      EventStreamMessage(headers: [("", .bool(true))]),
      EventStreamMessage(headers: [(String(repeating: "n", count: 256), .bool(true))]),
      EventStreamMessage(headers: [("n", .bytes(long))]),
      EventStreamMessage(headers: [("n", .timestamp(Date(timeIntervalSince1970: 1e300)))]),
      EventStreamMessage(headers: [("n", .timestamp(Date(timeIntervalSince1970: .nan)))]),
      EventStreamMessage(headers: (0..<3).map { ("n\($0)", .bytes(Array(long.dropLast()))) }),
      EventStreamMessage(payload: [UInt8](repeating: 0, count: EventStreamMessage.payloadLimit + 1)),
    ] { #expect(throws: SigV4Error.self) { try message.encoded() } }
  }

  private func hash(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
