/// How a body is sent in chunks (`aws-chunked`): its length, the size of a chunk, and what follows the last one.
///
/// The rules are those of "Signature calculations for the authorization header: transferring a payload in multiple chunks"
/// and "… including trailing headers", Amazon S3 API Reference. Amazon S3 wants at least 8 KiB in every chunk but the last.
public struct ChunkedBody: Sendable, Hashable {
  /// Whether each chunk carries a signature.
  public enum Signing: Sendable, Hashable {
    /// Each chunk does, and the trailers together.
    case signed
    /// None does. There must be a trailer, a checksum by which the service checks the body. For connections with TLS.
    case unsigned
  }

  /// A header that follows the body. The length of its value is known before the value is.
  public struct Trailer: Sendable, Hashable {
    /// The name in lowercase, for example `x-amz-checksum-crc32c`.
    public let name: String
    /// How many bytes the value will have, for example 8 for a CRC of 32 bits in Base64.
    public let valueLength: Int

    /// Announces a trailer.
    ///
    /// - Parameters:
    ///   - name: The name, in any case.
    ///   - valueLength: How many bytes the value will have.
    public init(name: String, valueLength: Int) {
      self.name = name.lowercasedASCII
      self.valueLength = valueLength
    }
  }

  /// The length of the body in bytes, before it is cut into chunks.
  public let decodedLength: Int
  /// The length of every chunk but the last in bytes.
  public let chunkSize: Int
  /// Whether each chunk carries a signature.
  public let signing: Signing
  /// What follows the last chunk, in the order of their names.
  public let trailers: [Trailer]
  /// The length of the body with the frames of its chunks and its trailers, in bytes: the request's `content-length`.
  public let encodedLength: Int

  /// Plans a body.
  ///
  /// - Parameters:
  ///   - decodedLength: The length of the body in bytes.
  ///   - chunkSize: The length of every chunk but the last in bytes.
  ///   - signing: Whether each chunk carries a signature.
  ///   - trailers: What follows the last chunk.
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidChunk`` if no such body can be sent.
  public init(
    decodedLength: Int, chunkSize: Int = 65_536, signing: Signing = .signed, trailers: [Trailer] = []
  ) throws(SigV4Error) {
    self.decodedLength = decodedLength
    self.chunkSize = chunkSize
    self.signing = signing
    self.trailers = trailers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    encodedLength = try Self.encodedLength(
      decodedLength: decodedLength, chunkSize: chunkSize, signing: signing, trailers: trailers)
  }

  /// The value that `x-amz-content-sha256` and the signature of the request's head have in place of a hash.
  public var payloadHash: PayloadHash {
    switch signing {
    case .signed: trailers.isEmpty ? .streamingSigned : .streamingSignedTrailer
    case .unsigned: .streamingUnsignedTrailer
    }
  }
}

extension ChunkedBody {
  /// The length of a body with the frames of its chunks and its trailers, in bytes.
  ///
  /// - Parameters:
  ///   - decodedLength: The length of the body in bytes.
  ///   - chunkSize: The length of every chunk but the last in bytes.
  ///   - signing: Whether each chunk carries a signature.
  ///   - trailers: What follows the last chunk.
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidChunk`` if no such body can be sent.
  public static func encodedLength(
    decodedLength: Int, chunkSize: Int, signing: Signing = .signed, trailers: [Trailer] = []
  ) throws(SigV4Error) -> Int {
    guard decodedLength >= 0, chunkSize > 0 else {
      throw SigV4Error(
        .invalidChunk, message: "The length of a body must not be negative, and its chunks must hold a byte at least.")
    }
    guard signing == .signed || !trailers.isEmpty else {
      throw SigV4Error(
        .invalidChunk,
        message: "A body in unsigned chunks needs a trailer: the checksum by which the service checks it.")
    }
    try check(trailers)
    let (full, rest) = decodedLength.quotientAndRemainder(dividingBy: chunkSize)
    var length = Length(signing == .signed ? ";chunk-signature=".utf8.count + 64 : 0)
    length.addChunk(of: chunkSize, times: full)
    if rest > 0 { length.addChunk(of: rest, times: 1) }
    length.addChunk(of: 0, times: 1)
    for trailer in trailers { length.add(trailer.name.utf8.count + 3, and: trailer.valueLength) }
    if signing == .signed, !trailers.isEmpty { length.add(ChunkedSigner.trailerSignature.utf8.count + 3, and: 64) }
    guard let total = length.total else {
      throw SigV4Error(.invalidChunk, message: "The body with the frames of its chunks is longer than 2⁶³ bytes.")
    }
    return total
  }

  private static func check(_ trailers: [Trailer]) throws(SigV4Error) {
    var names: Set<String> = []
    for trailer in trailers {
      guard !trailer.name.isEmpty, trailer.name.utf8.allSatisfy(\.isTokenCharacter) else {
        throw SigV4Error(.invalidChunk, message: "The name of a trailer is empty or cannot stand in a header.")
      }
      guard names.insert(trailer.name).inserted, trailer.name != ChunkedSigner.trailerSignature else {
        throw SigV4Error(.invalidChunk, message: "The trailer \(trailer.name) is announced twice or set by the signer.")
      }
      guard trailer.valueLength > 0 else {
        throw SigV4Error(.invalidChunk, message: "The value of the trailer \(trailer.name) must have a length above 0.")
      }
    }
  }
}

/// A sum that remembers if it ever overflowed.
private struct Length {
  private let frame: Int
  private(set) var total: Int? = 0

  init(_ signatureLength: Int) { frame = signatureLength + 4 }

  // The size in hexadecimal digits, the signature, and two line ends. The last chunk's second one ends the trailers.
  mutating func addChunk(of size: Int, times: Int) {
    guard times > 0 else { return }
    let (length, isOver) = size.addingReportingOverflow(String(size, radix: 16).utf8.count + frame)
    let (all, isAllOver) = length.multipliedReportingOverflow(by: times)
    if isOver || isAllOver { total = nil } else { add(all, and: 0) }
  }

  mutating func add(_ first: Int, and second: Int) {
    for summand in [first, second] {
      guard let (sum, isOver) = total?.addingReportingOverflow(summand) else { return }
      total = isOver ? nil : sum
    }
  }
}
