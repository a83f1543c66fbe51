public import AWSCore
import AWSCredentials
public import AWSRuntime
import AWSSigV4
import HTTPTypes

/// Why a call to S3 failed: what was wrong, where it came from and what to do.
///
/// No error holds a secret. The body of S3's response is not kept, since it can repeat the session token.
public struct S3Error: Error, Sendable {
  /// Which part of the call failed: the service's response, the credentials, the request itself or the network.
  public let kind: ServiceError.Kind
  /// S3's error code such as ``Code/noSuchKey``, or one of this client's own codes if S3 did not respond.
  public let code: Code
  /// What was wrong.
  public let message: String
  /// The operation that was called, such as `s3.GetObject`.
  public let operation: String
  /// The bucket the operation was about.
  public let bucket: String?
  /// The key the operation was about.
  public let key: String?
  /// The response's status, if a response came.
  public let statusCode: Int?
  /// S3's id of the request (`x-amz-request-id`), for AWS support.
  public let requestId: String?
  /// S3's second id of the request (`x-amz-id-2`); AWS support asks for both.
  public let hostId: String?
  /// The bucket's region, if S3 reported it.
  public let bucketRegion: String?
  /// The number of attempts; 0 if the request was not sent.
  public let attempts: Int
  /// The client's explanation of a rejection, based on what it knows about the credentials and the clock.
  public let explanation: String?
  /// Whether the call may have taken effect although it failed: an attempt was sent, and no response says whether it
  /// succeeded. A ``Code/preconditionFailed`` may then be about the call's own first attempt. If `false`, no attempt
  /// had any effect.
  public let mayHaveTakenEffect: Bool
  /// Whether S3 asked to slow down, and still did after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. It does not say whether repeating is safe: see
  /// ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// How long S3 asks to be left alone (`Retry-After`); `nil` if it does not say.
  public let retryAfter: Duration?
  /// The underlying error.
  public let cause: (any Error)?
}

extension S3Error: AWSServiceError {
  /// The text of ``code``.
  public var errorCode: String { code.rawValue }

  /// The same as ``bucketRegion``: the region S3 says that the bucket is in.
  public var regionHint: String? { bucketRegion }
}

extension S3Error: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// Operation, bucket and key, code, message, status, request ids, attempts and explanation.
  public var description: String {
    var text = operation
    if let bucket { text += " of \(bucket.printable())" }
    if let key { text += " \(key.debugDescription.printable(limit: 1100))" }
    text += " failed: \(code)"
    if !message.isEmpty { text += ": \(message)" }
    var facts: [String] = []
    if let statusCode { facts.append("HTTP \(statusCode)") }
    if let requestId { facts.append("request id \(requestId.printable())") }
    if let hostId { facts.append("host id \(hostId.printable())") }
    if attempts > 1 { facts.append("\(attempts) attempts") }
    if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
    if let explanation { text += "\n  \(explanation)" }
    if let cause { text += "\n  caused by: \(cause.printable)" }
    return text
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}

extension S3Error {
  /// The error for what the pipeline threw.
  package init(_ error: ServiceError, target: S3Target, region: String) {
    let details = error.details as? S3ErrorParser.Details
    let bucketRegion = error.header("x-amz-bucket-region") ?? details?.region
    var message = error.message
    if let bucketRegion, bucketRegion != SigningRegion.of(region), Self.isAboutRegion(error) {
      if !message.isEmpty { message += " " }
      let shown = bucketRegion.printable(limit: 80)
      message += "The bucket is in \(shown), but this client signs for \(region): use a client for \(shown)."
    }
    kind = error.kind
    code = Code(rawValue: error.code)
    self.message = message
    operation = error.operation
    bucket = target.bucket
    key = target.key
    statusCode = error.statusCode
    requestId = error.requestId ?? details?.requestId
    hostId = error.header("x-amz-id-2") ?? details?.hostId
    self.bucketRegion = bucketRegion
    attempts = error.attempts
    explanation = error.explanation
    mayHaveTakenEffect = error.mayHaveTakenEffect
    isThrottled = error.isThrottled
    isRetryable = error.isRetryable
    retryAfter = error.retryAfter
    // A cause of the pipeline's kind has the body of a response, which may repeat a token.
    cause = (error.cause as? ServiceError).map { S3Error($0, target: target, region: region) } ?? error.cause
  }

  /// The error for a problem with a request or with a successful response.
  init(
    _ problem: S3Problem, operation: String, target: S3Target, response: HTTPResponse? = nil, attempts: Int = 0
  ) {
    let response = ServiceError(
      problem.kind, code: problem.code.rawValue, message: problem.message, operation: operation, response: response,
      attempts: attempts, mayHaveTakenEffect: response?.status.kind == .successful, cause: problem.cause)
    self.init(response, target: target, region: "")
  }

  private static func isAboutRegion(_ error: ServiceError) -> Bool {
    let codes: Set<Code> = [.permanentRedirect, .temporaryRedirect, .authorizationHeaderMalformed, .badRequest]
    return codes.contains(Code(rawValue: error.code)) || (300..<304).contains(error.statusCode ?? 0)
      || error.code == Code.illegalLocationConstraint.rawValue
  }
}

extension ServiceError {
  fileprivate func header(_ name: String) -> String? {
    guard let field = HTTPField.Name(name), let value = response?.headerFields[field], !value.isEmpty else {
      return nil
    }
    return value
  }
}

/// What is wrong with a request or a response, before it is known which operation it belongs to.
package struct S3Problem: Error, Sendable {
  package let kind: ServiceError.Kind
  package let code: S3Error.Code
  package let message: String
  package let cause: (any Error)?

  package init(
    _ kind: ServiceError.Kind = .invalidRequest, code: S3Error.Code, message: String, cause: (any Error)? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.cause = cause
  }
}
