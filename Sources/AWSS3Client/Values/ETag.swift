/// The tag of one version of an object's content (RFC 9110, 8.8.3). S3's are opaque: not always an MD5.
///
/// Tags are equal whether a server writes them with quotes or, as some do in lists, without.
public struct ETag: Sendable, Hashable, CustomStringConvertible {
  /// The tag without its quotes.
  public let value: String
  /// Whether the tag says that contents are alike, not equal. S3 makes none such.
  public let isWeak: Bool

  /// Reads a tag as it stands in a header field or in an answer, with quotes or without.
  public init(_ text: String) {
    var rest = Substring(text)
    isWeak = rest.hasPrefix("W/\"")
    if isWeak { rest = rest.dropFirst(2) }
    if rest.utf8.count >= 2, rest.hasPrefix("\""), rest.hasSuffix("\"") { rest = rest.dropFirst().dropLast() }
    value = String(rest)
  }

  /// The tag as it stands in a header field, with its quotes.
  public var description: String { (isWeak ? "W/\"" : "\"") + value + "\"" }
}
