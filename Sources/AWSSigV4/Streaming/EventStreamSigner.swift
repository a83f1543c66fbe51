import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Signs the messages of an event stream, each together with the signature before it (Amazon Transcribe developer guide,
/// "Setting up a streaming transcription", "AWS4-HMAC-SHA256-PAYLOAD").
///
/// A signed message holds the message that is to be sent as its payload, and the headers `:date` and `:chunk-signature`. The
/// request that opens the stream is signed with the payload hash `STREAMING-AWS4-HMAC-SHA256-EVENTS`.
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

  /// Makes a signer for a stream that was opened by a signature known as text.
  ///
  /// - Parameters:
  ///   - signer: The signer of the request that opens the stream.
  ///   - seedSignature: The signature of that request, in hexadecimal digits.
  public init(_ signer: SigV4Signer, seedSignature: String) {
    self.signer = signer
    previous = seedSignature
  }

  /// Signs a message.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - credentials: The credentials; they may be newer than those of the message before.
  ///   - date: The time; fractions of a second are dropped.
  /// - Returns: The signed message as it goes over the wire.
  /// - Throws: ``SigV4Error`` that says what is wrong with the message, the credentials or the time.
  public mutating func sign(
    _ message: EventStreamMessage, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> [UInt8] {
    try sign(message.encoded(), credentials: credentials, date: date)
  }

  /// Signs the message without content that ends the stream.
  ///
  /// - Throws: ``SigV4Error`` if the stream has ended before, or for the credentials or the time.
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
  /// Service and region.
  public var description: String { "EventStreamSigner(\(signer.service), \(signer.region))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing of keys and signatures.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
