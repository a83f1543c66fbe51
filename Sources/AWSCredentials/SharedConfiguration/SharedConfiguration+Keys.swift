extension SharedConfiguration.Section {
  private static let keyName = "aws_access_key_id"
  private static let secretName = "aws_secret_access_key"

  /// The properties of a set of keys and where they are.
  struct Keys {
    var key: SharedConfiguration.Property?
    var secret: SharedConfiguration.Property?
    var token: SharedConfiguration.Property?
    /// Whether the key is the credentials file's.
    var isOfCredentialsFile = false

    var isPair: Bool { key != nil && secret != nil }
    var parts: [(name: String, property: SharedConfiguration.Property)] {
      [("aws_access_key_id", key), ("aws_secret_access_key", secret), ("session token", token)]
        .compactMap { name, property in property.map { (name, $0) } }
    }

    init(_ properties: [String: SharedConfiguration.Property]) {
      func property(_ name: String) -> SharedConfiguration.Property? {
        SharedConfiguration.Section.property(name, in: properties)
      }
      key = property(SharedConfiguration.Section.keyName)
      secret = property(SharedConfiguration.Section.secretName)
      token = property("aws_session_token") ?? property("aws_security_token")
    }
  }

  /// The access key, the secret and the session token of the profile.
  ///
  /// Keys work only as a set: a pair that stands whole in one file is taken with that file's token or none, and never with
  /// a part from the other file. Only if no file has both are the files' parts put together.
  var keys: Keys {
    for layer in layers {
      var keys = Keys(layer)
      guard keys.isPair else { continue }
      keys.isOfCredentialsFile = layer == credentialsFile
      return keys
    }
    var keys = Keys(properties)
    keys.isOfCredentialsFile = credentialsFile.map { Keys($0).key != nil } ?? false
    return keys
  }

  /// The warning about keys of the profile that are divided between both files; `nil` if there is none to give.
  var dividedKeysWarning: String? {
    guard let credentialsFile, let configFile else { return nil }
    func list(_ parts: [(name: String, property: SharedConfiguration.Property)]) -> String {
      parts.map { "\($0.name) (\($0.property.file), line \($0.property.line))" }.joined(separator: ", ")
    }
    let sets = [Keys(credentialsFile), Keys(configFile)]
    switch (sets[0].isPair, sets[1].isPair) {
    case (true, true): return nil
    case (false, false):
      let used = keys
      guard used.isPair else { return nil }
      return
        "The keys of the profile '\(name)' are put together from two files: \(list(used.parts)). Parts of different "
        + "sets do not work together; put all of a set into one file."
    case (let isFirst, _):
      let (whole, rest) = isFirst ? (sets[0], sets[1]) : (sets[1], sets[0])
      // A token or half a pair beside a whole pair: it is left out, which may not be what was meant.
      guard !rest.parts.isEmpty else { return nil }
      return
        "Of the profile '\(name)' the keys in \(whole.key?.file ?? "") are used; \(list(rest.parts)) is not, because "
        + "parts of different sets do not work together. Put all of a set into one file."
    }
  }
}
