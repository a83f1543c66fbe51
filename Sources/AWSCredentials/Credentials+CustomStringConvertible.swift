import AWSCore

// `print`, string interpolation, `String(reflecting:)`, `dump` and a debugger's view all end here: none may show the
// secret or the token.
extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The access key id, the expiration, the account id and the provider's name. The secret access key and the session
  /// token are replaced by a placeholder.
  public var description: String {
    var text = "Credentials(accessKeyId: \(accessKeyId.printable()), secretAccessKey: \(Redacted.mark)"
    if sessionToken != nil { text += ", sessionToken: \(Redacted.mark)" }
    if let expiration { text += ", expiration: \(ISO8601.string(from: expiration))" }
    if let accountId { text += ", accountId: \(accountId.printable())" }
    return text + ", provider: \(provider.printable()))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of all properties. The secret access key and the session token are replaced by a placeholder.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "accessKeyId": accessKeyId.printable(),
        "secretAccessKey": Redacted.mark,
        "sessionToken": sessionToken == nil ? "none" : Redacted.mark,
        "expiration": expiration.map(ISO8601.string(from:)) ?? "none",
        "accountId": accountId?.printable() ?? "none",
        "provider": provider.printable(),
      ],
      displayStyle: .struct)
  }
}
