/// The status that goes with each error code, for an error that came inside a response of status 200.
enum S3ErrorStatus {
  /// The status of a code ("Error responses" in the Amazon S3 API Reference); `nil` for one that is not known.
  static func status(of code: String) -> Int? { table[code] }

  private static let table: [String: Int] = {
    var table: [String: Int] = [:]
    for (status, codes) in codesByStatus {
      for code in codes { table[code] = status }
    }
    return table
  }()

  private static let codesByStatus: [(Int, [String])] = [
    (
      400,
      [
        "AuthorizationHeaderMalformed", "BadDigest", "EntityTooLarge", "EntityTooSmall", "ExpiredToken",
        "IncompleteBody",
        "InvalidArgument", "InvalidDigest", "InvalidPart", "InvalidPartOrder", "InvalidRequest", "InvalidStorageClass",
        "InvalidToken", "KeyTooLongError", "MalformedXML", "RequestTimeout",
      ]
    ),
    (
      403,
      [
        "AccessDenied", "InvalidAccessKeyId", "InvalidObjectState", "RequestExpired", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
      ]
    ),
    (404, ["NoSuchBucket", "NoSuchKey", "NoSuchUpload", "NoSuchVersion"]),
    (405, ["MethodNotAllowed"]),
    (409, ["BucketAlreadyExists", "BucketAlreadyOwnedByYou", "ConditionalRequestConflict", "OperationAborted"]),
    (412, ["PreconditionFailed"]),
    (500, ["InternalError"]),
    (501, ["NotImplemented"]),
    (503, ["Busy", "ServiceUnavailable", "SlowDown"]),
  ]
}
