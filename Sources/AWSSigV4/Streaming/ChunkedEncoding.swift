import AWSCore

/// How a body is written in the `aws-chunked` encoding: the length of the body and of its chunks, the trailers that
/// follow, and whether the chunks are signed.
public struct ChunkedEncoding: Sendable, Hashable {
  /// Whether the chunks of a body, and the trailer after them, are signed.
  public enum Signing: Sendable, Hashable {
    /// Each chunk is signed. If there is a trailer, it is signed, too.
    case signed
    /// Neither the chunks nor the trailer are signed: the signature covers only the headers of the request. Use this
    /// only over HTTPS. At least one trailer is required.
    case unsigned
  }

  /// The smallest chunk size that Amazon S3 accepts, in bytes; the last chunk may be smaller.
  public static let smallestChunk = 8192

  static let lineEnd = Array("\r\n".utf8)
  static let chunkSignature = ";chunk-signature="
  static let trailerSignature = "x-amz-trailer-signature"
  private static let signatureLength = 64
  // What has to be known before the body, or belongs to the connection (RFC 9110 §6.5.1).
  private static let noTrailers: Set<String> = [
    "authorization", "connection", "content-encoding", "content-length", "content-range", "content-type", "host", "te",
    "trailer", "transfer-encoding", "x-amz-content-sha256", "x-amz-date", "x-amz-decoded-content-length",
    "x-amz-security-token", "x-amz-trailer",
  ]

  /// The length of the body before it is encoded, in bytes.
  public let decodedLength: Int
  /// The length of every chunk except the last, in bytes.
  public let chunkSize: Int
  /// The trailers that follow the last chunk: their names, in lower case, and the lengths of their values in bytes.
  public let trailers: [String: Int]
  /// Whether the chunks and the trailer after them are signed.
  public let signing: Signing

  /// Makes the `aws-chunked` encoding of a body.
  ///
  /// - Parameters:
  ///   - decodedLength: The length of the body before it is encoded, in bytes.
  ///   - chunkSize: The length of every chunk except the last, in bytes; at least ``smallestChunk``, the default is
  ///     65,536.
  ///   - trailers: The names of the trailers, in lower case, and the lengths of their values in bytes; by default
  ///     none.
  ///   - signing: Whether the chunks and the trailer are signed; by default they are.
  /// - Throws: ``SigV4Error`` that names the value that is out of range.
  public init(
    decodedLength: Int, chunkSize: Int = 65_536, trailers: [String: Int] = [:], signing: Signing = .signed
  ) throws(SigV4Error) {
    func invalid(_ message: String) -> SigV4Error { SigV4Error(.invalidPayload, message: message) }
    // Far more than S3 stores, and far less than would overflow.
    guard (0...(1 << 50)).contains(decodedLength) else { throw invalid("The body's length is \(decodedLength) bytes.") }
    guard (Self.smallestChunk...(1 << 30)).contains(chunkSize) else {
      throw invalid("The chunk size is \(chunkSize) bytes; it has to be from 8192 bytes to 1 GiB.")
    }
    for (name, length) in trailers {
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isTokenCharacter }), name == name.lowercasedASCII,
        name != Self.trailerSignature, (0...65_536).contains(length)
      else { throw invalid("A trailer's name has to be that of a header, in lower case, and its value short.") }
      guard !Self.noTrailers.contains(name) else { throw invalid("The header \(name) cannot be a trailer.") }
    }
    guard signing == .signed || !trailers.isEmpty else {
      throw invalid("Chunks that are not signed have to be followed by a trailer with a checksum.")
    }
    self.decodedLength = decodedLength
    self.chunkSize = chunkSize
    self.trailers = trailers
    self.signing = signing
  }

  /// The payload to pass to the signer when the headers of the request are signed, such as ``PayloadHash/streaming``.
  public var payload: PayloadHash {
    switch signing {
    case .signed: trailers.isEmpty ? .streaming : .streamingTrailer
    case .unsigned: .streamingUnsignedTrailer
    }
  }

  /// The length of the encoded body in bytes, which is the request's `Content-Length`.
  public var encodedLength: Int {
    var length = decodedLength / chunkSize * lengthOfChunk(chunkSize)
    if decodedLength % chunkSize > 0 { length += lengthOfChunk(decodedLength % chunkSize) }
    length += lengthOfHead(0) + 2
    for (name, value) in trailers { length += name.utf8.count + 1 + value + 2 }
    if !trailers.isEmpty, signing == .signed {
      length += Self.trailerSignature.utf8.count + 1 + Self.signatureLength + 2
    }
    return length
  }

  /// The headers that describe the encoding: `content-encoding`, `content-length`, `x-amz-decoded-content-length` and,
  /// if there are trailers, `x-amz-trailer`. The request needs them before it is signed.
  public var headers: [(name: String, value: String)] {
    var headers = [
      (name: "content-encoding", value: "aws-chunked"), (name: "content-length", value: String(encodedLength)),
      (name: "x-amz-decoded-content-length", value: String(decodedLength)),
    ]
    if !trailers.isEmpty { headers.append(("x-amz-trailer", trailers.keys.sorted().joined(separator: ","))) }
    return headers
  }

  private func lengthOfHead(_ size: Int) -> Int {
    String(size, radix: 16).utf8.count + 2
      + (signing == .signed ? Self.chunkSignature.utf8.count + Self.signatureLength : 0)
  }

  private func lengthOfChunk(_ size: Int) -> Int { lengthOfHead(size) + size + 2 }

  /// The trailers in the order in which they are written and signed.
  func lines(of given: [(name: String, value: String)]) throws(SigV4Error) -> [(name: String, value: String)] {
    let lines = given.map { (name: $0.name.lowercasedASCII, value: $0.value) }.sorted { $0.name < $1.name }
    guard lines.map(\.name) == trailers.keys.sorted() else {
      throw SigV4Error(
        .invalidPayload,
        message: "The trailers are not those announced: \(trailers.keys.sorted().joined(separator: ", ")).")
    }
    for (name, value) in lines {
      guard value.utf8.count == trailers[name] else {
        throw SigV4Error(
          .invalidPayload,
          message:
            "The value of the trailer \(name) has \(value.utf8.count) bytes; announced were \(trailers[name] ?? 0).")
      }
      guard value.utf8.allSatisfy(\.isVisibleASCII) else {
        throw SigV4Error(.invalidPayload, message: "The value of the trailer \(name) holds more than visible ASCII.")
      }
    }
    return lines
  }
}
