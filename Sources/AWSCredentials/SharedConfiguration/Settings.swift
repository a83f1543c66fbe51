import AWSCore

/// Settings that may come from an environment variable or from the active profile; the variable wins.
package struct Settings: Sendable {
  package let environment: ProcessEnvironment
  package let profile: SharedConfiguration.Section?

  package init(environment: ProcessEnvironment, profile: SharedConfiguration.Section?) {
    self.environment = environment
    self.profile = profile
  }

  /// A value and, for messages, where it came from.
  package struct Value: Sendable {
    package let text: String
    package let origin: String
  }

  /// Looks a setting up.
  package func value(variable: String?, key: String?) -> Value? {
    if let variable, let text = environment[variable] { return Value(text: text, origin: variable) }
    guard let key, let profile, let property = profile.property(key), let text = property.value.nilIfBlank
    else { return nil }
    return Value(
      text: text, origin: "\(key) of profile '\(profile.name)' (\(property.file), line \(property.line))")
  }

  /// Looks a setting up that is `true` or `false`, in any case.
  package func flag(variable: String, key: String, provider: String) throws(CredentialError) -> (
    isOn: Bool, origin: String
  ) {
    guard let value = value(variable: variable, key: key) else { return (false, "default") }
    switch value.text.lowercased() {
    case "true": return (true, value.origin)
    case "false": return (false, value.origin)
    default:
      throw CredentialError(
        .invalidConfiguration, provider: provider,
        message: "\(value.origin) is `\(value.text.oneLine(limit: 80))`; it must be `true` or `false`.")
    }
  }
}
