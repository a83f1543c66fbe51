import AWSCore

/// Which of the request's headers are signed.
///
/// With every policy, `host`, the headers that the signer sets, and all headers whose names begin with `x-amz-` are
/// signed, because AWS refuses a request in which one of those is not signed.
public enum HeaderPolicy: Sendable, Hashable {
  /// The headers that describe the body, or the condition or range of the request: `content-disposition`,
  /// `content-encoding`, `content-language`, `content-md5`, `content-type`, `if-match`, `if-modified-since`,
  /// `if-none-match`, `if-unmodified-since` and `range`. This is the default.
  ///
  /// HTTP clients, proxies and VPC endpoints add and change other headers, and a request in which a signed header was
  /// changed fails with `SignatureDoesNotMatch`. In a presigned URL `cache-control` and `expires` are signed too: S3
  /// stores them with the object, and a client that has the URL must not be able to choose them.
  case stable
  /// All headers except those that belong to a connection, to tracing or to the HTTP client itself, such as
  /// `connection`, `x-amzn-trace-id` and `user-agent`. The signature leaves out each header that botocore or AWS's C
  /// runtime (aws-c-auth) leaves out.
  case allEndToEnd
  /// The headers with these names, besides those that every policy signs. Upper and lower case are not distinguished in
  /// the names.
  case only(Set<String>)
}

extension HeaderPolicy {
  /// Whether a header is signed, by its lowercase name.
  func signs(_ name: some RandomAccessCollection<UInt8>, in form: SigV4Signer.Form) -> Bool {
    if name.starts(with: Self.amzPrefix) { return true }
    return switch self {
    case .stable: Self.stableNames.contains(name) || (form == .query && Self.storedNames.contains(name))
    case .allEndToEnd: !Self.perConnection.contains(name)
    case .only(let names): names.contains { $0.hasSameLowercaseBytes(as: name) }
    }
  }

  private static let amzPrefix = Array("x-amz-".utf8)

  private static let namesOfBody = [
    "content-disposition", "content-encoding", "content-language", "content-md5", "content-type", "if-match",
    "if-modified-since", "if-none-match", "if-unmodified-since", "range",
  ]
  private static let namesOfStored = ["cache-control", "expires"]
  private static let stableNames = HeaderNames(namesOfBody)
  private static let storedNames = HeaderNames(namesOfStored)

  /// ``stable``, and what S3 stores with an object in the header of a request as well, as botocore signs it.
  package static let stableAndStored = HeaderPolicy.only(Set(namesOfBody + namesOfStored))

  // The union of the lists of botocore and aws-c-auth.
  private static let perConnection = HeaderNames([
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "sec-websocket-key", "sec-websocket-protocol", "sec-websocket-version", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ])
}

/// A small set of lowercase header names, looked up by length first.
struct HeaderNames: Sendable {
  private let byLength: [[[UInt8]]]

  init(_ names: [String]) {
    var byLength: [[[UInt8]]] = []
    for name in names.map({ Array($0.utf8) }) {
      while byLength.count <= name.count { byLength.append([]) }
      byLength[name.count].append(name)
    }
    self.byLength = byLength
  }

  func contains(_ name: some RandomAccessCollection<UInt8>) -> Bool {
    name.count < byLength.count && byLength[name.count].contains { $0.elementsEqual(name) }
  }
}

extension String {
  fileprivate func hasSameLowercaseBytes(as name: some RandomAccessCollection<UInt8>) -> Bool {
    utf8.count == name.count && utf8.lazy.map(\.lowercasedASCII).elementsEqual(name)
  }
}
