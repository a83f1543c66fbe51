public import AWSCore
import AWSCredentials

/// Why a request could not be signed: what was wrong, where, and what to do.
///
/// An error never holds a secret: it names headers, parameters and fields, not their values.
public struct SigV4Error: Error, Sendable {
  /// What kind of failure this is.
  public let code: Code
  /// What was wrong, where, and what to do.
  public let message: String
  /// The underlying error, where there is one.
  public let cause: (any Error)?

  /// Makes an error.
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

    /// The method, scheme, authority or target cannot stand in an HTTP request.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// A header's name or value cannot stand in an HTTP request.
    public static let invalidHeader = Code(value: .invalidHeader)
    /// A header that the caller has set contradicts the request, so that no signature of it could be right.
    public static let conflictingHeader = Code(value: .conflictingHeader)
    /// The target's query already holds a signature's parameters.
    public static let alreadySigned = Code(value: .alreadySigned)
    /// A part of the credentials is empty or cannot stand in a header.
    public static let invalidCredentials = Code(value: .invalidCredentials)
    /// There are no credentials to sign with; the cause says why.
    public static let noCredentials = Code(value: .noCredentials)
    /// The region or the service is empty or cannot stand in a credential scope.
    public static let invalidScope = Code(value: .invalidScope)
    /// The date lies outside the years 1970 to 9999.
    public static let invalidDate = Code(value: .invalidDate)
    /// A presigned URL's lifetime lies outside 1 second to 7 days.
    public static let invalidExpiration = Code(value: .invalidExpiration)
    /// The payload's hash is not 64 hexadecimal digits.
    public static let invalidPayloadHash = Code(value: .invalidPayloadHash)
    /// A chunk, a trailer or a message does not fit what was announced, or its encoding.
    public static let invalidPayload = Code(value: .invalidPayload)

    /// The name of the code.
    public var description: String { value.rawValue }
  }
}

extension SigV4Error: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// The message and the code.
  public var description: String {
    let text = "\(message) [\(code)]"
    guard let cause else { return text }
    return text + "\n  caused by: \(cause.printable)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
