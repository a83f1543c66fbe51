public import AWSCore
import AWSCredentials

/// The error of a request, policy, token, chunk or message that could not be signed.
///
/// An error never contains a secret: it names headers, parameters and fields, but does not show their values.
public struct SigV4Error: Error, Sendable {
  /// The kind of failure, such as ``Code/invalidHeader``.
  public let code: Code
  /// What is wrong, in which part of the request, and what to do about it.
  public let message: String
  /// The error that caused this one, for example why the credential cache has no credentials; `nil` if there is none.
  public let cause: (any Error)?

  /// Makes an error from its kind, its message and its cause.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - message: What is wrong, in which part of the request, and what to do about it. It must not hold a secret.
  ///   - cause: The error that caused this one; `nil`, the default, if there is none.
  public init(_ code: Code, message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message.printable(limit: 2000)
    self.cause = cause
  }
}

extension SigV4Error {
  /// The kinds of failure of the signer. New kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case invalidRequest, invalidHeader, conflictingHeader, alreadySigned, invalidCredentials, invalidScope
      case invalidDate, invalidExpiration, invalidPayloadHash, invalidPayload
      case noCredentials
    }
    private let value: Value

    /// The method, scheme, authority or target cannot be used in an HTTP request. Also: an argument for an
    /// ``IAMAuthToken``, or a part of the policy of an upload form, is not valid.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// The name or the value of a header contains characters that an HTTP request must not contain there.
    public static let invalidHeader = Code(value: .invalidHeader)
    /// A header of the request has another value than the signer would set, or occurs twice although it must occur
    /// once; or a condition of an upload form's policy concerns a field that the signer sets.
    public static let conflictingHeader = Code(value: .conflictingHeader)
    /// The query of the request's target already contains parameters of a signature, such as `X-Amz-Signature`.
    public static let alreadySigned = Code(value: .alreadySigned)
    /// A part of the credentials is empty or contains characters that a header cannot hold; or the credentials for an
    /// ``IAMAuthToken`` have expired.
    public static let invalidCredentials = Code(value: .invalidCredentials)
    /// The credential cache has no credentials to sign with; ``SigV4Error/cause`` says why.
    public static let noCredentials = Code(value: .noCredentials)
    /// The region or the service is empty, or contains characters that must not occur in the credential scope, the part
    /// of a signature that names the day, the region and the service.
    public static let invalidScope = Code(value: .invalidScope)
    /// The date lies outside the years 1970 to 9999.
    public static let invalidDate = Code(value: .invalidDate)
    /// The lifetime of a presigned URL or an upload form is not between 1 second and 7 days, or a minimum validity is
    /// longer than the lifetime.
    public static let invalidExpiration = Code(value: .invalidExpiration)
    /// The payload is given by its SHA-256, and that text is not 64 hexadecimal digits.
    public static let invalidPayloadHash = Code(value: .invalidPayloadHash)
    /// A chunk, a trailer or an event stream message differs from what the request announced, is too long for its
    /// encoding, or comes after the end.
    public static let invalidPayload = Code(value: .invalidPayload)

    /// The name of the code, such as `invalidRequest`.
    public var description: String { value.rawValue }
  }
}

extension SigV4Error: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// The message of the error, followed by its code and, if there is one, its cause.
  public var description: String {
    ErrorDescription(message: message, facts: ["\(code)"]).caused(by: cause).description
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
