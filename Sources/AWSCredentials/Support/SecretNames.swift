/// Names of header fields and query parameters whose values nobody may see.
package enum SecretNames {
  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token",
    "x-amz-s3session-token", "x-amz-signature", "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
  ]

  /// Whether the value of a field or parameter is secret; names in any case.
  package static func contains(_ name: some StringProtocol) -> Bool { names.contains(name.lowercased()) }
}
