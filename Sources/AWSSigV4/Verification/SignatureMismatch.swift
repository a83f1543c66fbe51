/// Where the request that a service read differs from the one that was signed.
///
/// Amazon S3 and Amazon Elasticsearch answer a wrong signature with the canonical request as they have put it together. Set
/// beside ours, it says what a proxy, a client or a wrong rule has changed on the way.
public struct SignatureMismatch: Sendable, Hashable {
  /// One difference.
  public struct Difference: Sendable, Hashable {
    /// Which part of the request: `method`, `path`, `query parameter NAME`, `header NAME`, `signed headers`, `payload hash`.
    public let part: String
    /// What was signed; `nil` if it was not there.
    public let signed: String?
    /// What the service read; `nil` if it was not there.
    public let read: String?
  }

  /// The differences, in the order of the canonical request; empty if there is none.
  public let differences: [Difference]

  /// Compares two canonical requests.
  ///
  /// - Parameters:
  ///   - signed: Ours.
  ///   - read: The service's.
  public init(signed: String, read: String) {
    let (ours, theirs) = (Parts(signed), Parts(read))
    var found: [Difference] = []
    func compare(_ part: String, _ signed: String?, _ read: String?) {
      if signed != read { found.append(Difference(part: part, signed: signed, read: read)) }
    }
    compare("method", ours.method, theirs.method)
    compare("path", ours.path, theirs.path)
    Self.compareFields("query parameter", ours.parameters, theirs.parameters, compare)
    Self.compareFields("header", ours.headers, theirs.headers, compare)
    compare("signed headers", ours.signedHeaders, theirs.signedHeaders)
    compare("payload hash", ours.payloadHash, theirs.payloadHash)
    differences = found
  }

  /// The canonical request in a service's error: the element `CanonicalRequest` of Amazon S3, or what Amazon Elasticsearch
  /// quotes in its message; `nil` if there is none.
  ///
  /// - Parameter body: The body of the error.
  public static func canonicalRequest(inError body: String) -> String? {
    if let start = body.firstRange(of: "<CanonicalRequest>")?.upperBound,
      let end = body[start...].firstRange(of: "</CanonicalRequest>")?.lowerBound
    {
      return unescapedXML(body[start..<end])
    }
    guard let start = body.firstRange(of: quotation)?.upperBound else { return nil }
    // In JSON a line break is written \n.
    let text = body[start...].replacing("\\n", with: "\n").replacing("\\\"", with: "\"").replacing("\\/", with: "/")
    guard let open = text.firstIndex(of: "'") else { return nil }
    let content = text[text.index(after: open)...]
    guard let end = content.firstRange(of: "'\n\nThe String-to-Sign")?.lowerBound else { return nil }
    return String(content[..<end])
  }

  /// A service's message without the canonical request that it may quote, in which the session token stands.
  ///
  /// - Parameter message: The message.
  public static func withoutCanonicalRequest(_ message: String) -> String {
    guard let start = message.firstRange(of: quotation)?.lowerBound else { return message }
    var end = start
    while end > message.startIndex, message[message.index(before: end)].isWhitespace {
      end = message.index(before: end)
    }
    return String(message[..<end])
  }

  private static let quotation = "The Canonical String for this request should have been"

  private static func unescapedXML(_ text: Substring) -> String {
    // The ampersand comes last, so that nothing is unescaped twice.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#10;", "\n"), ("&#xa;", "\n"), ("&amp;", "&")]
      .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }

  private static func compareFields(
    _ kind: String, _ ours: [(String, String)], _ theirs: [(String, String)],
    _ compare: (String, String?, String?) -> Void
  ) {
    let names = Set(ours.map(\.0)).union(theirs.map(\.0)).sorted()
    for name in names {
      func values(_ list: [(String, String)]) -> String? {
        let values = list.filter { $0.0 == name }.map(\.1)
        return values.isEmpty ? nil : values.joined(separator: ", ")
      }
      compare("\(kind) \(name)", values(ours), values(theirs))
    }
  }

  /// The lines of a canonical request.
  private struct Parts {
    var method = ""
    var path = ""
    var parameters: [(String, String)] = []
    var headers: [(String, String)] = []
    var signedHeaders = ""
    var payloadHash = ""

    init(_ text: String) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      func line(_ index: Int) -> String { index < lines.count ? lines[index] : "" }
      method = line(0)
      path = line(1)
      parameters = line(2).split(separator: "&").map { Self.pair($0, separator: "=") }
      let rest = lines.dropFirst(3)
      let fields = rest.prefix { !$0.isEmpty }
      headers = fields.map { Self.pair($0[...], separator: ":") }
      let end = rest.dropFirst(fields.count + 1)
      signedHeaders = end.first ?? ""
      payloadHash = end.dropFirst().first ?? ""
    }

    private static func pair(_ text: Substring, separator: Character) -> (String, String) {
      let parts = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }
}

extension SignatureMismatch: CustomStringConvertible {
  /// The differences in a sentence each, session tokens left out.
  public var description: String {
    guard !differences.isEmpty else {
      return
        "The service read the very request that was signed, so the secret key is not the one of the access key id, "
        + "or the region or the day of the signature is another."
    }
    return "The service read another request than the one that was signed. "
      + differences.map(Self.sentence).joined(separator: " ")
  }

  private static func sentence(_ difference: Difference) -> String {
    let isToken = difference.part.lowercased().contains("security-token")
    func shown(_ text: String?) -> String {
      guard let text else { return "nothing" }
      if isToken { return "a token of \(text.utf8.count) characters" }
      return "'\(text.count > 200 ? text.prefix(200) + "…" : text[...])'"
    }
    return "\(difference.part): signed was \(shown(difference.signed)), read was \(shown(difference.read))."
  }
}
