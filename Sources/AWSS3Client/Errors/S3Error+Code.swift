extension S3Error {
  /// An error code, with constants for the common ones. Codes that have none compare by ``rawValue``.
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
  /// The caller may not do this.
  public static let accessDenied = Self("AccessDenied")
  /// The signature names another region or service than S3 expects.
  public static let authorizationHeaderMalformed = Self("AuthorizationHeaderMalformed")
  /// The body is not what its checksum says.
  public static let badDigest = Self("BadDigest")
  /// Somebody else owns a bucket of this name.
  public static let bucketAlreadyExists = Self("BucketAlreadyExists")
  /// The caller owns this bucket already.
  public static let bucketAlreadyOwnedByYou = Self("BucketAlreadyOwnedByYou")
  /// The bucket to be deleted holds objects.
  public static let bucketNotEmpty = Self("BucketNotEmpty")
  /// Another operation on the bucket or object was under way, and still was when the request was sent again.
  public static let operationAborted = Self("OperationAborted")
  /// Another conditional write to the same key was under way.
  public static let conditionalRequestConflict = Self("ConditionalRequestConflict")
  /// A part is smaller than S3 allows.
  public static let entityTooSmall = Self("EntityTooSmall")
  /// The object is larger than S3 allows.
  public static let entityTooLarge = Self("EntityTooLarge")
  /// The session token has expired.
  public static let expiredToken = Self("ExpiredToken")
  /// The region of a bucket to be created does not fit the endpoint.
  public static let illegalLocationConstraint = Self("IllegalLocationConstraintException")
  /// S3 failed.
  public static let internalError = Self("InternalError")
  /// S3 does not know the access key id.
  public static let invalidAccessKeyId = Self("InvalidAccessKeyId")
  /// A parameter has a value that S3 does not take.
  public static let invalidArgument = Self("InvalidArgument")
  /// The bucket name is not one.
  public static let invalidBucketName = Self("InvalidBucketName")
  /// The object is archived and must be restored first.
  public static let invalidObjectState = Self("InvalidObjectState")
  /// The range lies outside of the object.
  public static let invalidRange = Self("InvalidRange")
  /// The session token is malformed or not known.
  public static let invalidToken = Self("InvalidToken")
  /// The key has more than 1024 bytes.
  public static let keyTooLong = Self("KeyTooLongError")
  /// The method is not allowed on this resource, for example on a delete marker.
  public static let methodNotAllowed = Self("MethodNotAllowed")
  /// There is no such bucket.
  public static let noSuchBucket = Self("NoSuchBucket")
  /// There is no such object.
  public static let noSuchKey = Self("NoSuchKey")
  /// There is no such version.
  public static let noSuchVersion = Self("NoSuchVersion")
  /// The server does not implement this.
  public static let notImplemented = Self("NotImplemented")
  /// The bucket is in another region.
  public static let permanentRedirect = Self("PermanentRedirect")
  /// A condition of the request does not hold.
  public static let preconditionFailed = Self("PreconditionFailed")
  /// The clocks are too far apart.
  public static let requestTimeTooSkewed = Self("RequestTimeTooSkewed")
  /// S3 cannot keep up, or the server is down.
  public static let serviceUnavailable = Self("ServiceUnavailable")
  /// The signature is not right.
  public static let signatureDoesNotMatch = Self("SignatureDoesNotMatch")
  /// S3 asks to slow down.
  public static let slowDown = Self("SlowDown")
  /// The bucket is new and its name has not spread yet.
  public static let temporaryRedirect = Self("TemporaryRedirect")
}

/// Codes derived from the status of a response without a body.
extension S3Error.Code {
  /// Status 400.
  public static let badRequest = Self("BadRequest")
  /// Status 403.
  public static let forbidden = Self("Forbidden")
  /// Status 404: there is no such bucket or object, or the caller may not know.
  public static let notFound = Self("NotFound")
  /// Status 304: the object has not changed, as a condition of a read asked.
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
  /// A configured address of the service that is not one.
  public static let invalidEndpoint = Self("InvalidEndpoint")
  /// An input's members contradict each other; nothing was sent.
  public static let invalidInput = Self("InvalidInput")
  /// The lifetime of a presigned URL is not between 1 second and 7 days.
  public static let invalidExpiration = Self("InvalidExpiration")
  /// The response is not what S3 promises.
  public static let invalidResponse = Self("InvalidResponse")
  /// The response broke off.
  public static let incompleteResponse = Self("IncompleteResponse")
  /// The response, such as a page of a list, is larger than what is read into memory.
  public static let responseTooLarge = Self("ResponseTooLarge")
  /// The object is larger than the caller accepts in memory.
  public static let objectTooLarge = Self("ObjectTooLarge")
  /// A file could not be read or written.
  public static let file = Self("File")
  /// The request failed in a way that a retry could mend, but its body can be read only once.
  public static let bodyCannotBeReplayed = Self("BodyCannotBeReplayed")
}

extension S3Error {
  /// Whether the error says that there is no such object, version or bucket.
  public var isNotFound: Bool {
    switch code {
    case .noSuchKey, .noSuchBucket, .noSuchVersion, .notFound: true
    default: false
    }
  }
}
