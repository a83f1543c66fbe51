extension ElasticError {
  /// A kind of failure, such as ``conflict``. Later versions may add kinds.
  ///
  /// The services respond with status 403 to about six different failures. The client distinguishes them by the content
  /// of the response.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case invalidRequest, unsupported, credentials, rejectedCredentials, signatureMismatch, clockSkew, forbidden
      case securityException, throttled, blocked, badRequest, indexNotFound, notFound, conflict, payloadTooLarge
      case unavailable, server, transport, invalidResponse, interceptor, cancelled, other
    }
    private let value: Value

    /// The request is not valid, so it was not sent.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// The service is known not to support the operation, so the request was not sent.
    public static let unsupported = Code(value: .unsupported)
    /// There are no credentials to sign the request with, because the credential provider could not get any.
    public static let credentials = Code(value: .credentials)
    /// Status 403: the access key or session token is expired or unknown, and refreshing the credentials did not help.
    public static let rejectedCredentials = Code(value: .rejectedCredentials)
    /// Status 403: the service computed a different signature, because the secret key is wrong or a proxy changed the
    /// request.
    public static let signatureMismatch = Code(value: .signatureMismatch)
    /// Status 403: the time of the signature is too far from the service's time (clock skew).
    public static let clockSkew = Code(value: .clockSkew)
    /// Status 401 or 403: an IAM policy or the domain's access policy does not allow the request.
    public static let forbidden = Code(value: .forbidden)
    /// Status 401 or 403: fine-grained access control inside the domain does not allow the request.
    public static let securityException = Code(value: .securityException)
    /// Status 403 or 429: the request was throttled, and still was after all retries.
    public static let throttled = Code(value: .throttled)
    /// Status 403 or 429: the cluster or index is blocked, for example read-only because its disks are full.
    public static let blocked = Code(value: .blocked)
    /// Status 400: the service does not understand the request or cannot carry it out.
    public static let badRequest = Code(value: .badRequest)
    /// Status 404: the index does not exist.
    public static let indexNotFound = Code(value: .indexNotFound)
    /// Status 404: the document does not exist, or the service has nothing at the path of the request.
    public static let notFound = Code(value: .notFound)
    /// Status 409: the document exists, or has changed since the version that the request named. If
    /// ``ElasticError/mayHaveTakenEffect`` is `true`, an earlier attempt of the same call may have made that change.
    public static let conflict = Code(value: .conflict)
    /// Status 413: the request is larger than the domain accepts.
    public static let payloadTooLarge = Code(value: .payloadTooLarge)
    /// Status 502, 503 or 504: the service is temporarily unavailable.
    public static let unavailable = Code(value: .unavailable)
    /// Status 500: the engine had an internal error.
    public static let server = Code(value: .server)
    /// There was no complete response: the connection failed or a time limit was reached.
    public static let transport = Code(value: .transport)
    /// The response does not match the service's API, or cannot be decoded as the requested type.
    public static let invalidResponse = Code(value: .invalidResponse)
    /// An interceptor (code of the program that runs for each request) threw an error, or changed a header field that
    /// only the client may set.
    public static let interceptor = Code(value: .interceptor)
    /// The caller was cancelled. Public calls throw `CancellationError` for it.
    package static let cancelled = Code(value: .cancelled)
    /// An error response with any other status.
    public static let other = Code(value: .other)

    /// The name of the code, such as `conflict`.
    public var description: String { value.rawValue }
  }
}

extension ElasticError.Code {
  /// Classifies an error response by its status and its error type.
  ///
  /// Phrases are matched only in text that must come from Amazon's gateway: an engine repeats the caller's names and
  /// queries in its reasons.
  init(status: Int, error: ServerError) {
    switch status {
    case 400: self = error.isOfType("index_not_found_exception") ? .indexNotFound : .badRequest
    case 401: self = error.type == "security_exception" ? .securityException : .forbidden
    case 403: self = error.isBlock ? .blocked : Self.forbidden(error)
    case 404: self = error.isOfType("index_not_found_exception") ? .indexNotFound : .notFound
    case 409: self = .conflict
    case 413: self = .payloadTooLarge
    case 429: self = error.isBlock ? .blocked : .throttled
    case 500: self = .server
    case 502, 503, 504: self = .unavailable
    default: self = .other
    }
  }

  private static func forbidden(_ error: ServerError) -> Self {
    if error.type == "security_exception" { return .securityException }
    guard let message = error.gatewayMessage?.lowercased() else { return .forbidden }
    let beginnings: [(String, Self)] = [
      ("the security token included in the request is", .rejectedCredentials),
      ("the request signature we calculated", .signatureMismatch),
      ("signature expired: ", .clockSkew),
      ("signature not yet current: ", .clockSkew),
      ("request throttled due to", .throttled),
    ]
    return beginnings.first { message.hasPrefix($0.0) }?.1 ?? .forbidden
  }

  /// What to do about it, if that is not obvious.
  var advice: String? {
    switch self {
    case .signatureMismatch:
      "The secret does not belong to the key, or a proxy on the way changed the host, the path or a signed header."
    case .forbidden:
      "Check the role's IAM policy (es:ESHttp* or aoss:APIAccessAll) and the domain's or collection's access policy."
    case .securityException:
      "IAM let the request pass; map the role to one inside the domain that allows this (fine-grained access control)."
    case .blocked:
      """
      Free disk space or memory of the domain, then lift the block, unless the engine does so by itself \
      ("index.blocks.read_only_allow_delete": null in the settings of the index); retrying does not help.
      """
    case .payloadTooLarge: "Send smaller requests; for bulk lower the limit of bytes per request."
    default: nil
    }
  }
}
