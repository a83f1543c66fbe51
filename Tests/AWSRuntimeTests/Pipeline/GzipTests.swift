import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct GzipTests {
  // Packed by zlib: each kind of block, each optional part of the header, several members, nothing.
  private static let packed = [
    ("H4sIAAAAAAAEAwESAO3/c3RvcmVkLCBub3QgcGFja2Vkim/MLBIAAAA=", "stored, not packed"),
    ("H4sIAAAAAAACA0tMxAGSAAJrvHEaAAAA", "aaaaaaaaaaaaaaaaaaaaaaaaab"),
    (
      "H4sIHgAAAAAA/wUAZXh0cmFuYW1lAGNvbW1lbnQAqE8rzyzJUEhUyEhNTEktAgBKHX5/DQAAAA==",
      "with a header"
    ),
    ("H4sIAAAAAAACA8vPS1UAAElhrCMEAAAAH4sIAAAAAAACAyspzwcAZorKEQMAAAA=", "one two"),
    ("H4sIAAAAAAACAwMAAAAAAAAAAAA=", ""),
  ]

  private static let lines = """
    H4sIAAAAAAACA0XXOZIlNwwEUF+n0BGK4H4gGYqY0P1NSdF8OVZ1V5FYEpkA/q+///nrz++PX/8/2s9j/Dzue7l+njV/nv39P9739Y6fd7t9\
    rJU3YzDF5mWU1ZrenHem1+BQXCyP4c15Z2a9W3M/O4vl5c12Zrt12Lks3/jaL9JW74/9btc4L64m0vvOjPVuTRmv6s/nNzh/Z85+t+4UF7xW\
    AQXmM5nHgzy92c4cty479/muj732chj9xTfdXmq0L0zaOwObdoLAFtZ7M7Fgo82Z73abnip9r9uqeN0ecvEGslUvp64esz/fi70jbzmVOPtZ\
    0oValyVsmj8KTcZCJWkesI33rI4CFbAA0Bq0nFVMb1ZHyE5UyLYViiz2p6iSanLpmD4vjpWqHphPgsFHbBFmYdY4uAvzu6RLSmMzQ+x3A11V\
    xw1D1Q6/VXf6csKSr0tKCrC5jYcvkeLNxIV3pFP4ku/9QEu+8zsYrz2JYnC1P/yj+Z6wXqAXDwvYcysDwZQopmQONbTrlrjO0HoocSr5UaPS\
    uKYwTkpdDNLOlWip2uLrriUvCCIc8g9c2jvEg6BPB2Vqh9p6BdJ/aiWIphFOI+UKvWPKDi/oa7a0CCVp6bUwDdxhZ4UYiJtOv0njwB2BjZKT\
    EmfKXN2tu5325rKaTfNMeLtzzcqSOMJMt+9Kx9YrNMA+0rETHtgyXslpUUbDruWTgk+Bpi0HWHLTM/WOkZEjugGqC/pR0S/Zyvai4eixgy56\
    +B1pOQSXdme2cj61ZUydNzsJeg+EMo931CH/HYQralWFltGq7kHYU6NutLXTetIYsuNYiG4GPKI3glmcV6ajT10Sd0ZLvANlZ/i7dQA4siJB\
    h7KL+k82EATCsZWhAK6z0/lJXMl3JrES3awOnFeUHerMpMeMSaJWl3qXS2WGHthOrkppDr6N6Ni6srPUpUMbg1tDHRGwyu6V2e5WC5uSTXoG\
    GmSxpfsGjPN74cv6AAwgrKDBl/Vuf1mdM9qg8qXFmMaRrFmyZoYwXeY2nhFqrazQ2VSyJHEe3iPGAlM/UWgWR7wPywPclzlo/Gl9nUhaZtLK\
    CoB7aNSw+wJuKcDws6YIKdW3bMyV7dxinBXly3xgD52KB6voScPIpP29/WXwUFb2OexE7p4fKtlo/8v3X3pOY3feDQAA
    """

  private static let millionZeros = """
    H4sIAAAAAAACA+3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAArwaey3kSQEIPAA==
    """

  private static func bytes(_ base64: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: base64))) }

  @Test("What zlib packed is unpacked", arguments: packed)
  func unpacked(base64: String, text: String) throws {
    #expect(String(decoding: try Gzip.unpacked(Self.bytes(base64), upTo: 1000), as: UTF8.self) == text)
  }

  @Test func codesOfItsOwn() throws {
    let text = (0..<400).map { "line \($0 * $0 % 977)\n" }.joined()
    #expect(String(decoding: try Gzip.unpacked(Self.bytes(Self.lines), upTo: 100_000), as: UTF8.self) == text)
  }

  /// However the bytes are cut, the pieces are those of the whole, and each comes as soon as its bytes are there.
  @Test(arguments: [1, 2, 7, 100, 100_000]) func bytesArriveInPieces(_ size: Int) throws {
    let whole = try Self.bytes(Self.lines) + Self.bytes(Self.packed[2].0)
    let text = (0..<400).map { "line \($0 * $0 % 977)\n" }.joined() + "with a header"
    var reader = GzipReader()
    var output: [UInt8] = []
    var counts: [Int] = []
    for start in stride(from: 0, to: whole.count, by: size) {
      reader.add(Array(whole[start..<min(start + size, whole.count)]))
      while let piece = try reader.next() { output += piece }
      counts.append(output.count)
    }
    try reader.finish()
    #expect(String(decoding: output, as: UTF8.self) == text)
    #expect(size > 100 || counts[counts.count / 2] > 100)
  }

  /// A piece is small, whatever it is a piece of.
  @Test func aBombIsUnpackedInPieces() throws {
    var reader = GzipReader()
    reader.add(try Self.bytes(Self.millionZeros))
    var total = 0
    while let piece = try reader.next() {
      #expect(piece.count <= 66_000 && piece.allSatisfy { $0 == 0 })
      total += piece.count
    }
    try reader.finish()
    #expect(total == 1_000_000)
  }

  @Test("A small body that holds a large one ends at the limit")
  func bomb() throws {
    let bomb = try Self.bytes(Self.millionZeros)
    #expect(bomb.count < 1100)
    #expect(throws: Gzip.Failure.tooLarge) { try Gzip.unpacked(bomb, upTo: 999_999) }
    #expect(try Gzip.unpacked(bomb, upTo: 1_000_000).count == 1_000_000)
  }

  @Test("Whatever is cut off or changed is refused, and nothing crashes")
  func damaged() throws {
    let whole = try Self.bytes(Self.packed[2].0)
    for end in 0..<whole.count {
      #expect(throws: (any Error).self) { try Gzip.unpacked(Array(whole[..<end]), upTo: 1000) }
    }
    let text = Array("with a header".utf8)
    for position in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[position] ^= 1 << bit
        // What the header says of time, system and name means nothing; the rest is checked.
        if let result = try? Gzip.unpacked(changed, upTo: 1000) { #expect(result == text, "\(position)") }
      }
    }
    #expect(throws: (any Error).self) { try Gzip.unpacked(whole + [0], upTo: 1000) }
    #expect(throws: (any Error).self) { try Gzip.unpacked(Array("not packed at all".utf8), upTo: 1000) }
  }

  @Test(
    "A document is unpacked if the response says so, whatever the case, and else left alone",
    arguments: [
      ("gzip", true), ("GZIP", true), (" x-gzip ", true), ("identity", false), ("aws-chunked", false),
    ])
  func document(encoding: String, isUnpacked: Bool) async throws {
    let packed = try Self.bytes(Self.packed[0].0)
    let response = HTTPTransportResponse(
      head: HTTPResponse(status: .ok, headerFields: [.contentEncoding: encoding]), body: AWSHTTPBody(packed))
    let bytes = try await response.collectDocument(upTo: 1000)
    #expect(bytes == (isUnpacked ? Array("stored, not packed".utf8) : packed))
    // A field that a proxy left behind when it unpacked the body.
    let plain = HTTPTransportResponse(head: response.head, body: AWSHTTPBody("{}"))
    #expect(try await plain.collectDocument(upTo: 1000) == Array("{}".utf8))
  }
}
