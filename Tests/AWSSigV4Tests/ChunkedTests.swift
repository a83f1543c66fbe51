import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The two documented uploads in chunks: their heads, chunks and trailer are 9 of the 14 signatures that AWS documents.
@Suite struct DocumentedChunksTests {
  private struct File: Decodable {
    struct Head: Decodable {
      var method: String
      var path: String
      var headers: [String: String]
      var canonicalRequest: String
      var stringToSign: String
      var signature: String
    }
    struct Chunk: Decodable {
      var length: Int
      var signature: String
    }
    struct Signed: Decodable {
      var seed: Head
      var chunks: [Chunk]
    }
    struct Trailed: Decodable {
      var seed: Head
      var chunks: [Chunk]
      var trailer: String
      var trailerSignature: String
    }
    var streamingSigned: Signed
    var streamingSignedTrailer: Trailed
  }

  private var signatures = 0

  @Test mutating func everySignature() throws {
    guard let file: File = try TestFiles.vectors("s3/sigv4-s3-docs-examples.json") else {
      print("../shared/vectors not present: 9 documented signatures of chunked uploads not run")
      return
    }
    let signed = file.streamingSigned
    try check(signed.seed, signed.chunks, body: ChunkedBody(decodedLength: 66_560), trailer: nil)
    let trailed = file.streamingSignedTrailer
    let body = try ChunkedBody(
      decodedLength: 66_560, trailers: [ChunkedBody.Trailer(name: "X-Amz-Checksum-CRC32C", valueLength: 8)])
    try check(trailed.seed, trailed.chunks, body: body, trailer: (trailed.trailer, trailed.trailerSignature))
    #expect(signatures == 9)
    print("sigv4: \(signatures) documented signatures of chunked uploads")
  }

  private mutating func check(
    _ head: File.Head, _ chunks: [File.Chunk], body: ChunkedBody, trailer: (line: String, signature: String)?
  ) throws {
    let signer = SigV4Signer(
      service: "s3", region: "us-east-1",
      options: SigV4Options(
        pathNormalization: .preserved, pathEncoding: .once, headers: .only(Set(head.headers.keys))))
    let request = SigningRequest(
      method: head.method, authority: try #require(head.headers["host"]), target: head.path,
      headers: [("x-amz-storage-class", "REDUCED_REDUNDANCY")])
    let chunked = try signer.sign(
      request, chunked: body,
      credentials: Credentials(accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey),
      date: time("20130524T000000Z"))
    Expectation(
      name: head.path, canonicalRequest: head.canonicalRequest, stringToSign: head.stringToSign,
      signature: head.signature
    ).check(chunked.signature)
    signatures += 1
    for (name, value) in head.headers where name != "host" {
      #expect(chunked.headers.first { $0.name == name }?.value == value)
    }

    var chunkSigner = chunked.signer
    var sent: [UInt8] = []
    for chunk in chunks.dropLast() {
      let bytes = [UInt8](repeating: 0x61, count: chunk.length)
      sent += try chunkSigner.encode(bytes)
      #expect(chunkSigner.previousSignature == chunk.signature)
      #expect(sent.suffix(2) == [13, 10])
      let line = "\(String(chunk.length, radix: 16));chunk-signature=\(chunk.signature)\r\n"
      #expect(sent.dropLast(chunk.length + 2).suffix(line.utf8.count).elementsEqual(line.utf8))
      signatures += 1
    }
    let last = try #require(chunks.last)
    var end = "0;chunk-signature=\(last.signature)\r\n"
    if let trailer {
      end += "\(trailer.line.dropLast())\r\nx-amz-trailer-signature:\(trailer.signature)\r\n"
      signatures += 1
    }
    let line = trailer?.line.dropLast().split(separator: ":").map(String.init)
    let finish = try chunkSigner.finish(trailers: line.map { [($0[0], $0[1])] } ?? [])
    #expect(String(decoding: finish, as: UTF8.self) == end + "\r\n")
    signatures += 1
    #expect(sent.count + finish.count == body.encodedLength)
  }
}

@Suite struct ChunkedRulesTests {
  private static let checksum = ChunkedBody.Trailer(name: "x-amz-checksum-crc32", valueLength: 8)
  private let signer = SigV4Signer(service: "s3", region: "us-east-1")
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: "hidden-secret", sessionToken: "hidden-token")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)

  private func signed(
    _ body: ChunkedBody, headers: [(name: String, value: String)] = []
  ) throws -> ChunkedRequest {
    let request = SigningRequest(method: "PUT", authority: "b.s3.amazonaws.com", target: "/k", headers: headers)
    return try signer.sign(request, chunked: body, credentials: credentials, date: date)
  }

  @Test(arguments: [ChunkedBody.Signing.signed, .unsigned], [0, 1, 15, 16, 17, 255, 256, 4095, 4096, 70_000])
  func theLengthIsKnownBeforehand(signing: ChunkedBody.Signing, length: Int) throws {
    for trailers in [[], [Self.checksum], [Self.checksum, .init(name: "x-a", valueLength: 1)]] {
      if signing == .unsigned, trailers.isEmpty { continue }
      for chunkSize in [1, 16, 4096, 100_000] where length / chunkSize < 5_000 {
        let body = try ChunkedBody(
          decodedLength: length, chunkSize: chunkSize, signing: signing, trailers: trailers)
        let chunked = try signed(body)
        var signer = chunked.signer
        var sent = 0
        for start in stride(from: 0, to: length, by: chunkSize) {
          sent += try signer.encode([UInt8](repeating: 7, count: min(chunkSize, length - start))).count
        }
        sent += try signer.finish(
          trailers: trailers.map { ($0.name.uppercased(), String(repeating: "=", count: $0.valueLength)) }
        ).count
        #expect(sent == body.encodedLength)
        #expect(chunked.headers.first { $0.name == "content-length" }?.value == String(sent))
      }
    }
  }

  @Test func unsignedChunksCarryNoSignature() throws {
    let body = try ChunkedBody(
      decodedLength: 5, chunkSize: 3, signing: .unsigned, trailers: [.init(name: "x-b", valueLength: 1), Self.checksum])
    let chunked = try signed(body, headers: [("Content-Encoding", "gzip"), ("Content-Length", "5"), ("a", "b")])
    var headers: [String: String] = [:]
    for header in chunked.headers {
      #expect(headers.updateValue(header.value, forKey: header.name) == nil, "\(header.name) is there once")
    }
    #expect(headers["content-encoding"] == "aws-chunked,gzip" && headers["a"] == "b")
    #expect(headers["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    #expect(headers["x-amz-trailer"] == "x-amz-checksum-crc32,x-b")
    #expect(headers["x-amz-decoded-content-length"] == "5")
    var signer = chunked.signer
    var sent = try signer.encode(Array("abc".utf8))
    sent += try signer.frame(Array("de".utf8)) + Array("de".utf8) + ChunkedSigner.chunkEnd
    sent += try signer.finish(trailers: [("x-amz-checksum-crc32", "hYeQiA=="), ("x-b", "1")])
    #expect(
      String(decoding: sent, as: UTF8.self)
        == "3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYeQiA==\r\nx-b:1\r\n\r\n")
    #expect(signer.previousSignature == chunked.signature.signature)
    var shown = "\(chunked)\(signer)\(String(reflecting: signer))"
    dump(chunked, to: &shown)
    #expect(!shown.contains("hidden") && !shown.contains(signer.previousSignature))
  }

  private func code(_ body: () throws(SigV4Error) -> Void) -> SigV4Error.Code? {
    do throws(SigV4Error) { try body() } catch { return error.code }
    return nil
  }

  @Test func whatWasNotAnnouncedIsAnError() throws {
    var signer = try signed(ChunkedBody(decodedLength: 5, chunkSize: 3, trailers: [Self.checksum])).signer
    for wrong in [0, 2, 4, 5] {
      #expect(
        code { () throws(SigV4Error) in _ = try signer.frame([UInt8](repeating: 0, count: wrong)) } == .invalidChunk)
    }
    let untouched = signer.previousSignature
    #expect(code { () throws(SigV4Error) in _ = try signer.finish() } == .invalidChunk)
    _ = try signer.frame([1, 2, 3])
    #expect(signer.previousSignature != untouched)
    _ = try signer.frame([4, 5] as ArraySlice<UInt8>)
    #expect(code { () throws(SigV4Error) in _ = try signer.frame([6]) } == .invalidChunk)
    let name = "x-amz-checksum-crc32"
    for trailers in [
      [], [("other", "12345678")], [(name, "1234567")], [(name, "1\r\n45678")], [(name, "\u{AC00}\u{AC00}12")],
    ] {
      #expect(code { () throws(SigV4Error) in _ = try signer.finish(trailers: trailers) } == .invalidChunk)
    }
    _ = try signer.finish(trailers: [(name, "12345678")])
    #expect(
      code { () throws(SigV4Error) in _ = try signer.finish(trailers: [(name, "12345678")]) } == .invalidChunk)
    #expect(code { () throws(SigV4Error) in _ = try signer.frame([6]) } == .invalidChunk)
  }

  @Test func aBodyThatCannotBeIsAnError() {
    func code(
      _ length: Int, _ chunk: Int, _ signing: ChunkedBody.Signing = .signed, _ trailers: [ChunkedBody.Trailer] = []
    )
      -> SigV4Error.Code?
    {
      self.code { () throws(SigV4Error) in
        _ = try ChunkedBody(decodedLength: length, chunkSize: chunk, signing: signing, trailers: trailers)
      }
    }
    #expect(code(0, 1) == nil && code(Int.max / 2, Int.max) == nil)
    for (length, chunk) in [(-1, 1), (1, 0), (1, -1), (Int.min, Int.min), (Int.max, 1), (Int.max, Int.max)] {
      #expect(code(length, chunk) == .invalidChunk)
    }
    #expect(code(1, 1, .unsigned) == .invalidChunk)
    let bad: [[ChunkedBody.Trailer]] = [
      [.init(name: "", valueLength: 1)], [.init(name: "a b", valueLength: 1)], [.init(name: "a", valueLength: 0)],
      [.init(name: "a", valueLength: -1)], [.init(name: "a", valueLength: .max)],
      [.init(name: "a", valueLength: 1), .init(name: "A", valueLength: 1)],
      [.init(name: "x-amz-trailer-signature", valueLength: 64)],
    ]
    for trailers in bad {
      #expect(code(1, 1, .signed, trailers) == .invalidChunk)
      #expect(code(1, 1, .unsigned, trailers) == .invalidChunk)
    }
  }

  @Test func theHeadIsCheckedLikeAnyRequest() throws {
    let body = try ChunkedBody(decodedLength: 1)
    let request = SigningRequest(method: "PUT", authority: "b", target: "/k", headers: [("content-encoding", "a\r\nb")])
    #expect(
      code { () throws(SigV4Error) in
        _ = try signer.sign(request, chunked: body, credentials: credentials, date: date)
      } == .invalidHeader)
    #expect(
      code { () throws(SigV4Error) in
        _ = try signer.sign(request, chunked: body, credentials: credentials, date: .distantPast)
      } == .invalidDate)
    #expect(
      code { () throws(SigV4Error) in
        _ = try signer.sign(
          request, chunked: body, credentials: Credentials(accessKeyId: "a", secretAccessKey: ""), date: date)
      } == .invalidCredentials)
  }
}
