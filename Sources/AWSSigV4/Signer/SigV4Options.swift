/// The rules of Signature Version 4 that differ between services. ``standard(for:)`` returns those of a service.
public struct SigV4Options: Sendable, Hashable {
  /// Whether `.` and `..` segments and double slashes are removed from the path that is signed. The path that is sent
  /// is not changed.
  public var pathNormalization: PathNormalization
  /// Whether the path is percent-encoded once more for the canonical request, which is the text that the signature
  /// covers.
  public var pathEncoding: PathEncoding
  /// Whether the hash of the body is also sent, and signed, as a header.
  public var signedBodyHeader: SignedBodyHeader
  /// Whether the signature covers the session token.
  public var sessionToken: SessionTokenSigning
  /// The name of the header, or of the query parameter of a presigned URL, that the session token is sent in.
  public var sessionTokenName: SessionTokenName
  /// Which of the request's headers are signed.
  public var headers: HeaderPolicy

  /// Makes a set of options; each default is the rule of most services.
  ///
  /// - Parameters:
  ///   - pathNormalization: Whether `.` and `..` segments and double slashes are removed from the path before it is
  ///     signed.
  ///   - pathEncoding: Whether the path is percent-encoded once more for the canonical request.
  ///   - signedBodyHeader: Whether the hash of the body is also sent, and signed, as a header.
  ///   - sessionToken: Whether the signature covers the session token.
  ///   - sessionTokenName: The name of the header, or of the query parameter of a presigned URL, that the session token
  ///     is sent in.
  ///   - headers: Which of the request's headers are signed.
  public init(
    pathNormalization: PathNormalization = .removeDotSegments,
    pathEncoding: PathEncoding = .again,
    signedBodyHeader: SignedBodyHeader = .none,
    sessionToken: SessionTokenSigning = .signed,
    sessionTokenName: SessionTokenName = .securityToken,
    headers: HeaderPolicy = .stable
  ) {
    self.pathNormalization = pathNormalization
    self.pathEncoding = pathEncoding
    self.signedBodyHeader = signedBodyHeader
    self.sessionToken = sessionToken
    self.sessionTokenName = sessionTokenName
    self.headers = headers
  }

  /// The rules of a service, by its signing name.
  ///
  /// The services of Amazon S3 (`s3`, `s3express`, `s3-outposts`, `s3-object-lambda`) sign the path unchanged and
  /// require the hash of the body as a header. Amazon OpenSearch Serverless (`aoss`) requires that header too, and
  /// Amazon OpenSearch Service (`es`) accepts it. For all other services the result is
  /// ``init(pathNormalization:pathEncoding:signedBodyHeader:sessionToken:sessionTokenName:headers:)`` with its
  /// defaults.
  ///
  /// For `s3express` the rules are those for credentials of a directory bucket's session, which the operation
  /// `CreateSession` returns. `CreateSession` itself and the bucket operations of the control endpoint are signed with
  /// ordinary credentials: for these set ``sessionTokenName`` to ``SessionTokenName/securityToken``.
  ///
  /// - Parameter service: The signing name, for example `s3`, `es`, `sts`.
  public static func standard(for service: String) -> SigV4Options {
    switch service {
    case "s3express":
      SigV4Options(
        pathNormalization: .preserved, pathEncoding: .once, signedBodyHeader: .xAmzContentSha256,
        sessionTokenName: .s3Session)
    case "s3", "s3-outposts", "s3-object-lambda":
      SigV4Options(pathNormalization: .preserved, pathEncoding: .once, signedBodyHeader: .xAmzContentSha256)
    case "es", "aoss": SigV4Options(signedBodyHeader: .xAmzContentSha256)
    default: SigV4Options()
    }
  }
}

/// Whether `.` and `..` segments and double slashes are removed from the path that is signed. The path that is sent is
/// not changed.
public enum PathNormalization: Sendable, Hashable {
  /// In the path that is signed, `.` and `..` segments are resolved and double slashes become one; the path that is
  /// sent stays as it is. This is the rule of all services except Amazon S3.
  case removeDotSegments
  /// The path is signed unchanged, because an S3 key may contain `//`, `.` and `..`. This is the rule of Amazon S3
  /// only.
  case preserved
}

/// Whether the path, which is percent-encoded already when it is sent, is percent-encoded once more for the canonical
/// request.
public enum PathEncoding: Sendable, Hashable {
  /// The path is not encoded again: what is percent-encoded in the path that is sent stays so, and only bytes that
  /// should have been encoded are encoded. This is the rule of Amazon S3 only.
  case once
  /// The whole path is percent-encoded once more, so that `%2A` becomes `%252A`. This is the rule of all services
  /// except Amazon S3.
  case again
}

/// Whether the hash of the body is sent, and signed, as a header.
public enum SignedBodyHeader: Sendable, Hashable {
  /// The hash is sent in the header `x-amz-content-sha256`, which the signature covers.
  case xAmzContentSha256
  /// The hash is not sent as a header. The signature covers the body nevertheless.
  case none
}

/// Whether the signature covers the session token.
public enum SessionTokenSigning: Sendable, Hashable {
  /// The signature covers the session token.
  case signed
  /// The session token is sent but the signature does not cover it, as AWS IoT requires.
  case addedAfterSigning
}

/// The name of the header, or of the query parameter of a presigned URL, that the session token is sent in.
public enum SessionTokenName: Sendable, Hashable {
  /// The name `x-amz-security-token`, for all temporary credentials except those of a directory bucket's session.
  case securityToken
  /// The name `x-amz-s3session-token`, for credentials of a directory bucket's session (Amazon S3 Express One Zone).
  case s3Session

  /// The name as it stands in the query of a presigned URL; a header has it in lower case.
  var parameter: String {
    switch self {
    case .securityToken: "X-Amz-Security-Token"
    case .s3Session: "X-Amz-S3session-Token"
    }
  }
}
