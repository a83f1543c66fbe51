import HTTPTypes

/// An absolute URL as a request names it, without the parameters that sign it.
struct RecordedURL: Sendable, Hashable {
  /// What stands for the value of a parameter that is secret or never the same.
  static let placeholder = "RECORDED"

  private static let signing: Set<String> = [
    "x-amz-signature", "x-amz-security-token", "x-amz-credential", "x-amz-date", "signature", "awsaccesskeyid",
  ]

  let text: String

  /// Takes a text as a URL; `nil` if it is not an absolute one of HTTP.
  init?(_ text: String) {
    guard let end = text.firstRange(of: "://"), ["http", "https"].contains(text[..<end.lowerBound].lowercased()) else {
      return nil
    }
    let rest = text[end.upperBound...]
    guard let first = rest.utf8.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "?") else { return nil }
    self.text = Self.withoutSignature(text)
  }

  init(_ head: HTTPRequest) {
    text = Self.withoutSignature(
      "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path.map { $0.isEmpty ? "/" : $0 } ?? "/")")
  }

  private static func withoutSignature(_ text: String) -> String {
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return text }
    let query = text[text.utf8.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
      .map { pair -> String in
        let name = pair.prefix { $0 != "=" }
        return signing.contains(name.lowercased()) ? "\(name)=\(placeholder)" : String(pair)
      }
    return text[..<mark] + "?" + query.joined(separator: "&")
  }
}
