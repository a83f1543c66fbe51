import AWSCore
import AWSCredentials

extension S3 {
  /// The entity tag of one version of an object's content (RFC 9110, 8.8.3). Use it only to find out whether the
  /// content has changed: a tag of S3 is often the MD5 hash of the content, but not always.
  ///
  /// Tags are compared byte for byte, without their quotes: some servers omit the quotes in lists. `*` without quotes,
  /// which matches any content, is not equal to the tag `"*"`.
  public struct ETag: Sendable, CustomStringConvertible {
    /// The tag without its quotes.
    public let value: String
    /// Whether this is a weak tag. Two objects with the same weak tag have equivalent content, which may differ in its
    /// bytes. S3 does not create weak tags.
    public let isWeak: Bool
    /// Whether this is `*`, which matches any existing content (RFC 9110, 13.1.1 and 13.1.2).
    public let isAny: Bool

    /// `*`, which matches any existing content.
    public static let any = ETag("*")

    /// Makes a tag from its text in a header field or in a response body, with or without quotes. `*` without quotes is
    /// ``any``.
    public init(_ text: String) {
      isAny = text.utf8.elementsEqual("*".utf8)
      // By bytes: a quote that is followed by a combining mark is no quote to `Character`.
      var rest = text.utf8[...]
      let isQuotedWeakly = rest.starts(with: "W/\"".utf8) && rest.count >= 4 && rest.last == UInt8(ascii: "\"")
      isWeak = isQuotedWeakly
      if isQuotedWeakly { rest = rest.dropFirst(2) }
      if rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") {
        rest = rest.dropFirst().dropLast()
      }
      value = String(Substring(rest))
    }

    /// The tag as it is written in a header field: with its quotes, and with `W/` if it is weak; or `*`.
    public var description: String { isAny ? "*" : (isWeak ? "W/\"" : "\"") + value + "\"" }
  }
}

extension S3.ETag: Hashable {
  /// Whether two tags are the same. They are compared byte for byte, without their quotes.
  public static func == (left: S3.ETag, right: S3.ETag) -> Bool {
    left.value.exact == right.value.exact && left.isWeak == right.isWeak && left.isAny == right.isAny
  }

  /// Hashes the tag's bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value.exact)
    hasher.combine(isWeak)
  }
}
