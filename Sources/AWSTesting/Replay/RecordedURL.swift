import AWSCore
import AWSCredentials
import HTTPTypes

/// An absolute URL as a request names it, without what is secret in it and what is never the same twice: user information,
/// the parameters that sign it, tokens, and the path by which a container gets its credentials.
struct RecordedURL: Sendable, Hashable {
  /// What stands for the value of a parameter that is secret or never the same.
  static let placeholder = "RECORDED"

  private static let signing: Set<String> = ["xamzcredential", "xamzdate", "awsaccesskeyid"]
  /// The addresses at which ECS and EKS hand out credentials.
  private static let containers: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]
  private static let plainSegments: Set<String> = ["", "v1", "v2", "v3", "v4", "credentials"]

  let text: String
  /// The path without the query.
  let path: String

  /// Takes a text as a URL; `nil` if it is not an absolute one of HTTP.
  init?(_ text: String) {
    guard let end = text.utf8.firstRange(of: "://".utf8),
      ["http", "https"].contains(text[..<end.lowerBound].lowercased())
    else {
      return nil
    }
    let rest = text[end.upperBound...]
    guard let first = rest.utf8.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "?"),
      !text.utf8.contains(where: \.isASCIIWhitespace)
    else { return nil }
    self.init(scheme: String(text[..<end.lowerBound]), rest: Array(rest.utf8), isCredentialsPath: false)
  }

  /// - Parameter hidingPath: Whether the path of a request that carries a token of its own to this machine counts as
  ///   secret, as that of `AWS_CONTAINER_CREDENTIALS_FULL_URI` may be.
  init(_ head: HTTPRequest, hidingPath: Bool = true) {
    let path = head.path.map { $0.isEmpty ? "/" : $0 } ?? "/"
    let authorization = head.headerFields[.authorization]
    let isToken = authorization.map { !$0.hasPrefix("AWS4-") } ?? false
    self.init(
      scheme: head.scheme ?? "https", rest: Array("\(head.authority ?? "")\(path)".utf8),
      isCredentialsPath: hidingPath && isToken
        && LoopbackHost.contains(LoopbackHost.host(ofAuthority: head.authority ?? "")))
  }

  private init(scheme: String, rest: [UInt8], isCredentialsPath: Bool) {
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    let host = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
    let hostText = String(decoding: host, as: UTF8.self)
    let tail = rest[authority.endIndex...]
    let path = tail.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    var segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if isCredentialsPath || Self.containers.contains(LoopbackHost.host(ofAuthority: hostText)) {
      segments = segments.map { Self.plainSegments.contains($0) ? $0 : Self.placeholder }
    }
    self.path = segments.joined(separator: "/")
    let hash = tail.firstIndex(of: UInt8(ascii: "#"))
    let target = tail[..<(hash ?? tail.endIndex)]
    let query = target.firstIndex(of: UInt8(ascii: "?")).map { "?" + Self.cleaned(query: target[($0 + 1)...]) } ?? ""
    let fragment = hash.map { "#" + Self.cleaned(query: tail[($0 + 1)...]) } ?? ""
    text = "\(scheme)://\(hostText)\(self.path)\(query)\(fragment)"
  }

  /// The query of a request; empty if it has none.
  static func query(of head: HTTPRequest) -> String {
    let path = Array((head.path ?? "").utf8)
    return path.firstIndex(of: UInt8(ascii: "?")).map { String(decoding: path[($0 + 1)...], as: UTF8.self) } ?? ""
  }

  private static func cleaned(query: ArraySlice<UInt8>) -> String {
    query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
      let name = String(decoding: pair.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      let folded = SecretNames.folded(name)
      if signing.contains(folded) || RecordingScrubber.isSecret(name) { return "\(name)=\(placeholder)" }
      let text = String(decoding: pair, as: UTF8.self)
      // A URL may stand inside of another. What is left of the value must not depend on the secret.
      let isPlain = SecretMask.masked(text, looking: [.userInformation, .namedValues]) == text
      return isPlain ? text : "\(name)=\(placeholder)"
    }.joined(separator: "&")
  }
}
