import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Frames the chunks of a body, and signs them where they are signed.
///
/// Each signature covers the one before, so chunks must be passed in order and sent as they come. A copy of a signer goes
/// on from where the original was, which is how a request is sent again from its start.
///
/// ```swift
/// var signer = chunked.signer
/// for chunk in chunks { send(try signer.frame(chunk) + chunk + ChunkedSigner.chunkEnd) }
/// send(try signer.finish())
/// ```
public struct ChunkedSigner: Sendable {
  /// What follows the bytes of a chunk: a line end.
  public static let chunkEnd: [UInt8] = [0x0D, 0x0A]
  static let trailerSignature = "x-amz-trailer-signature"

  /// How the body is cut.
  public let body: ChunkedBody
  /// The signature that the next one will cover; at first that of the request's head.
  public private(set) var previousSignature: String
  private let key: ChainKey
  private var sent = 0
  private var isFinished = false

  init(body: ChunkedBody, key: ChainKey, seed: String) {
    self.body = body
    self.key = key
    previousSignature = seed
  }

  /// Makes what is sent before the bytes of a chunk; ``chunkEnd`` is sent after them.
  ///
  /// - Parameter chunk: The next bytes of the body: ``ChunkedBody/chunkSize`` of them, or what is left.
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidChunk`` if the chunk has another length.
  public mutating func frame(_ chunk: some DataProtocol) throws(SigV4Error) -> [UInt8] {
    let expected = min(body.chunkSize, body.decodedLength - sent)
    guard !isFinished, expected > 0 else {
      throw SigV4Error(
        .invalidChunk, message: "All \(body.decodedLength) bytes announced for the body have already been framed.")
    }
    guard chunk.count == expected else {
      throw SigV4Error(
        .invalidChunk,
        message:
          "A chunk has \(chunk.count) bytes where the next must have \(expected): every chunk but the last has the "
          + "size that was announced.")
    }
    sent += expected
    return line(for: chunk, length: expected)
  }

  /// Makes a whole chunk as it is sent: its frame and its bytes.
  ///
  /// - Parameter chunk: The next bytes of the body: ``ChunkedBody/chunkSize`` of them, or what is left.
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidChunk`` if the chunk has another length.
  public mutating func encode(_ chunk: some DataProtocol) throws(SigV4Error) -> [UInt8] {
    var bytes = try frame(chunk)
    bytes.append(contentsOf: chunk)
    bytes.append(contentsOf: Self.chunkEnd)
    return bytes
  }

  /// Makes what is sent after the last chunk: the empty chunk, and the trailers.
  ///
  /// - Parameter trailers: The trailers that were announced, in any order.
  /// - Throws: ``SigV4Error`` with the code ``SigV4Error/Code/invalidChunk`` if a part of the body has not been framed or
  ///   the trailers are not those that were announced.
  public mutating func finish(trailers: [(name: String, value: String)] = []) throws(SigV4Error) -> [UInt8] {
    guard !isFinished, sent == body.decodedLength else {
      throw SigV4Error(
        .invalidChunk,
        message: isFinished
          ? "The body has already been finished."
          : "\(sent) of the \(body.decodedLength) bytes announced for the body have been framed.")
    }
    let values = try values(of: trailers)
    var bytes = line(for: [UInt8](), length: 0)
    var canonical: [UInt8] = []
    for (trailer, value) in zip(body.trailers, values) {
      bytes.append(text: "\(trailer.name):\(value)\r\n")
      canonical.append(text: "\(trailer.name):\(value)\n")
    }
    if body.signing == .signed, !values.isEmpty {
      previousSignature = key.signature(
        "AWS4-HMAC-SHA256-TRAILER", after: previousSignature, hashes: [SHA256Hex.of(canonical)])
      bytes.append(text: "\(Self.trailerSignature):\(previousSignature)\r\n")
    }
    bytes.append(contentsOf: Self.chunkEnd)
    isFinished = true
    return bytes
  }
}

extension ChunkedSigner {
  private mutating func line(for chunk: some DataProtocol, length: Int) -> [UInt8] {
    var bytes = Array(String(length, radix: 16).utf8)
    if body.signing == .signed {
      var hash: [UInt8] = []
      hash.append(sha256Of: chunk)
      previousSignature = key.signature(
        "AWS4-HMAC-SHA256-PAYLOAD", after: previousSignature,
        hashes: [SHA256Hex.ofNothing, String(decoding: hash, as: UTF8.self)])
      bytes.append(text: ";chunk-signature=\(previousSignature)")
    }
    bytes.append(contentsOf: Self.chunkEnd)
    return bytes
  }

  /// The values in the order of the body's trailers.
  private func values(of trailers: [(name: String, value: String)]) throws(SigV4Error) -> [String] {
    guard trailers.count == body.trailers.count else {
      throw SigV4Error(
        .invalidChunk, message: "The body has \(trailers.count) trailers, and \(body.trailers.count) were announced.")
    }
    var values: [String] = []
    for announced in body.trailers {
      guard let value = trailers.first(where: { $0.name.lowercasedASCII == announced.name })?.value else {
        throw SigV4Error(.invalidChunk, message: "The trailer \(announced.name) was announced and is not there.")
      }
      guard value.utf8.count == announced.valueLength, value.utf8.allSatisfy(\.isVisibleASCII) else {
        throw SigV4Error(
          .invalidChunk,
          message: "The value of the trailer \(announced.name) must have \(announced.valueLength) visible ASCII "
            + "characters, as was announced; it has \(value.utf8.count) bytes.")
      }
      values.append(value)
    }
    return values
  }
}

extension ChunkedSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How much has been framed.
  public var description: String { "ChunkedSigner(\(sent) of \(body.decodedLength) bytes)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without signatures and keys.
  public var customMirror: Mirror { Mirror(self, children: ["sent": sent, "body": body], displayStyle: .struct) }
}
