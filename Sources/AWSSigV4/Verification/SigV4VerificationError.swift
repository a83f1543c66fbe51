public import AWSCore
import AWSCredentials

/// The error of a request whose signature ``SigV4Verifier`` does not accept.
public struct SigV4VerificationError: Error, Sendable, Hashable {
  /// The kinds of reasons for which a request is not accepted.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case missingSignature, malformedSignature, unsupportedAlgorithm, wrongScope, skewed, expired, headersNotSigned
      case unknownAccessKey, invalidToken, invalidPayloadHash, payloadMismatch, signatureMismatch, malformedRequest
    }
    private let value: Value

    /// The request has a signature neither in its `authorization` header nor in the query of its URL.
    public static let missingSignature = Code(value: .missingSignature)
    /// A part of the signature is missing, occurs twice, or is not valid.
    public static let malformedSignature = Code(value: .malformedSignature)
    /// The signature was made with an algorithm other than `AWS4-HMAC-SHA256`.
    public static let unsupportedAlgorithm = Code(value: .unsupportedAlgorithm)
    /// The signature is for another service or region than the verifier's, or the day in its credential scope is not
    /// the day of its time of signing.
    public static let wrongScope = Code(value: .wrongScope)
    /// The time of signing differs from the verifier's time by more than ``SigV4Verifier/clockTolerance``.
    public static let skewed = Code(value: .skewed)
    /// The lifetime of a presigned request is over.
    public static let expired = Code(value: .expired)
    /// The signature does not cover a header that has to be signed (`host` or an `x-amz-` header), or covers one that
    /// the request does not have.
    public static let headersNotSigned = Code(value: .headersNotSigned)
    /// The verifier has no key for the access key id of the signature.
    public static let unknownAccessKey = Code(value: .unknownAccessKey)
    /// The session token is missing, is not the one that belongs to the access key, or is present although the access
    /// key has none.
    public static let invalidToken = Code(value: .invalidToken)
    /// The value of `x-amz-content-sha256` is missing although the service or the verifier needs it, or is not valid.
    public static let invalidPayloadHash = Code(value: .invalidPayloadHash)
    /// The hash of the body differs from the one that was signed.
    public static let payloadMismatch = Code(value: .payloadMismatch)
    /// The signature is not the one that the verifier computes for the request.
    public static let signatureMismatch = Code(value: .signatureMismatch)
    /// The request itself is not valid, for example because it has two `Host` headers.
    public static let malformedRequest = Code(value: .malformedRequest)

    /// The name of the code, such as `signatureMismatch`.
    public var description: String { value.rawValue }
  }

  /// The kind of reason, such as ``Code/expired``.
  public let code: Code
  /// What is wrong with the request, as a sentence without secrets.
  public let message: String
  /// The canonical request that the verifier computed, without session tokens; `nil` unless the signature does not
  /// match.
  public let canonicalRequest: String?
  /// The string to sign that the verifier computed; `nil` unless the signature does not match.
  public let stringToSign: String?

  init(_ code: Code, _ message: String, canonicalRequest: String? = nil, stringToSign: String? = nil) {
    self.code = code
    self.message = message
    self.canonicalRequest = canonicalRequest
    self.stringToSign = stringToSign
  }
}

extension SigV4VerificationError: CustomStringConvertible, PrintableError {
  /// The error's message, followed by its code.
  public var description: String { ErrorDescription(message: message, facts: ["\(code)"]).description }
}
