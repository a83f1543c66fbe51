import AWSCore
import AWSCredentials

/// Why a request is not accepted.
public struct SigV4VerificationError: Error, Sendable, Hashable {
  /// The kinds of reasons.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case missingSignature, malformedSignature, unsupportedAlgorithm, wrongScope, skewed, expired, headersNotSigned
      case unknownAccessKey, invalidToken, invalidPayloadHash, payloadMismatch, signatureMismatch, malformedRequest
    }
    private let value: Value

    /// The request carries no signature.
    public static let missingSignature = Code(value: .missingSignature)
    /// A part of the signature is missing, is there twice, or is not what it has to be.
    public static let malformedSignature = Code(value: .malformedSignature)
    /// The signature is not one of `AWS4-HMAC-SHA256`.
    public static let unsupportedAlgorithm = Code(value: .unsupportedAlgorithm)
    /// The signature is for another service, another region or another day.
    public static let wrongScope = Code(value: .wrongScope)
    /// The time of signing is too far from now.
    public static let skewed = Code(value: .skewed)
    /// A presigned request has ended.
    public static let expired = Code(value: .expired)
    /// A header is there, or has to be there, that the signature does not cover.
    public static let headersNotSigned = Code(value: .headersNotSigned)
    /// The access key id is not known.
    public static let unknownAccessKey = Code(value: .unknownAccessKey)
    /// The session token is missing, or is not the key's.
    public static let invalidToken = Code(value: .invalidToken)
    /// The hash of the body that the request declares is none.
    public static let invalidPayloadHash = Code(value: .invalidPayloadHash)
    /// The body does not have the hash that was signed.
    public static let payloadMismatch = Code(value: .payloadMismatch)
    /// The signature is another one than that of the request.
    public static let signatureMismatch = Code(value: .signatureMismatch)
    /// The request itself cannot be read.
    public static let malformedRequest = Code(value: .malformedRequest)

    /// The name of the code.
    public var description: String { value.rawValue }
  }

  /// The kind of reason.
  public let code: Code
  /// What is wrong.
  public let message: String
  /// What the request's canonical form is here, session tokens left out; for a signature that does not match.
  public let canonicalRequest: String?
  /// What would have had to be signed; for a signature that does not match.
  public let stringToSign: String?

  init(_ code: Code, _ message: String, canonicalRequest: String? = nil, stringToSign: String? = nil) {
    self.code = code
    self.message = message
    self.canonicalRequest = canonicalRequest
    self.stringToSign = stringToSign
  }
}

extension SigV4VerificationError: CustomStringConvertible {
  /// Message and code.
  public var description: String { "\(message.printable(limit: 2000)) [\(code)]" }
}
