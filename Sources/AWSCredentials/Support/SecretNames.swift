/// Names of header fields and query parameters whose values nobody may see.
package enum SecretNames {
  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token",
    "x-amz-s3session-token", "x-amz-signature", "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
  ]

  /// Whether the value of a field or parameter is secret; names in any case.
  package static func contains(_ name: some StringProtocol) -> Bool { names.contains(name.lowercased()) }

  /// What stands for a value that is secret.
  package static func concealed(_ value: some StringProtocol) -> String {
    "(\(value.utf8.count) characters, not shown)"
  }

  /// A query without the values of its secret parameters.
  ///
  /// It is cut at bytes: in a string a combining mark makes a separator part of another character.
  package static func redacted(query: some StringProtocol) -> String {
    query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { field in
      let name = String(decoding: Array(field.prefix { $0 != UInt8(ascii: "=") }), as: UTF8.self)
      let text = String(decoding: Array(field), as: UTF8.self)
      guard contains(String(decoding: WirePath.decoded(name.utf8), as: UTF8.self)) else { return text }
      return "\(name)=\(concealed(String(decoding: Array(field.dropFirst(name.utf8.count + 1)), as: UTF8.self)))"
    }.joined(separator: "&")
  }

  /// A URL, or its path and query, without the values of secret parameters.
  package static func redacted(target: String) -> String {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
    let query = String(decoding: Array(target.utf8[target.utf8.index(after: mark)...]), as: UTF8.self)
    return String(decoding: Array(target.utf8[...mark]), as: UTF8.self) + redacted(query: query)
  }
}
