import AWSCredentials
import AWSSigV4
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The expected bytes were made with Python's zlib and hmac, and read back by botocore's parser of event streams.
@Suite struct EventStreamTests {
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "token")
  private let date = Date(timeIntervalSince1970: 123_456_789.25)
  private let signer = SigV4Signer(service: "testservice", region: "us-east-1")

  private func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func checksum() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test func everyTypeOfHeader() throws {
    let message = EventStreamMessage(
      headers: [
        ("t", .bool(true)), ("f", .bool(false)), ("b", .int8(-2)), ("s", .int16(-300)), ("i", .int32(-70_000)),
        ("l", .int64(-1 << 40)), ("y", .bytes([0, 1, 255])), ("x", .string("\u{AC00}")),
        ("d", .timestamp(Date(timeIntervalSince1970: -1.5))),
        ("u", .uuid(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))),
      ], payload: Array("payload".utf8))
    #expect(
      hex(try message.encoded())
        == "000000660000004f95330185017400016601016202fe017303fed4016904fffeee90016c05ffffff000000000001790600030001ff01"
        + "78070003eab080016408fffffffffffffa240175090102030405060708090a0b0c0d0e0f107061796c6f616491f6a921")
    #expect(!"\(message)".contains("payload\""))
  }

  @Test func eachSignatureCoversTheOneBefore() throws {
    let seed = hex(SHA256.hash(data: Array("last message sts".utf8)))
    var stream = try EventStreamSigner(signer: signer, requestSignature: seed.uppercased())
    let message = EventStreamMessage(
      headers: [("some-header", .string("value"))], payload: Array("test payload".utf8))
    let first = try stream.sign(message, credentials: credentials, date: date)
    #expect(stream.previousSignature == "74d4c831f06850a58593d2fdf6cc6f061533d008ddbc2077f1d7ac685ea801bb")
    #expect(
      hex(SHA256.hash(data: first)) == "5feb6685fce4967d90640acbd226cf529e07e70cf6238ebe9e429c0f6988fc37")
    let last = try stream.end(credentials: credentials, date: date)
    #expect(
      hex(last)
        == "0000005300000043f5447a58053a64617465080000001cbe991a08103a6368756e6b2d7369676e61747572650600203a77805c941520"
        + "b4542933f7174e5ba1ef2c3445e3ddd70a2b50556d32ad2a3fff4cfffb")
    var shown = "\(stream)"
    dump(stream, to: &shown)
    #expect(!shown.contains(stream.previousSignature))
  }

  @Test func whatDoesNotFitTheFormatIsAnError() throws {
    for signature in ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 65)] {
      #expect(throws: SigV4Error.self) { try EventStreamSigner(signer: signer, requestSignature: signature) }
    }
    let long = String(repeating: "a", count: 32_768)
    let bad: [[(name: String, value: EventStreamMessage.Value)]] = [
      [("", .bool(true))], [(String(long.prefix(256)), .bool(true))], [("a", .string(long))],
      [("a", .bytes(Array(long.utf8)))], [("a", .bool(true)), ("a", .bool(true))],
      [("a", .timestamp(Date(timeIntervalSince1970: .nan)))], [("a", .timestamp(Date(timeIntervalSince1970: 1e300)))],
      (0..<5).map { ("\($0)", .string(String(long.dropLast()))) },
    ]
    let seed = String(repeating: "a", count: 64)
    var stream = try EventStreamSigner(signer: signer, requestSignature: seed)
    for headers in bad {
      let error = #expect(throws: SigV4Error.self) {
        try stream.sign(EventStreamMessage(headers: headers), credentials: credentials, date: date)
      }
      #expect(error?.code == .invalidMessage)
    }
    let huge = EventStreamMessage(payload: [UInt8](repeating: 0, count: 25_165_825))
    #expect(throws: SigV4Error.self) { try huge.encoded() }
    for seconds in [Double.nan, .infinity, -1, 253_402_300_800] {
      #expect(throws: SigV4Error.self) {
        try stream.end(credentials: credentials, date: Date(timeIntervalSince1970: seconds))
      }
    }
    #expect(throws: SigV4Error.self) {
      try stream.end(credentials: Credentials(accessKeyId: "a", secretAccessKey: ""), date: date)
    }
    #expect(stream.previousSignature == seed, "what failed was not sent")
  }
}
