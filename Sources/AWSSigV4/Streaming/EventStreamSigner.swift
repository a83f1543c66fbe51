public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs the messages of an event stream that a client sends, such as audio to be transcribed.
///
/// Each message is put into another whose headers are `:chunk-signature` and `:date`; its signature covers the one before,
/// the first that of the request. A stream lives longer than credentials may, so those come with each message.
public struct EventStreamSigner: Sendable {
  private let signer: SigV4Signer
  /// The signature that the next one will cover; at first that of the request.
  public private(set) var previousSignature: String

  /// Makes a signer of one stream.
  ///
  /// - Parameters:
  ///   - signer: What has signed the request.
  ///   - requestSignature: The request's signature: 64 hexadecimal digits, from its `authorization` header or its URL.
  /// - Throws: ``SigV4Error`` if that is not a signature.
  public init(signer: SigV4Signer, requestSignature: String) throws(SigV4Error) {
    let signature = requestSignature.lowercasedASCII
    guard signature.utf8.count == 64, signature.utf8.allSatisfy(\.isLowercaseHexDigit) else {
      throw SigV4Error(
        .invalidMessage, message: "The signature of the request must have 64 hexadecimal digits.")
    }
    self.signer = signer
    previousSignature = signature
  }

  /// Signs a message.
  ///
  /// - Parameters:
  ///   - message: The next message of the stream.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing; fractions of a second are dropped.
  /// - Returns: The bytes to send: the message in its signed envelope.
  /// - Throws: ``SigV4Error`` if the message does not fit the format or cannot be signed.
  public mutating func sign(
    _ message: EventStreamMessage, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> [UInt8] {
    try envelope(try message.encoded(), credentials: credentials, date: date)
  }

  /// Signs the end of the stream: an envelope with nothing in it.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing; fractions of a second are dropped.
  /// - Returns: The bytes to send.
  /// - Throws: ``SigV4Error`` if no valid signature can exist.
  public mutating func end(credentials: Credentials, date: Date) throws(SigV4Error) -> [UInt8] {
    try envelope([], credentials: credentials, date: date)
  }

  private mutating func envelope(
    _ payload: [UInt8], credentials: Credentials, date: Date
  ) throws(SigV4Error) -> [UInt8] {
    let key = try ChainKey(signer, credentials: credentials, date: date)
    // The header must say the very time that is signed, which has no fractions.
    let second = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    let dateHeader = (name: ":date", value: EventStreamMessage.Value.timestamp(second))
    let signature = key.signature(
      "AWS4-HMAC-SHA256-PAYLOAD", after: previousSignature,
      hashes: [SHA256Hex.of(try EventStreamMessage.encode([dateHeader])), SHA256Hex.of(payload)])
    let envelope = EventStreamMessage(
      headers: [dateHeader, (name: ":chunk-signature", value: .bytes(Self.bytes(ofHex: signature)))],
      payload: payload)
    let bytes = try envelope.encoded()
    previousSignature = signature
    return bytes
  }

  private static func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.utf8.compactMap(\.hexValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

extension EventStreamSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The service and the region.
  public var description: String { "EventStreamSigner(\(signer.service), \(signer.region))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without signatures.
  public var customMirror: Mirror {
    Mirror(self, children: ["service": signer.service, "region": signer.region], displayStyle: .struct)
  }
}
