/// What differs between services in Signature Version 4.
public struct SigV4Options: Sendable, Hashable {
  /// Whether dot segments and double slashes are removed from the path before it is signed.
  public var pathNormalization: PathNormalization
  /// How the path's bytes are written into the canonical request.
  public var pathEncoding: PathEncoding
  /// Whether the hash of the body is also sent, and signed, as a header.
  public var signedBodyHeader: SignedBodyHeader
  /// Whether the session token is covered by the signature.
  public var sessionToken: SessionTokenSigning
  /// Under which name the session token is sent.
  public var sessionTokenName: SessionTokenName
  /// Which of the caller's headers are signed.
  public var headers: HeaderPolicy

  /// Makes a set of options; what is not given is the rule of most services.
  ///
  /// - Parameters:
  ///   - pathNormalization: Whether dot segments and double slashes are removed before signing.
  ///   - pathEncoding: How the path's bytes are written into the canonical request.
  ///   - signedBodyHeader: Whether the hash of the body is also sent as a header.
  ///   - sessionToken: Whether the session token is covered by the signature.
  ///   - sessionTokenName: Under which name the session token is sent.
  ///   - headers: Which of the caller's headers are signed.
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
  /// Amazon S3 and its relatives sign the path as it stands and require the hash of the body as a header. Amazon
  /// OpenSearch Serverless (`aoss`) requires that header too, and the managed service (`es`) takes it. All others
  /// follow the general rule.
  ///
  /// For `s3express` the credentials are taken to be those of a session of a directory bucket. `CreateSession`, which makes
  /// them, and the bucket operations of the control endpoint are signed with ordinary credentials: set
  /// ``sessionTokenName`` to ``SessionTokenName/securityToken`` for those.
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

/// Whether dot segments and double slashes are removed from a path before it is signed.
public enum PathNormalization: Sendable, Hashable {
  /// `.` and `..` segments are resolved and double slashes collapsed, in the signature only. All services but S3.
  case removeDotSegments
  /// The path is signed as it stands: an S3 key may hold `//`, `.` and `..`.
  case preserved
}

/// How the bytes of the path on the wire are written into the canonical request.
public enum PathEncoding: Sendable, Hashable {
  /// What is percent-encoded on the wire stays so, and what is not but should be is encoded. Amazon S3.
  case once
  /// The path on the wire is percent-encoded once more, so that `%2A` becomes `%252A`. All other services.
  case again
}

/// Whether the hash of the body is sent, and signed, as a header.
public enum SignedBodyHeader: Sendable, Hashable {
  /// As `x-amz-content-sha256`.
  case xAmzContentSha256
  /// Not at all; the signature still covers the body.
  case none
}

/// Whether the session token is covered by the signature.
public enum SessionTokenSigning: Sendable, Hashable {
  /// The token is signed.
  case signed
  /// The token is sent but not signed, as AWS IoT wants it.
  case addedAfterSigning
}

/// Under which name the session token is sent.
public enum SessionTokenName: Sendable, Hashable {
  /// `x-amz-security-token`, for credentials of AWS STS and of all that build on it.
  case securityToken
  /// `x-amz-s3session-token`, for credentials of a directory bucket's session (Amazon S3 Express One Zone).
  case s3Session

  /// The name as it stands in the query of a presigned URL; a header has it in lower case.
  var parameter: String {
    switch self {
    case .securityToken: "X-Amz-Security-Token"
    case .s3Session: "X-Amz-S3session-Token"
    }
  }
}
