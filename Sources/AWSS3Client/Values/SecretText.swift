import AWSCore

extension S3 {
  /// A text that AWS's model of the S3 API marks as sensitive, such as a session token or the id of a KMS key. Printing
  /// it shows `<redacted>`; read it from ``value``.
  public struct SecretText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The text.
    public let value: String

    /// Makes a value of a text.
    public init(_ value: String) { self.value = value }

    /// Makes a value of a literal.
    public init(stringLiteral value: String) { self.value = value }
  }
}

extension S3.SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `<redacted>`.
  public var description: String { Redacted.mark }

  /// `<redacted>`.
  public var debugDescription: String { Redacted.mark }

  /// A mirror without the text.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
