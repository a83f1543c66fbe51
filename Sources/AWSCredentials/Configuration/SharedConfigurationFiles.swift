/// Where the two shared configuration files are.
///
/// The rules are those of the AWS SDKs and Tools reference guide, "Changing the location of the shared config and
/// credentials files": `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else `.aws/config` and `.aws/credentials` in
/// the home directory, which is `HOME`, and on Windows else `USERPROFILE`, else `HOMEDRIVE` with `HOMEPATH`.
public struct SharedConfigurationFiles: Sendable, Hashable {
  /// The path of the config file; `nil` if neither the variable nor a home directory is set.
  public let config: String?
  /// The path of the credentials file; `nil` if neither the variable nor a home directory is set.
  public let credentials: String?

  /// Whose rules for paths apply.
  public enum Platform: Sendable, Hashable {
    /// Linux, macOS and their like.
    case posix
    /// Windows.
    case windows

    /// The platform this program was built for.
    public static var current: Platform {
      #if os(Windows)
        .windows
      #else
        .posix
      #endif
    }
  }

  /// Names the files directly.
  ///
  /// - Parameters:
  ///   - config: The path of the config file, if there is one.
  ///   - credentials: The path of the credentials file, if there is one.
  public init(config: String?, credentials: String?) {
    self.config = config
    self.credentials = credentials
  }

  /// Finds the files as the environment says.
  ///
  /// A path that begins with `~` and a separator is taken from the home directory.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - platform: Whose rules for paths apply.
  public init(environment: ProcessEnvironment, platform: Platform = .current) {
    let home = Self.home(environment, platform)
    config = Self.path(environment["AWS_CONFIG_FILE"], else: "config", home, platform)
    credentials = Self.path(environment["AWS_SHARED_CREDENTIALS_FILE"], else: "credentials", home, platform)
  }

  private static func home(_ environment: ProcessEnvironment, _ platform: Platform) -> String? {
    if let home = environment["HOME"] { return home }
    guard platform == .windows else { return nil }
    if let profile = environment["USERPROFILE"] { return profile }
    guard let path = environment["HOMEPATH"] else { return nil }
    return (environment["HOMEDRIVE"] ?? "") + path
  }

  private static func path(_ override: String?, else name: String, _ home: String?, _ platform: Platform) -> String? {
    let separator = platform == .windows ? "\\" : "/"
    if let override {
      let isFromHome = override.hasPrefix("~/") || (platform == .windows && override.hasPrefix("~\\"))
      guard isFromHome, let home else { return override }
      return home + override.dropFirst()
    }
    guard var home else { return nil }
    if home.hasSuffix(separator) { home.removeLast() }
    return home + separator + ".aws" + separator + name
  }
}
