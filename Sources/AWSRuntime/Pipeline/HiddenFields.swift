import AWSCore
import HTTPTypes

/// The header fields whose values are secret: interceptors do not see them, and no error repeats them.
struct HiddenFields {
  /// All fields, with a mark in place of what is hidden.
  private(set) var shown: HTTPFields
  private var originals: [HTTPField.Name: [String]] = [:]

  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "x-amz-security-token", "x-amz-s3session-token",
    "x-amz-sso_bearer_token",
  ]

  /// Hides what is secret.
  ///
  /// - Parameters:
  ///   - fields: The fields of a request, without those of a signature.
  ///   - secrets: Texts that are secret wherever they stand.
  init(in fields: HTTPFields, secrets: [String]) {
    shown = fields
    for name in Set(fields.map(\.name)) {
      let values = fields[values: name]
      guard
        Self.names.contains(name.canonicalName) || name.canonicalName.hasSuffix("-customer-key")
          || values.contains(where: { value in secrets.contains { !$0.isEmpty && value.contains($0) } })
      else { continue }
      originals[name] = values
      shown[values: name] = [Redacted.mark]
    }
  }

  /// What is hidden.
  var values: [String] { originals.values.flatMap { $0 } }

  /// The fields with what was hidden in the place of its mark. Where the mark is gone, it is not put back.
  func restored(in fields: HTTPFields) -> HTTPFields {
    var fields = fields
    for (name, values) in originals {
      let separator = name.canonicalName == "cookie" ? "; " : ", "
      fields[values: name] = fields[values: name].flatMap { value in
        if value == Redacted.mark { return values }
        // The mark may be part of a longer value, as when a cookie is added to it.
        return [value.replacing(Redacted.mark, with: values.joined(separator: separator))]
      }
    }
    return fields
  }
}
