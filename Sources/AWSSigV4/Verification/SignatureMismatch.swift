import AWSCore
import AWSCredentials

/// The differences between a request as it was signed and as the service read it.
///
/// When a signature is wrong, Amazon S3 and Amazon Elasticsearch return the canonical request that they computed.
/// Comparing that text with the canonical request that was signed shows what a proxy, an HTTP client or a wrong signing
/// rule has changed. Secret values, such as session tokens, are not kept.
public struct SignatureMismatch: Sendable, Hashable {
  /// A difference between the canonical request that was signed and the one that the service computed.
  public struct Difference: Sendable, Hashable {
    /// The part of the request that differs: `method`, `path`, `query parameter NAME`, `query` (the parameters are the
    /// same, but in another order or encoding), `header NAME`, `order of the headers`, `signed headers`, `payload
    /// hash`.
    public let part: String
    /// The value that was signed; `nil` if the part was absent. For a secret, only its length.
    public let signed: String?
    /// The value that the service read; `nil` if the part was absent. For a secret, only its length.
    public let read: String?
  }

  // A quoted canonical request is as long as a request's headers; thousands of differences would be of no use.
  private static let longestText = 262_144
  private static let mostDifferences = 20
  private static let longestValue = 200

  /// The differences, at most 20, in the order of the canonical request; empty if there are none.
  public let differences: [Difference]
  /// Whether both compared texts could be parsed as canonical requests. If not, ``differences`` is empty.
  public let isReadable: Bool

  /// Compares the canonical request that was signed with the one that the service computed.
  ///
  /// - Parameters:
  ///   - signed: The canonical request that was signed.
  ///   - read: The canonical request that the service computed and returned in its error.
  public init(signed: String, read: String) {
    guard signed.utf8.count <= Self.longestText, read.utf8.count <= Self.longestText,
      let ours = CanonicalRequestText(signed), let theirs = CanonicalRequestText(read)
    else {
      differences = []
      isReadable = false
      return
    }
    isReadable = true
    var found: [Difference] = []
    func compare(_ part: String, _ signed: String?, _ read: String?, name: String = "") {
      guard signed != read, found.count < Self.mostDifferences else { return }
      func kept(_ text: String?) -> String? { text.map { SecretNames.shown($0, of: name) } }
      found.append(Difference(part: Self.shortened(part), signed: kept(signed), read: kept(read)))
    }
    func compareFields(
      _ kind: String, _ ours: [(name: String, value: String)], _ theirs: [(name: String, value: String)]
    ) {
      let (left, right) = (Dictionary(grouping: ours, by: \.name), Dictionary(grouping: theirs, by: \.name))
      for name in Set(left.keys).union(right.keys).sorted() {
        func values(_ fields: [(name: String, value: String)]?) -> String? {
          fields.map { $0.map(\.value).joined(separator: ", ") }
        }
        compare("\(kind) \(name)", values(left[name]), values(right[name]), name: name)
      }
    }
    compare("method", ours.method, theirs.method)
    compare("path", ours.path, theirs.path)
    compareFields("query parameter", ours.parameters, theirs.parameters)
    if !found.contains(where: { $0.part.hasPrefix("query parameter ") }) {
      // The same parameters in another order, or without a sign that separates them.
      compare("query", ours.query, theirs.query)
    }
    let before = found.count
    compareFields("header", ours.headers, theirs.headers)
    if found.count == before {
      compare("order of the headers", ours.headerNames, theirs.headerNames)
    }
    compare("signed headers", ours.signedHeaders, theirs.signedHeaders)
    compare("payload hash", ours.payloadHash, theirs.payloadHash)
    differences = found
  }

  /// Finds the canonical request in the error of a service: in the element `CanonicalRequest` of Amazon S3, or in the
  /// message of Amazon Elasticsearch. The result is `nil` if the error contains none.
  ///
  /// - Parameter body: The body of the error response, XML or JSON.
  public static func canonicalRequest(inError body: String) -> String? {
    guard body.utf8.count <= 4 * longestText else { return nil }
    // Bytes are compared: to a string a mark that is followed by a combining character would be another one.
    if let start = body.utf8.firstRange(of: "<CanonicalRequest>".utf8)?.upperBound,
      let end = body.utf8[start...].firstRange(of: "</CanonicalRequest>".utf8)?.lowerBound
    {
      return XMLReferences.replaced(in: body[start..<end])
    }
    guard body.utf8.firstRange(of: quotation.utf8) != nil else { return nil }
    // One service writes the name in lower case, another not.
    let fields = (try? JSONNode(parsing: Array(body.utf8)))?.fields
    let text = (fields?["message"] ?? fields?["Message"])?.string ?? XMLReferences.replaced(in: body[...])
    guard let start = text.utf8.firstRange(of: quotation.utf8)?.upperBound,
      let open = text.utf8[start...].firstIndex(of: UInt8(ascii: "'"))
    else { return nil }
    let rest = text[text.utf8.index(after: open)...]
    return rest.utf8.firstRange(of: "'\n\nThe String-to-Sign".utf8).map { String(rest[..<$0.lowerBound]) }
  }

  /// Removes the canonical request from a service's error message that quotes it, because the canonical request
  /// contains the session token.
  ///
  /// - Parameter message: The message of the service.
  /// - Returns: The message up to the quotation; the whole message if there is none.
  public static func withoutCanonicalRequest(_ message: String) -> String {
    guard let start = message.utf8.firstRange(of: quotation.utf8)?.lowerBound else { return message }
    let kept = message.unicodeScalars[..<start]
    let end = kept.lastIndex { !$0.properties.isWhitespace }.map { kept.index(after: $0) } ?? kept.startIndex
    return String(kept[..<end])
  }

  private static let quotation = "The Canonical String for this request should have been"

  private static func shortened(_ text: String) -> String {
    text.utf8.count > longestValue ? text.prefix(longestValue) + "…" : text
  }
}

extension SignatureMismatch: CustomStringConvertible {
  /// The differences as sentences, without secrets. If there are none, or the texts could not be compared, a sentence
  /// that says so.
  public var description: String {
    guard isReadable else {
      return "The service says what it read in a form that cannot be compared with what was signed."
    }
    guard !differences.isEmpty else {
      return
        "The service read the very request that was signed, so the secret key is not the one of the access key id, "
        + "or the region or the day of the signature is another."
    }
    return "The service read another request than the one that was signed. "
      + differences.map(Self.sentence).joined(separator: " ")
  }

  private static func sentence(_ difference: Difference) -> String {
    func shown(_ text: String?) -> String { text.map { "'\(shortened($0))'".printable() } ?? "nothing" }
    return "\(difference.part.printable()): signed was \(shown(difference.signed)), read was \(shown(difference.read))."
  }
}
