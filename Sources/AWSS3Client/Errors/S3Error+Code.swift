extension S3Error {
  /// An error code, with constants for the common ones. Codes without a constant can be compared by ``rawValue``.
  ///
  /// S3's own codes are those of "Error responses" in the Amazon S3 API Reference. Where a response has no code, as after
  /// a HEAD, it is derived from the status.
  public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The code as S3 writes it.
    public let rawValue: String

    /// Makes a code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    /// The code as S3 writes it.
    public var description: String { rawValue }
  }
}

extension S3Error.Code {
  /// The caller is not allowed to do this.
  public static let accessDenied = Self("AccessDenied")
  /// The signature is for a different region or service than S3 expects.
  public static let authorizationHeaderMalformed = Self("AuthorizationHeaderMalformed")
  /// The body does not match its checksum.
  public static let badDigest = Self("BadDigest")
  /// Another account owns a bucket with this name.
  public static let bucketAlreadyExists = Self("BucketAlreadyExists")
  /// The caller owns this bucket already.
  public static let bucketAlreadyOwnedByYou = Self("BucketAlreadyOwnedByYou")
  /// The bucket to delete still contains objects.
  public static let bucketNotEmpty = Self("BucketNotEmpty")
  /// Another operation on the bucket or object was in progress, and still was when the request was retried.
  public static let operationAborted = Self("OperationAborted")
  /// Another conditional write to the same key was in progress.
  public static let conditionalRequestConflict = Self("ConditionalRequestConflict")
  /// A part is smaller than S3 allows.
  public static let entityTooSmall = Self("EntityTooSmall")
  /// The object is larger than S3 allows.
  public static let entityTooLarge = Self("EntityTooLarge")
  /// The session token has expired.
  public static let expiredToken = Self("ExpiredToken")
  /// The region of a bucket to be created does not fit the endpoint.
  public static let illegalLocationConstraint = Self("IllegalLocationConstraintException")
  /// S3 had an internal error.
  public static let internalError = Self("InternalError")
  /// The access key id does not exist.
  public static let invalidAccessKeyId = Self("InvalidAccessKeyId")
  /// A parameter has a value that S3 does not accept.
  public static let invalidArgument = Self("InvalidArgument")
  /// The bucket name is not valid.
  public static let invalidBucketName = Self("InvalidBucketName")
  /// The object is archived and must be restored first.
  public static let invalidObjectState = Self("InvalidObjectState")
  /// The range lies outside of the object.
  public static let invalidRange = Self("InvalidRange")
  /// The session token is malformed or unknown.
  public static let invalidToken = Self("InvalidToken")
  /// The key has more than 1024 bytes.
  public static let keyTooLong = Self("KeyTooLongError")
  /// The method is not allowed on this resource, for example on a delete marker.
  public static let methodNotAllowed = Self("MethodNotAllowed")
  /// The bucket does not exist.
  public static let noSuchBucket = Self("NoSuchBucket")
  /// The object does not exist.
  public static let noSuchKey = Self("NoSuchKey")
  /// The version does not exist.
  public static let noSuchVersion = Self("NoSuchVersion")
  /// The server does not implement this.
  public static let notImplemented = Self("NotImplemented")
  /// The bucket is in another region.
  public static let permanentRedirect = Self("PermanentRedirect")
  /// A condition of the request does not hold.
  public static let preconditionFailed = Self("PreconditionFailed")
  /// Clock skew: the difference between the request's time and the server's is too large.
  public static let requestTimeTooSkewed = Self("RequestTimeTooSkewed")
  /// S3 is overloaded, or the server is unavailable.
  public static let serviceUnavailable = Self("ServiceUnavailable")
  /// The signature does not match the one that S3 computed.
  public static let signatureDoesNotMatch = Self("SignatureDoesNotMatch")
  /// S3 is throttling requests.
  public static let slowDown = Self("SlowDown")
  /// The bucket is new and its DNS name has not propagated yet.
  public static let temporaryRedirect = Self("TemporaryRedirect")
}

/// Codes derived from the status of a response without a body.
extension S3Error.Code {
  /// Status 400.
  public static let badRequest = Self("BadRequest")
  /// Status 403.
  public static let forbidden = Self("Forbidden")
  /// Status 404: the bucket or object does not exist, or the caller is not allowed to see whether it does.
  public static let notFound = Self("NotFound")
  /// Status 304: the object has not changed, and the read was conditional on a change.
  public static let notModified = Self("NotModified")
}

/// Codes of this client.
extension S3Error.Code {
  /// The key is empty; nothing was sent.
  public static let emptyKey = Self("EmptyKey")
  /// A header field, an item of metadata or a condition cannot be sent as it is; nothing was sent.
  public static let invalidHeader = Self("InvalidHeader")
  /// The region cannot be used; nothing was sent.
  public static let invalidRegion = Self("InvalidRegion")
  /// A configured endpoint of the service is not valid.
  public static let invalidEndpoint = Self("InvalidEndpoint")
  /// An input's members contradict each other; nothing was sent.
  public static let invalidInput = Self("InvalidInput")
  /// The lifetime of a presigned URL is not between 1 second and 7 days.
  public static let invalidExpiration = Self("InvalidExpiration")
  /// The response does not match S3's API.
  public static let invalidResponse = Self("InvalidResponse")
  /// The response ended before it was complete.
  public static let incompleteResponse = Self("IncompleteResponse")
  /// The response, such as a page of a list, is larger than what is read into memory.
  public static let responseTooLarge = Self("ResponseTooLarge")
  /// The object is larger than the caller accepts in memory.
  public static let objectTooLarge = Self("ObjectTooLarge")
  /// A file could not be read or written.
  public static let file = Self("File")
  /// The request failed with an error that is worth a retry, but its body can be read only once.
  public static let bodyCannotBeReplayed = Self("BodyCannotBeReplayed")
}

extension S3Error {
  /// Whether the error says that the object, version or bucket does not exist.
  public var isNotFound: Bool {
    switch code {
    case .noSuchKey, .noSuchBucket, .noSuchVersion, .notFound: true
    default: false
    }
  }
}
