import Crypto
import NIOCore

/// A body in the `aws-chunked` encoding, as S3 reads it (Amazon S3 API reference, "Signature calculations for the
/// Authorization header: transferring payload in multiple chunks", and the page on trailing headers). Written for the
/// emulator alone: it shares no code with the signer that it checks.
struct EmulatedS3ChunkedBody: Sendable {
  /// What `x-amz-content-sha256` says of the chunks.
  enum Mode: String, Sendable {
    case signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    case signedWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    case unsignedWithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"

    var isSigned: Bool { self != .unsignedWithTrailer }
    var hasTrailer: Bool { self != .signed }
  }

  /// Why a body is not taken.
  enum Failure: Error {
    case refused(EmulatedVerificationFailure)
    case malformed(EmulatedS3Error)
  }

  private static let smallestChunk = 8192
  private static let longestLine = 4096

  let mode: Mode
  let signature: EmulatedPresentedSignature
  let key: SymmetricKey
  private let decodedLength: Int
  private let trailerNames: [String]

  init(
    _ mode: Mode, _ request: EmulatedRequest, signature: EmulatedPresentedSignature, key: SymmetricKey
  ) throws(EmulatedS3Error) {
    self.mode = mode
    self.signature = signature
    self.key = key
    guard let length = request.first(.known("x-amz-decoded-content-length")).flatMap({ Int($0) }), length >= 0 else {
      throw EmulatedS3Error(
        status: 411, code: "MissingContentLength",
        message: "You must provide the x-amz-decoded-content-length HTTP header.")
    }
    decodedLength = length
    trailerNames = (request.first(.known("x-amz-trailer")) ?? "").split(separator: ",").map {
      EmulatedCanonicalRequest.headerValue($0.lowercased())
    }
    guard mode.hasTrailer == !trailerNames.isEmpty else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidRequest",
        message: "The x-amz-trailer header and the value of x-amz-content-sha256 contradict each other.")
    }
    guard trailerNames.allSatisfy({ EmulatedS3Checksum(headerName: $0) != nil }) else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidRequest",
        message: "The value specified in the x-amz-trailer header is not supported")
    }
  }

  /// Takes the body apart and checks every signature and checksum in it.
  func decode(_ encoded: ByteBuffer) throws(Failure) -> ByteBuffer {
    var input = encoded
    var output = ByteBuffer()
    var previous = signature.signature
    var hadShortChunk = false
    while true {
      let (size, given) = try head(of: &input)
      guard size <= decodedLength - output.readableBytes, let data = input.readSlice(length: size) else {
        throw .malformed(Self.incomplete)
      }
      if mode.isSigned { previous = try check(given, of: data, after: previous) }
      if size == 0 { break }
      guard !hadShortChunk else {
        throw .malformed(
          EmulatedS3Error(
            status: 403, code: "InvalidChunkSizeError",
            message: "Only the last chunk is allowed to have a size less than 8192 bytes"))
      }
      hadShortChunk = size < Self.smallestChunk
      guard try line(of: &input).isEmpty else { throw .malformed(Self.incomplete) }
      output.writeImmutableBuffer(data)
    }
    guard output.readableBytes == decodedLength else { throw .malformed(Self.incomplete) }
    try readTrailer(&input, of: output, after: previous)
    return output
  }

  private static let incomplete = EmulatedS3Error(
    status: 400, code: "IncompleteBody", message: "The request body terminated unexpectedly")

  private static let malformedTrailer = EmulatedS3Error(
    status: 400, code: "MalformedTrailerError",
    message: "The request contained trailing data that was not well-formed or did not conform to our published schema.")

  /// The next line, without its end.
  private func line(of input: inout ByteBuffer) throws(Failure) -> String {
    let view = input.readableBytesView.prefix(Self.longestLine)
    guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else { throw .malformed(Self.incomplete) }
    let bytes = input.readBytes(length: end - view.startIndex + 1) ?? []
    let isWhole = bytes.count > 1 && bytes[bytes.count - 2] == UInt8(ascii: "\r")
    return String(decoding: bytes.dropLast(isWhole ? 2 : 1), as: UTF8.self)
  }

  private func head(of input: inout ByteBuffer) throws(Failure) -> (size: Int, signature: String) {
    let parts = try line(of: &input).split(separator: ";", maxSplits: 1)
    guard let digits = parts.first, !digits.isEmpty, digits.utf8.allSatisfy({ PercentCoding.hexValue($0) != nil }),
      let size = Int(digits, radix: 16)
    else { throw .malformed(Self.incomplete) }
    let name = "chunk-signature="
    let signature = parts.count > 1 && parts[1].hasPrefix(name) ? String(parts[1].dropFirst(name.count)) : ""
    return (size, signature)
  }

  private func check(
    _ given: String, of data: ByteBuffer, after previous: String
  ) throws(Failure) -> String {
    try check(
      given, algorithm: "AWS4-HMAC-SHA256-PAYLOAD",
      hashes: [Self.hash(ByteBuffer()), Self.hash(data)], after: previous)
  }

  private func check(
    _ given: String, algorithm: String, hashes: [String], after previous: String
  ) throws(Failure) -> String {
    let lines = [algorithm, signature.timestamp, signature.scope, previous] + hashes
    let text = lines.joined(separator: "\n")
    let expected = Hex.encode(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    guard EmulatedSignatureVerifier.areEqual(expected, given) else {
      throw .refused(
        .chunkSignatureMismatch(accessKeyId: signature.accessKeyId, stringToSign: text, provided: given))
    }
    return expected
  }

  private func readTrailer(
    _ input: inout ByteBuffer, of content: ByteBuffer, after previous: String
  ) throws(Failure) {
    var fields: [(name: String, value: String)] = []
    while input.readableBytes > 0 {
      let text = try line(of: &input)
      if text.isEmpty { continue }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .malformed(Self.malformedTrailer) }
      fields.append((parts[0].lowercased(), EmulatedCanonicalRequest.headerValue(String(parts[1]))))
    }
    let given = fields.first { $0.name == "x-amz-trailer-signature" }?.value
    fields.removeAll { $0.name == "x-amz-trailer-signature" }
    guard fields.map(\.name).sorted() == trailerNames.sorted() else { throw .malformed(Self.malformedTrailer) }
    if mode == .signedWithTrailer {
      let signed = fields.sorted { $0.name < $1.name }.map { "\($0.name):\($0.value)\n" }.joined()
      _ = try check(
        given ?? "", algorithm: "AWS4-HMAC-SHA256-TRAILER", hashes: [Self.hash(ByteBuffer(string: signed))],
        after: previous)
    }
    for (name, value) in fields {
      do throws(EmulatedS3Error) { try EmulatedS3Checksum(headerName: name)?.check(value, of: content) } catch {
        throw .malformed(error)
      }
    }
  }

  private static func hash(_ bytes: ByteBuffer) -> String {
    Hex.encode(unsafe bytes.withUnsafeReadableBytes { unsafe SHA256.hash(data: $0) })
  }
}
