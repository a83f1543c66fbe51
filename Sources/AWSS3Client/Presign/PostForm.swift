import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// A form with which a browser uploads one object until the form expires: the fields to send as
  /// `multipart/form-data`, before the file in a field named `file`.
  ///
  /// The fields contain the session token and the signature, so treat them like a password. Printing a value shows
  /// neither of them.
  public struct PostForm: Sendable {
    /// The URL to send the form to, for the `action` of the form.
    public let url: String
    /// The names and values of the fields, in the order in which they are sent. A field that is in the policy with the
    /// beginning of its value only has to be added, and then the file as the last one, in the field `file`.
    public let fields: [(name: String, value: String)]
    /// When the form expires: when its policy does, or when the credentials that signed it expire, if that is earlier.
    public let expiration: Date

    /// The value of the field with this name; `nil` if there is none. Upper and lower case are distinguished.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
  }
}

extension S3.PostForm: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the URL, the names of the fields and the expiration. The values of the fields are left out, because
  /// anybody who has them can upload.
  public var description: String {
    "POST \(url) (fields: \(fields.map(\.name)), until \(ISO8601.string(from: expiration)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the URL, the names of the fields and the expiration.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["url": url, "fields": fields.map(\.name), "expiration": ISO8601.string(from: expiration)],
      displayStyle: .struct)
  }
}
