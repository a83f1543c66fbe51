import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs the messages of an event stream. Each signature also covers the signature of the message before (Amazon
/// Transcribe developer guide, "Setting up a streaming transcription", "AWS4-HMAC-SHA256-PAYLOAD").
///
/// A signed message has the original message as its payload, and the headers `:date` and `:chunk-signature`. Sign the
/// request that opens the stream with ``PayloadHash/events``.
public struct EventStreamSigner: Sendable {
  private let signer: SigV4Signer
  private var previous: String
  private var isEnded = false

  /// Makes a signer for one stream.
  ///
  /// - Parameters:
  ///   - signer: The signer of the request that opens the stream.
  ///   - seed: The signature of that request.
  public init(_ signer: SigV4Signer, seed: HeaderSignature) { self.init(signer, seedSignature: seed.signature) }

  /// Makes a signer for a stream whose opening request was signed elsewhere.
  ///
  /// - Parameters:
  ///   - signer: A signer for the service and region of the request that opens the stream.
  ///   - seedSignature: The signature of that request, in hexadecimal digits.
  public init(_ signer: SigV4Signer, seedSignature: String) {
    self.signer = signer
    previous = seedSignature
  }

  /// Signs the next message.
  ///
  /// - Parameters:
  ///   - message: The message to sign.
  ///   - credentials: The credentials to sign this message with. They may differ from those of the message before.
  ///   - date: The time of signing; fractions of a second are dropped.
  /// - Returns: The signed message, encoded for sending.
  /// - Throws: ``SigV4Error`` that says what is wrong with the message, the credentials or the time.
  public mutating func sign(
    _ message: EventStreamMessage, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> [UInt8] {
    try sign(message.encoded(), credentials: credentials, date: date)
  }

  /// Signs the empty message that ends the stream, and returns it encoded for sending. No message can be signed after
  /// it.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign this message with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the stream has already ended, or the credentials or the time are not valid.
  public mutating func end(credentials: Credentials, date: Date) throws(SigV4Error) -> [UInt8] {
    let bytes = try sign([], credentials: credentials, date: date)
    isEnded = true
    return bytes
  }

  private mutating func sign(
    _ payload: [UInt8], credentials: Credentials, date: Date
  ) throws(SigV4Error) -> [UInt8] {
    guard !isEnded else { throw SigV4Error(.invalidPayload, message: "The stream has ended before.") }
    let (key, timestamp, scope) = try signer.chainMaterial(credentials, date: date)
    // The header must say the very time that is signed, which has no fractions of a second.
    let second = Date(timeIntervalSince1970: Double(timestamp.second))
    let signedHeaders = try EventStreamMessage.encode([(":date", .timestamp(second))])
    var chain = SignatureChain(key: key, scope: scope, seed: previous)
    let signature = chain.next(
      "AWS4-HMAC-SHA256-PAYLOAD", timestamp: timestamp.text,
      hashes: [SHA256Hex.of(signedHeaders), SHA256Hex.of(payload)])
    let digits = Array(signature.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
      (digits[index].hexValue ?? 0) << 4 | (digits[index + 1].hexValue ?? 0)
    }
    let message = try EventStreamMessage.encoded(
      headers: signedHeaders + EventStreamMessage.encode([(":chunk-signature", .bytes(bytes))]), payload: payload)
    previous = signature
    return message
  }
}

extension EventStreamSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The service and the region that the messages are signed for.
  public var description: String { "EventStreamSigner(\(signer.service), \(signer.region))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// An empty mirror: keys and signatures are left out.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
