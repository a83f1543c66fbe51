extension S3Error {
  /// The code of an error, with constants for the common codes, such as ``noSuchKey``. A code without a constant can be
  /// compared by its ``rawValue``.
  ///
  /// Most codes are those of "Error responses" in the Amazon S3 API Reference. If a response contains no code, as in a
  /// response to HEAD, the code is derived from the HTTP status. For failures without a response, such as ``emptyKey``,
  /// this client defines codes of its own.
  public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The text of the code, such as `NoSuchKey`.
    public let rawValue: String

    /// Makes a code from its text, such as `NoSuchKey`.
    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    /// The text of the code, such as `NoSuchKey`.
    public var description: String { rawValue }
  }
}

extension S3Error.Code {
  /// The credentials do not allow the operation.
  public static let accessDenied = Self("AccessDenied")
  /// The request is signed for another region or another service than S3 expects.
  public static let authorizationHeaderMalformed = Self("AuthorizationHeaderMalformed")
  /// The body that S3 received does not match the checksum that was sent with it.
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
  /// A part of a multipart upload is smaller than S3 allows.
  public static let entityTooSmall = Self("EntityTooSmall")
  /// The object is larger than S3 allows.
  public static let entityTooLarge = Self("EntityTooLarge")
  /// The session token has expired.
  public static let expiredToken = Self("ExpiredToken")
  /// The bucket cannot be created in the requested region at this endpoint.
  public static let illegalLocationConstraint = Self("IllegalLocationConstraintException")
  /// S3 had an internal error.
  public static let internalError = Self("InternalError")
  /// The access key id does not exist.
  public static let invalidAccessKeyId = Self("InvalidAccessKeyId")
  /// A parameter has a value that S3 does not accept.
  public static let invalidArgument = Self("InvalidArgument")
  /// The bucket name is not valid.
  public static let invalidBucketName = Self("InvalidBucketName")
  /// The object is in an archive and must be restored before it can be read.
  public static let invalidObjectState = Self("InvalidObjectState")
  /// The requested range begins after the end of the object.
  public static let invalidRange = Self("InvalidRange")
  /// The session token is malformed or unknown.
  public static let invalidToken = Self("InvalidToken")
  /// The key has more than 1024 bytes.
  public static let keyTooLong = Self("KeyTooLongError")
  /// S3 does not allow the HTTP method for this bucket or object, for example reading a delete marker.
  public static let methodNotAllowed = Self("MethodNotAllowed")
  /// The length of the content is not known, because the header fields that came with it have no `Content-Length`.
  public static let missingContentLength = Self("MissingContentLength")
  /// The bucket does not exist.
  public static let noSuchBucket = Self("NoSuchBucket")
  /// The object does not exist.
  public static let noSuchKey = Self("NoSuchKey")
  /// The requested version of the object does not exist.
  public static let noSuchVersion = Self("NoSuchVersion")
  /// The server does not implement the operation or a parameter of the request.
  public static let notImplemented = Self("NotImplemented")
  /// The bucket is in another region than the one that the request was sent to; see ``S3Error/bucketRegion``.
  public static let permanentRedirect = Self("PermanentRedirect")
  /// A condition of the request is not met.
  public static let preconditionFailed = Self("PreconditionFailed")
  /// The difference between the request's time and the server's time is too large (clock skew).
  public static let requestTimeTooSkewed = Self("RequestTimeTooSkewed")
  /// S3 cannot process the request now, because it is overloaded or unavailable.
  public static let serviceUnavailable = Self("ServiceUnavailable")
  /// The signature does not match the one that S3 computed.
  public static let signatureDoesNotMatch = Self("SignatureDoesNotMatch")
  /// S3 refused the request because it received too many requests in a short time.
  public static let slowDown = Self("SlowDown")
  /// The bucket is new, and its host name is not yet known everywhere in DNS, so S3 redirects the request.
  public static let temporaryRedirect = Self("TemporaryRedirect")
}

/// Codes derived from the status of a response without a body.
extension S3Error.Code {
  /// HTTP status 400 in a response without an error code.
  public static let badRequest = Self("BadRequest")
  /// HTTP status 403 in a response without an error code.
  public static let forbidden = Self("Forbidden")
  /// HTTP status 404 in a response without an error code: the bucket or object does not exist, or the credentials do
  /// not allow the caller to find out whether it exists.
  public static let notFound = Self("NotFound")
  /// HTTP status 304: the object has not changed, and the request was to read it only if it had changed.
  public static let notModified = Self("NotModified")
}

/// Codes of this client.
extension S3Error.Code {
  /// The key is empty. The request was not sent.
  public static let emptyKey = Self("EmptyKey")
  /// A header field, a metadata value or a condition contains characters that cannot be sent. The request was not sent.
  public static let invalidHeader = Self("InvalidHeader")
  /// The client's region is not valid. The request was not sent.
  public static let invalidRegion = Self("InvalidRegion")
  /// The configured endpoint of the service is not valid. The request was not sent.
  public static let invalidEndpoint = Self("InvalidEndpoint")
  /// The values of the operation's input contradict each other. The request was not sent.
  public static let invalidInput = Self("InvalidInput")
  /// A setting of environment or profile has a value that cannot be used. The request was not sent.
  public static let invalidSetting = Self("InvalidSetting")
  /// The lifetime of a presigned URL is not between 1 second and 7 days.
  public static let invalidExpiration = Self("InvalidExpiration")
  /// The response does not match S3's API.
  public static let invalidResponse = Self("InvalidResponse")
  /// The object's content does not have the checksum that S3 sent with it: it is damaged.
  public static let checksumMismatch = Self("ChecksumMismatch")
  /// The response ended before it was complete.
  public static let incompleteResponse = Self("IncompleteResponse")
  /// The response, such as a page of a list, is larger than the client reads into memory.
  public static let responseTooLarge = Self("ResponseTooLarge")
  /// The object is larger than the `limit` of ``S3Client/get(bucket:key:as:range:upTo:)``.
  public static let objectTooLarge = Self("ObjectTooLarge")
  /// The object's content is not a value of the type that ``S3Client/get(bucket:key:as:range:upTo:)`` was asked for, as
  /// bytes that are not UTF-8 are no `String`.
  public static let contentNotConvertible = Self("ContentNotConvertible")
  /// The key of an object cannot be the path of a file in the directory that it was to be written to, because it would
  /// lead elsewhere, or to the same file as another key. The object was not read.
  public static let unsafePath = Self("UnsafePath")
  /// A local file could not be read or written.
  public static let file = Self("File")
  /// The request failed and cannot be sent again, because its body can be read only once.
  public static let bodyCannotBeReplayed = Self("BodyCannotBeReplayed")
  /// What a call such as ``S3Client/waitUntilBucketExists(_:timeout:)`` waits for did not happen in time.
  public static let waitTimedOut = Self("WaitTimedOut")
  /// An interceptor (code of the program that runs for each request) threw an error, or changed a header field that
  /// only the client may set.
  public static let interceptor = Self("Interceptor")
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
