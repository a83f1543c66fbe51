public import AWSCore
import AWSCredentials
public import AWSRuntime
import AWSSigV4
import HTTPTypes

/// The error of a call to S3: what went wrong, which part of the call failed, and in some cases what to do.
///
/// An error contains no secrets. The body of S3's response is not kept, because it can repeat the session token.
public struct S3Error: Error, Sendable {
  /// Which part of the call failed: the service's response, the credentials, the request itself or the network.
  public let kind: Kind
  /// S3's error code such as ``Code/noSuchKey``, or a code of this client, such as ``Code/emptyKey``, if S3 did not
  /// respond.
  public let code: Code
  /// What was wrong, as a sentence.
  public let message: String
  /// The operation that was called, such as `s3.GetObject`.
  public let operation: String
  /// The bucket that the operation was for; `nil` if it was for none, such as listing buckets.
  public let bucket: String?
  /// The key of the object that the operation was for; `nil` if it was not for a single object.
  public let key: String?
  /// The response's HTTP status; `nil` if there was no response.
  public let statusCode: Int?
  /// S3's id of the request (`x-amz-request-id`), to give to AWS support; `nil` if there was no response or it has no
  /// id.
  public let requestId: String?
  /// S3's second id of the request (`x-amz-id-2`); AWS support asks for both. `nil` if there was no response or it has
  /// no such id.
  public let hostId: String?
  /// The region of the bucket, if S3's response names it; else `nil`.
  public let bucketRegion: String?
  /// With ``Code/invalidObjectState``, the storage class of the object, which is in an archive and must be restored before
  /// it is read; `nil` if S3's response does not name it.
  public let storageClass: S3.StorageClass?
  /// With ``Code/invalidObjectState``, the tier in which S3 Intelligent-Tiering keeps the object; `nil` if S3's response does
  /// not name it.
  public let accessTier: S3.IntelligentTieringAccessTier?
  /// How many times the request was sent; 0 if the client refused to send it.
  public let attempts: Int
  /// The client's explanation of why S3 refused the signature, based on the credentials and the clock skew; `nil` if
  /// the client has no explanation.
  public let explanation: String?
  /// Whether the call may have taken effect at S3 although it failed: a request was sent, and no response tells whether
  /// it succeeded. The cause of a ``Code/preconditionFailed`` may then be this call's own first attempt. If `false`, no
  /// attempt had any effect.
  public let mayHaveTakenEffect: Bool
  /// Whether S3 throttled the call, and still did so after all retries.
  public let isThrottled: Bool
  /// Whether the same call, made again later and unchanged, may succeed. This does not say whether repeating the call
  /// is safe: see ``mayHaveTakenEffect``.
  public let isRetryable: Bool
  /// How long S3 asks the client to wait before the next request (`Retry-After`); `nil` if the response does not say.
  public let retryAfter: Duration?
  /// The Swift error that caused this error, such as one thrown by the transport; `nil` if there is none.
  public let cause: (any Error)?
}

extension S3Error: AWSServiceError {
  /// The same as ``code``, as text.
  public var errorCode: String { code.rawValue }

  /// The same as ``kind``, as the type that the errors of all AWS clients share.
  public var errorKind: ServiceError.Kind { kind.shared }

  /// The region of the bucket, the same as ``bucketRegion``; `nil` if S3's response does not name it.
  public var regionHint: String? { bucketRegion }
}

extension S3Error: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// A text with the operation, the bucket, the key, the code, the message, the status, the request ids, the number of
  /// attempts and the explanation.
  public var description: String {
    let target = [bucket.map { "of \($0.printable())" }, key.map { $0.debugDescription.printable(limit: 1100) }]
      .compactMap(\.self)
    return ErrorDescription(
      failed: operation, target: target.isEmpty ? nil : target.joined(separator: " "), code: code.rawValue,
      message: message,
      facts: responseFacts(hostId.map { "host id \($0)" })
    ).explained(by: explanation).caused(by: shownCause).description
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
    if let bucketRegion, Self.isAboutRegion(error) {
      let shown = bucketRegion.printable(limit: 80)
      let advice =
        bucketRegion == SigningRegion.of(region)
        ? "S3 says that the bucket is in \(shown), and the request was signed for that region."
        : "The bucket is in \(shown), but the request was signed for \(region): use a client for \(shown)."
      message = [message, advice].sentences
    }
    kind = Kind(error.kind)
    code = Code(rawValue: error.code)
    self.message = message
    operation = error.operation
    bucket = target.bucket
    key = target.key
    statusCode = error.statusCode
    requestId = error.requestId ?? details?.requestId
    hostId = error.header("x-amz-id-2") ?? details?.hostId
    self.bucketRegion = bucketRegion
    storageClass = details?.storageClass.map { S3.StorageClass(rawValue: $0) }
    accessTier = details?.accessTier.map { S3.IntelligentTieringAccessTier(rawValue: $0) }
    attempts = error.attempts
    explanation = error.explanation
    mayHaveTakenEffect = error.mayHaveTakenEffect
    isThrottled = error.isThrottled
    isRetryable = error.isRetryable
    retryAfter = error.retryAfter
    // A cause of the pipeline's kind has the body of a response, which may repeat a token.
    cause = (error.cause as? ServiceError).map { S3Error($0, target: target, region: region) } ?? error.cause
  }

  /// The error of CreateSession, if that is why a request to a directory bucket could not be signed.
  init?(ofSession error: ServiceError) {
    guard error.kind == .credentials, let cause = (error.cause as? CredentialError)?.cause as? S3Error else {
      return nil
    }
    self = cause
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

  /// Whether S3 says that the bucket is in another region than the one that the request was sent to or signed for.
  var isAboutRegion: Bool {
    switch code {
    case .permanentRedirect, .temporaryRedirect, .authorizationHeaderMalformed: true
    default: false
    }
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
