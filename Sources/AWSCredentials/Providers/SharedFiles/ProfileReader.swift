import AWSCore

/// Reads from one profile what it says about credentials.
package struct ProfileReader {
  package let section: SharedConfiguration.Section
  /// The profile as part of a sentence.
  package let title: String
  /// Whose errors these are.
  package let provider: String

  package init(section: SharedConfiguration.Section, title: String, provider: String) {
    self.section = section
    self.title = title
    self.provider = provider
  }

  package var name: String { section.name }

  /// The keys that stand in the profile, if there are any.
  package func staticKeys() throws(CredentialError) -> Credentials? {
    let (keyName, secretName) = ("aws_access_key_id", "aws_secret_access_key")
    let keys = section.keys
    switch (keys.key, keys.secret) {
    case (nil, nil): return nil
    case (let present?, nil): throw half(present, has: keyName, lacks: secretName)
    case (nil, let present?): throw half(present, has: secretName, lacks: keyName)
    case (let key?, let secret?):
      return Credentials(
        accessKeyId: try value(key, keyName), secretAccessKey: try value(secret, secretName),
        sessionToken: try keys.token.map { token throws(CredentialError) in try value(token, "aws_session_token") },
        accountId: try text("aws_account_id"), provider: "shared files, profile '\(name)'")
    }
  }

  private func half(_ present: SharedConfiguration.Property, has: String, lacks: String) -> CredentialError {
    invalid("The \(title) has \(has) \(Self.place(present)) but no \(lacks); add it, or remove the other.")
  }

  // MARK: Values and their places

  /// A property's value without white space around it; `nil` if it is missing or blank.
  package func text(_ key: String) throws(CredentialError) -> String? {
    guard let property = section.property(key) else { return nil }
    return try value(property, key)
  }

  package func value(_ property: SharedConfiguration.Property, _ key: String) throws(CredentialError) -> String {
    let text = property.value.trimmingASCIIWhitespace()
    guard !text.holdsControlCharacter else {
      throw invalid(
        "The \(title) has a value of \(key) \(Self.place(property)) that spans several lines or holds a control "
          + "character; check the indentation of the lines after it.")
    }
    return text
  }

  /// The place of a property, to follow a word.
  package func place(of key: String) -> String { section.property(key).map { " \(Self.place($0))" } ?? "" }

  package static func place(_ property: SharedConfiguration.Property) -> String {
    "(\(property.file), line \(property.line))"
  }

  package func invalid(_ message: String) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: provider, message: message)
  }
}
