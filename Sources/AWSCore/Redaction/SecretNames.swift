/// Names of header fields, parameters, members and variables whose values nobody may see.
package enum SecretNames {
  // Written without anything but letters and digits, as names are compared.
  private static let names: Set<String> = [
    "authorization", "proxyauthorization", "cookie", "setcookie", "xamzmfa", "xamzserversideencryptioncustomerkey",
    "xamzcopysourceserversideencryptioncustomerkey", "sig", "pwd", "passwd", "pass", "otp", "pin", "passcode",
    "tokencode", "mfacode", "usercode", "devicecode", "codeverifier", "samlresponse", "auth", "dpop", "jwt", "bearer",
    "externalid",
  ]

  /// What the names of others end with.
  private static let endings = [
    "token", "tokens", "secret", "secrets", "password", "passwords", "passphrase", "signature", "authorization",
    "apikey", "secretkey", "secretaccesskey", "privatekey", "signingkey", "dpopkey", "cookie", "assertion",
    "clientsecret", "credential",
  ]

  /// What ends like a secret and is none.
  private static let harmless: Set<String> = [
    "continuationtoken", "nextcontinuationtoken", "nexttoken", "pagetoken", "nextpagetoken", "clientrequesttoken",
    "clienttoken", "idempotencytoken", "xamzcredential", "requirestoken",
  ]

  /// Whether the value that has a name is secret. Names are compared without regard to case and to what separates their
  /// words; one that is percent-encoded is decoded first.
  package static func contains(_ name: some StringProtocol) -> Bool {
    let folded = folded(name)
    if names.contains(folded) { return true }
    return endings.contains { folded.hasSuffix($0) } && !harmless.contains(folded)
  }

  /// A name as it is compared: its letters and digits, the letters small.
  package static func folded(_ name: some StringProtocol) -> String {
    var plain = Array(name.utf8)
    if plain.contains(where: { "%\\&".utf8.contains($0) }) {
      let readings = UnescapedText(plain).readings
      plain = readings[readings.count - 1].bytes
    }
    return String(decoding: plain.filter(\.isLetterOrDigit).map(\.lowercasedASCII), as: UTF8.self)
  }

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
      guard contains(name) else { return text }
      return "\(name)=\(concealed(String(decoding: Array(field.dropFirst(name.utf8.count + 1)), as: UTF8.self)))"
    }.joined(separator: "&")
  }

  /// A URL, or its path and query, without the values of secret parameters and without a user's name and password.
  package static func redacted(target: String) -> String {
    let target = SecretMask.masked(target, looking: [.userInformation])
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
    let query = String(decoding: Array(target.utf8[target.utf8.index(after: mark)...]), as: UTF8.self)
    return String(decoding: Array(target.utf8[...mark]), as: UTF8.self) + redacted(query: query)
  }

  /// The value of a header field as it may be shown: not at all if its name says that it is secret, else without what
  /// looks like a secret in it, as the signature of a URL.
  package static func shown(_ value: some StringProtocol, of name: some StringProtocol) -> String {
    contains(name)
      ? concealed(value) : SecretMask.masked(String(value), looking: [.userInformation, .namedValues, .authorization])
  }
}
