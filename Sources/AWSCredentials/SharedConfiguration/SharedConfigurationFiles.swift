/// The paths of the shared config and credentials files.
///
/// The rules are those of the AWS SDKs and Tools reference guide, "Changing the location of the shared config and
/// credentials files": `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, or by default `.aws/config` and
/// `.aws/credentials` in the home directory. The home directory is the value of `HOME`; on Windows, if it is not set,
/// `USERPROFILE`, or else `HOMEDRIVE` followed by `HOMEPATH`.
public struct SharedConfigurationFiles: Sendable, Hashable {
  /// The path of the config file; `nil` if neither `AWS_CONFIG_FILE` nor a home directory is set.
  public let config: String?
  /// The path of the credentials file; `nil` if neither `AWS_SHARED_CREDENTIALS_FILE` nor a home directory is set.
  public let credentials: String?
  /// What determined the path of the config file.
  public let configOrigin: Origin
  /// What determined the path of the credentials file.
  public let credentialsOrigin: Origin

  /// What determined the path of a file.
  public enum Origin: Sendable, Hashable {
    /// The program named the path of the file.
    case argument
    /// The path was taken from an environment variable. `variable` is its name, such as `AWS_CONFIG_FILE`.
    case environment(variable: String)
    /// Neither the program nor a variable named the path, so it is the default place in the home directory.
    case `default`
  }

  /// The operating system whose rules for file paths apply.
  public enum Platform: Sendable, Hashable {
    /// Linux, macOS and other systems with POSIX paths.
    case posix
    /// Windows, with drive letters and backslashes in paths.
    case windows

    /// The operating system that this program was built for.
    public static var current: Platform {
      #if os(Windows)
        .windows
      #else
        .posix
      #endif
    }
  }

  /// Makes the paths that the program chooses. A file that exists at such a path but cannot be read is an error when
  /// the files are loaded.
  ///
  /// - Parameters:
  ///   - config: The path of the config file; `nil` for none.
  ///   - credentials: The path of the credentials file; `nil` for none.
  public init(config: String?, credentials: String?) {
    self.config = config
    self.credentials = credentials
    configOrigin = .argument
    credentialsOrigin = .argument
  }

  /// Determines the paths of both files from the environment variables.
  ///
  /// A path that begins with `~` and a separator is relative to the home directory.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - platform: The operating system whose rules for file paths apply.
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
