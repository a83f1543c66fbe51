import AWSCredentials

/// Where the official tools keep the tokens they share.
enum TokenCacheLocation {
  /// A folder below `.aws` in the home directory, by the rules of the shared configuration files; `nil` without a home.
  static func folder(_ names: [String], context: CredentialProviderContext) -> String? {
    // The variables that move the configuration files do not move the caches.
    var home: [String: String] = [:]
    for name in ["HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"] { home[name] = context.environment[name] }
    let files = SharedConfigurationFiles(environment: ProcessEnvironment(home), platform: context.platform)
    guard let config = files.config, config.hasSuffix("config") else { return nil }
    return String(config.dropLast("config".count)) + names.joined(separator: separator(context.platform))
  }

  /// A folder that a variable names, with `~` for the home directory.
  static func folder(variable: String, context: CredentialProviderContext) -> String? {
    guard let value = context.environment[variable] else { return nil }
    var environment = ["AWS_CONFIG_FILE": value]
    for name in ["HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"] { environment[name] = context.environment[name] }
    return SharedConfigurationFiles(environment: ProcessEnvironment(environment), platform: context.platform).config
  }

  /// The path of a file in a folder.
  static func path(_ folder: String, _ name: String, platform: SharedConfigurationFiles.Platform) -> String {
    let separator = separator(platform)
    return folder.hasSuffix(separator) ? folder + name : folder + separator + name
  }

  private static func separator(_ platform: SharedConfigurationFiles.Platform) -> String {
    platform == .windows ? "\\" : "/"
  }
}
