/// What stands where a secret would.
package enum Redacted {
  /// The text printed instead of a secret.
  package static let mark = "<redacted>"
}
