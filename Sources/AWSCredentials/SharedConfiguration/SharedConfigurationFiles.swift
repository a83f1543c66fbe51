/// Where the two shared configuration files are.
///
/// The rules are those of the AWS SDKs and Tools reference guide, "Changing the location of the shared config and
/// credentials files": `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else `.aws/config` and `.aws/credentials`
/// in the home directory, which is `HOME`, and on Windows else `USERPROFILE`, else `HOMEDRIVE` with `HOMEPATH`.
public struct SharedConfigurationFiles: Sendable, Hashable {
  /// The path of the config file; `nil` if neither the variable nor a home directory is set.
  public let config: String?
  /// The path of the credentials file; `nil` if neither the variable nor a home directory is set.
  public let credentials: String?
  /// Who named the path of the config file.
  public let configOrigin: Origin
  /// Who named the path of the credentials file.
  public let credentialsOrigin: Origin

  /// Who named the path of a file.
  public enum Origin: Sendable, Hashable {
    /// The program.
    case argument
    /// An environment variable.
    case environment(variable: String)
    /// Nobody: it is the usual place in the home directory.
    case `default`
  }

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

  /// Names the files directly. A file named so that exists and cannot be read is an error.
  ///
  /// - Parameters:
  ///   - config: The path of the config file, if there is one.
  ///   - credentials: The path of the credentials file, if there is one.
  public init(config: String?, credentials: String?) {
    self.config = config
    self.credentials = credentials
    configOrigin = .argument
    credentialsOrigin = .argument
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
    (config, configOrigin) = Self.path("AWS_CONFIG_FILE", environment, else: "config", home, platform)
    (credentials, credentialsOrigin) = Self.path(
      "AWS_SHARED_CREDENTIALS_FILE", environment, else: "credentials", home, platform)
  }

  private static func home(_ environment: ProcessEnvironment, _ platform: Platform) -> String? {
    if let home = environment["HOME"] { return home }
    guard platform == .windows else { return nil }
    if let profile = environment["USERPROFILE"] { return profile }
    guard let path = environment["HOMEPATH"] else { return nil }
    return (environment["HOMEDRIVE"] ?? "") + path
  }

  private static func path(
    _ variable: String, _ environment: ProcessEnvironment, else name: String, _ home: String?, _ platform: Platform
  ) -> (String?, Origin) {
    let separator = platform == .windows ? "\\" : "/"
    if let named = environment[variable] {
      let isFromHome =
        named.utf8.starts(with: "~/".utf8) || (platform == .windows && named.utf8.starts(with: #"~\"#.utf8))
      guard isFromHome, let home else { return (named, .environment(variable: variable)) }
      return (home + String(Substring(named.utf8.dropFirst())), .environment(variable: variable))
    }
    guard var home else { return (nil, .default) }
    if home.hasSuffix(separator) { home.removeLast() }
    return (home + separator + ".aws" + separator + name, .default)
  }
}
