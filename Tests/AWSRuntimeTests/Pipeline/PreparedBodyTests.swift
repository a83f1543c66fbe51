import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

@Suite("What is prepared once for a request")
struct PreparedBodyTests {
  private static let digits = Array("123456789".utf8)

  /// A body that counts how often it is opened.
  private final class Source: Sendable {
    private let opened = Locked(0)
    let bytes: [UInt8]
    let step: Int

    init(_ bytes: [UInt8], step: Int) {
      self.bytes = bytes
      self.step = step
    }

    var count: Int { opened.withLock { $0 } }

    var body: AWSHTTPBody {
      AWSHTTPBody(length: .known(Int64(bytes.count))) { () -> AsyncStream<[UInt8]> in
        self.opened.withLock { $0 += 1 }
        return self.chunks()
      }
    }

    func chunks() -> AsyncStream<[UInt8]> {
      AsyncStream { continuation in
        for start in stride(from: 0, to: bytes.count, by: step) {
          continuation.yield(Array(bytes[start..<min(start + step, bytes.count)]))
        }
        continuation.finish()
      }
    }
  }

  /// Sends a request whose first attempt fails.
  private static func send(
    _ body: AWSHTTPBody, scheme: String = "https", _ payloadSigning: ServiceRequest.PayloadSigning,
    checksum: BodyChecksum? = nil, failures: Int = 1
  ) async throws -> [ScriptedTransport.RecordedRequest] {
    let answers = Array(repeating: ScriptedTransport.Response.status(500), count: failures) + [.status(200)]
    let bench = PipelineBench(answers: answers)
    bench.enqueueKey(1)
    var request = try bench.request(.put, body: body)
    request.scheme = scheme
    request.payloadSigning = payloadSigning
    request.checksum = checksum
    _ = try await bench.pipeline.execute(request)
    #expect(bench.transport.requests.count == failures + 1)
    return bench.transport.requests
  }

  #if DEBUG
    @Test("Bytes in memory are hashed once for all attempts, and not at all if TLS protects them")
    func hashing() async throws {
      let size = 64 * 1024 * 1024
      let body = AWSHTTPBody([UInt8](repeating: 7, count: size))
      for (scheme, signing, expected) in [
        ("https", ServiceRequest.PayloadSigning.signed, size), ("https", .unsignedOverTLS, 0),
        ("http", .unsignedOverTLS, size),
      ] {
        let meter = PayloadHasher.Meter()
        let requests = try await PayloadHasher.$meter.withValue(meter) {
          try await Self.send(body, scheme: scheme, signing)
        }
        #expect(meter.bytes == expected, "\(scheme) \(signing)")
        let hashes = requests.map { $0.head.headerFields[HTTPField.Name("x-amz-content-sha256")!] ?? "" }
        #expect(hashes[0] == hashes[1] && (hashes[0] == "UNSIGNED-PAYLOAD") == (expected == 0))
        #expect(requests.allSatisfy { $0.body.count == size })
      }
    }
  #endif

  @Test("A body that can be opened again is read once for its hash, and once for each attempt")
  func opening() async throws {
    let hashed = Source(Self.digits, step: 4)
    let requests = try await Self.send(hashed.body, .signed, failures: 2)
    #expect(hashed.count == 4)
    // The SHA-256 of "123456789".
    #expect(
      requests.map { $0.head["x-amz-content-sha256"] ?? "" }
        == Array(repeating: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225", count: 3))
    let unsigned = Source(Self.digits, step: 4)
    _ = try await Self.send(unsigned.body, .unsignedOverTLS)
    #expect(unsigned.count == 2)
    // The checksum needs no reading of its own where there is one for the hash.
    let both = Source(Self.digits, step: 4)
    let sent = try await Self.send(both.body, .signed, checksum: .crc32)
    #expect(both.count == 3)
    #expect(sent[1].head["x-amz-checksum-crc32"] == "y/Q5Jg==" && sent[1].body == Self.digits)
  }

  @Test("The checksum of bytes in memory is a header field")
  func header() async throws {
    for signing in [ServiceRequest.PayloadSigning.signed, .unsignedOverTLS] {
      let requests = try await Self.send(AWSHTTPBody(Self.digits), signing, checksum: .crc32)
      #expect(requests.map { $0.head["x-amz-checksum-crc32"] } == ["y/Q5Jg==", "y/Q5Jg=="])
      #expect(requests.allSatisfy { $0.body == Self.digits })
      #expect(requests[0].head["authorization"]?.contains("x-amz-checksum-crc32") == true)
    }
    let empty = try await Self.send(.empty, .signed, checksum: .crc32)
    #expect(empty[0].head["x-amz-checksum-crc32"] == "AAAAAA==")
  }

  @Test("The checksum of a stream is a trailer, and the length is known beforehand")
  func trailer() async throws {
    let requests = try await Self.send(Source(Self.digits, step: 4).body, .unsignedOverTLS, checksum: .crc32)
    for request in requests {
      #expect(
        String(decoding: request.body, as: UTF8.self)
          == "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n")
      #expect(request.head["content-encoding"] == "aws-chunked")
      #expect(request.head["x-amz-decoded-content-length"] == "9")
      #expect(request.head["x-amz-trailer"] == "x-amz-checksum-crc32")
      #expect(request.head["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
      #expect(request.head["content-length"] == nil)
    }
  }

  @Test("Chunks are of the announced length, however the bytes arrive", arguments: [1000, 65_536, 70_001])
  func chunks(step: Int) async throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 31) }
    let bench = PipelineBench(answers: [.status(200)])
    bench.enqueueKey(1)
    var request = try bench.request(.put, body: Source(bytes, step: step).body)
    request.payloadSigning = .unsignedOverTLS
    request.checksum = .crc32
    _ = try await bench.pipeline.execute(request)
    var rest = (bench.transport.requests.first?.body ?? [])[...]
    var content: [UInt8] = []
    var sizes: [Int] = []
    while let end = rest.firstIndex(of: 0x0D),
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
    {
      content += rest[(end + 2)..<(end + 2 + size)]
      sizes.append(size)
      rest = rest[(end + 4 + size)...]
    }
    #expect(content == bytes)
    #expect(sizes == [65_536, 65_536, 65_536, 3392])
  }

  @Test("Over plain http the chunks are signed")
  func signedChunks() async throws {
    let body = AWSHTTPBody(stream: Source(Self.digits, step: 4).chunks(), length: .known(9))
    let requests = try await Self.send(body, scheme: "http", .unsignedOverTLS, checksum: .crc32, failures: 0)
    let text = String(decoding: requests[0].body, as: UTF8.self)
    #expect(requests[0].head["x-amz-content-sha256"] == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
    #expect(text.hasPrefix("9;chunk-signature=") && text.contains("x-amz-trailer-signature:"))
  }

  @Test("A body of unknown length has no trailer")
  func unknownLength() async throws {
    let bench = PipelineBench()
    var request = try bench.request(
      .put, body: AWSHTTPBody(stream: Source(Self.digits, step: 4).chunks(), length: .unknown))
    request.payloadSigning = .unsignedOverTLS
    request.checksum = .crc32
    let sent = request
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(sent) }
    #expect(error?.kind == .invalidRequest && bench.transport.requests.isEmpty)
  }
}

extension HTTPRequest {
  fileprivate subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headerFields[$0] } }
}
