import AWSCore

/// Which of the caller's headers are signed.
///
/// Whatever the policy, `host`, the headers that the signer sets and all whose names begin with `x-amz-` are signed, because
/// AWS refuses requests that hold an unsigned one of those.
public enum HeaderPolicy: Sendable, Hashable {
  /// What says which bytes are meant, what they are, and under which condition: `content-disposition`,
  /// `content-encoding`, `content-language`, `content-md5`, `content-type`, `if-match`, `if-modified-since`,
  /// `if-none-match`, `if-unmodified-since` and `range`. The default.
  ///
  /// HTTP clients, proxies and VPC endpoints add and change other headers, and one that is signed and then changed costs
  /// a `SignatureDoesNotMatch`. A presigned URL also covers `cache-control` and `expires`, with which an object is stored, so
  /// that who has the URL cannot choose them.
  case stable
  /// All headers except those that belong to a connection, to tracing or to the client itself: what neither botocore nor AWS's
  /// runtime in C leaves out.
  case allEndToEnd
  /// These headers; names in any case.
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

  private static let stableNames = HeaderNames([
    "content-disposition", "content-encoding", "content-language", "content-md5", "content-type", "if-match",
    "if-modified-since", "if-none-match", "if-unmodified-since", "range",
  ])

  private static let storedNames = HeaderNames(["cache-control", "expires"])

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
