public import AWSCore
import AWSCredentials

/// Why something could not be signed: what was wrong, where, and what to do.
///
/// An error never holds a secret: it names headers, parameters and fields, not their values.
public struct SigV4Error: Error, Sendable {
  /// What kind of failure this is.
  public let code: Code
  /// What was wrong, where, and what to do.
  public let message: String
  /// The underlying error; `nil` if there is none.
  public let cause: (any Error)?

  /// Makes the error of a request that cannot be signed.
  ///
  /// - Parameters:
  ///   - code: What kind of failure this is.
  ///   - message: What was wrong, where, and what to do. It must not hold a secret.
  ///   - cause: The underlying error.
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

    /// The method, scheme, authority or target cannot be used in an HTTP request, or a part of a token or of an upload
    /// form's policy is not valid.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// The name or the value of a header cannot be used in an HTTP request.
    public static let invalidHeader = Code(value: .invalidHeader)
    /// A header that the caller has set, or a condition of an upload form's policy, contradicts what is signed.
    public static let conflictingHeader = Code(value: .conflictingHeader)
    /// The query of the target already contains the parameters of a signature.
    public static let alreadySigned = Code(value: .alreadySigned)
    /// A part of the credentials is empty or contains characters that a header cannot hold; or the credentials for an
    /// ``IAMAuthToken`` have expired.
    public static let invalidCredentials = Code(value: .invalidCredentials)
    /// The credential cache has no credentials to sign with; ``SigV4Error/cause`` says why.
    public static let noCredentials = Code(value: .noCredentials)
    /// The region or the service is empty, or contains characters that a credential scope cannot hold.
    public static let invalidScope = Code(value: .invalidScope)
    /// The date lies outside the years 1970 to 9999.
    public static let invalidDate = Code(value: .invalidDate)
    /// The lifetime of a presigned URL or an upload form is not between 1 second and 7 days, or a minimum validity is
    /// longer than the lifetime.
    public static let invalidExpiration = Code(value: .invalidExpiration)
    /// The payload's hash is not 64 hexadecimal digits.
    public static let invalidPayloadHash = Code(value: .invalidPayloadHash)
    /// A chunk, a trailer or an event stream message does not match what was announced, or does not fit its encoding.
    public static let invalidPayload = Code(value: .invalidPayload)

    /// The name of the code, such as `invalidRequest`.
    public var description: String { value.rawValue }
  }
}

extension SigV4Error: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// The message, the code and the cause.
  public var description: String {
    ErrorDescription(message: message, facts: ["\(code)"]).caused(by: cause).description
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
