import AWSCore

// `print`, string interpolation, `String(reflecting:)`, `dump` and a debugger's view all end here: none may show the
// secret or the token.
extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A description with the secrets left out.
  public var description: String {
    var text = "Credentials(accessKeyId: \(accessKeyId.printable()), secretAccessKey: \(Redacted.mark)"
    if sessionToken != nil { text += ", sessionToken: \(Redacted.mark)" }
    if let expiration { text += ", expiration: \(ISO8601.string(from: expiration))" }
    if let accountId { text += ", accountId: \(accountId.printable())" }
    return text + ", provider: \(provider.printable()))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the secrets left out.
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
