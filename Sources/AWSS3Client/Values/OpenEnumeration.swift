extension S3 {
  /// A set of names that the S3 API defines and may extend. A name without a constant is kept as it is: S3 may send it,
  /// and it can be sent.
  public protocol OpenEnumeration: RawRepresentable, Sendable, Hashable, CustomStringConvertible
  where RawValue == String {
    /// Makes a value of its name in the API.
    init(rawValue: String)
  }
}

extension S3.OpenEnumeration {
  /// The name in the API.
  public var description: String { rawValue }
}
