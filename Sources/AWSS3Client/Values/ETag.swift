import AWSCore
import AWSCredentials

extension S3 {
  /// The entity tag of one version of an object's content (RFC 9110, 8.8.3). Use it only to find out whether the
  /// content has changed: a tag of S3 is often the MD5 hash of the content, but not always.
  ///
  /// Tags are compared byte for byte, without their quotes: some servers omit the quotes in lists. `*` without quotes,
  /// which matches any content, is not equal to the tag `"*"`.
  public struct ETag: Sendable, CustomStringConvertible {
    /// The text that it was made of.
    let text: String
    /// Whether a header field gets the text as it is.
    let isExact: Bool

    /// `*`, which matches any existing content.
    public static let any = ETag("*")

    /// Makes a tag from its text in a header field or in a response body, with or without quotes. `*` without quotes is
    /// ``any``.
    public init(_ text: String) {
      self.text = text
      isExact = false
    }

    /// Makes a tag that is sent as the text is: without quotes, if the text has none. It is for servers that compare texts.
    public init(exactly text: String) {
      self.text = text
      isExact = true
    }

    /// The tag without its quotes.
    public var value: String { String(Substring(parts.value)) }

    /// Whether this is a weak tag. Two objects with the same weak tag have equivalent content, which may differ in its
    /// bytes. S3 does not create weak tags.
    public var isWeak: Bool { parts.isWeak }

    /// Whether this is `*`, which matches any existing content (RFC 9110, 13.1.1 and 13.1.2).
    public var isAny: Bool { text.utf8.elementsEqual("*".utf8) }

    /// The tag as it is written in a header field: with its quotes, and with `W/` if it is weak; or `*`.
    public var description: String { isAny ? "*" : (isWeak ? "W/\"" : "\"") + value + "\"" }

    /// What a header field of a request gets.
    var headerValue: String { isExact ? text : description }

    // By bytes: a quote that is followed by a combining mark is no quote to `Character`.
    private var parts: (value: Substring.UTF8View, isWeak: Bool) {
      var rest = text.utf8[...]
      let isWeak = rest.starts(with: "W/\"".utf8) && rest.count >= 4 && rest.last == UInt8(ascii: "\"")
      if isWeak { rest = rest.dropFirst(2) }
      if rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") {
        rest = rest.dropFirst().dropLast()
      }
      return (rest, isWeak)
    }
  }
}

extension S3.ETag: ExpressibleByStringLiteral {
  /// Makes a tag of a literal, with or without quotes, as ``init(_:)`` does.
  public init(stringLiteral value: String) { self.init(value) }
}

extension S3.ETag: CustomDebugStringConvertible {
  /// The same as ``description``.
  public var debugDescription: String { description }
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
