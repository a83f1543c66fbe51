extension SharedConfiguration {
  /// Reads both files and merges them. A file that does not exist counts as empty.
  ///
  /// - Parameters:
  ///   - files: Where the files are.
  ///   - fileSystem: Reads them.
  /// - Throws: ``CredentialError`` that names the file and, where there is one, the line, if a file cannot be read, is
  ///   larger than ``sizeLimit``, is not UTF-8 or is not well-formed.
  public static func load(
    _ files: SharedConfigurationFiles, fileSystem: any FileSystem = SystemFileSystem()
  ) throws(CredentialError) -> SharedConfiguration {
    var merger = SharedConfigurationMerger()
    var inspected: [InspectedFile] = []
    var warnings: [String] = []
    for (kind, path) in [(SharedConfigurationMerger.Kind.config, files.config), (.credentials, files.credentials)] {
      guard let path, let bytes = try read(path, fileSystem) else {
        inspected.append(InspectedFile(role: kind.role, path: path, exists: false))
        continue
      }
      inspected.append(InspectedFile(role: kind.role, path: path, exists: true))
      var holdsSecrets = false
      for section in try SharedConfigurationParser.parse(bytes, file: path) {
        merger.add(section, from: kind, file: path)
        warnings += section.ignoredProperties.map { line in
          "A property of [\(section.header.printable(limit: 100))] is ignored, because its name is not valid "
            + "(\(path.printable()), line \(line))."
        }
        holdsSecrets = holdsSecrets || section.properties["aws_secret_access_key"] != nil
      }
      if holdsSecrets, (try? fileSystem.status(of: path))??.readers == .everyone {
        warnings.append(
          "\(path.printable()) holds secret keys and every user of this machine can read it; run `chmod 600 \(path)`.")
      }
    }
    var configuration = merger.merged(inspected)
    configuration.warnings =
      warnings
      + configuration.ignoredSections.map { section in
        "The section \(section) is ignored; the config file wants [profile name], [sso-session name] or [services name], "
          + "the credentials file [name]."
      }
    return configuration
  }

  /// Reads and merges the files the environment names.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the files.
  ///   - platform: Whose rules for paths apply.
  /// - Throws: ``CredentialError``, as ``load(_:fileSystem:)``.
  public static func load(
    environment: ProcessEnvironment,
    fileSystem: any FileSystem = SystemFileSystem(),
    platform: SharedConfigurationFiles.Platform = .current
  ) throws(CredentialError) -> SharedConfiguration {
    try load(SharedConfigurationFiles(environment: environment, platform: platform), fileSystem: fileSystem)
  }

  private static func read(_ path: String, _ fileSystem: any FileSystem) throws(CredentialError) -> [UInt8]? {
    do {
      return try fileSystem.read(path, limit: sizeLimit)
    } catch {
      if error.code == .notFound { return nil }
      throw Self.error("\(path) cannot be used: \(error.reason).", cause: error)
    }
  }
}

/// Interprets the headers of sections and merges sections of the same meaning.
struct SharedConfigurationMerger {
  enum Kind {
    case config, credentials

    var role: String { self == .config ? "config file" : "credentials file" }
  }

  private enum Meaning {
    case profile(String)
    /// `[default]` in the config file, which counts only if `[profile default]` is not there.
    case bareDefault
    case ssoSession(String)
    case services(String)
    case ignored
  }

  private var config: [String: SharedConfiguration.Section] = [:]
  private var bareDefault: SharedConfiguration.Section?
  private var credentials: [String: SharedConfiguration.Section] = [:]
  private var ssoSessions: [String: SharedConfiguration.Section] = [:]
  private var services: [String: SharedConfiguration.Section] = [:]
  private var ignored: [String] = []

  mutating func add(_ raw: SharedConfigurationParser.RawSection, from kind: Kind, file: String) {
    switch meaning(of: raw.header, in: kind) {
    case .profile(let name):
      switch kind {
      case .config: Self.merge(raw.properties, into: &config[name], name)
      case .credentials: Self.merge(raw.properties, into: &credentials[name], name)
      }
    case .bareDefault: Self.merge(raw.properties, into: &bareDefault, "default")
    case .ssoSession(let name): Self.merge(raw.properties, into: &ssoSessions[name], name)
    case .services(let name): Self.merge(raw.properties, into: &services[name], name)
    case .ignored: ignored.append("[\(raw.header.printable(limit: 100))] (\(file.printable()), line \(raw.line))")
    }
  }

  func merged(_ inspected: [SharedConfiguration.InspectedFile]) -> SharedConfiguration {
    var profiles = config
    if profiles["default"] == nil { profiles["default"] = bareDefault }
    for (name, section) in credentials { Self.merge(section.properties, into: &profiles[name], name) }
    return SharedConfiguration(
      profiles: profiles, ssoSessions: ssoSessions, services: services, ignoredSections: ignored,
      inspectedFiles: inspected)
  }

  private static func merge(
    _ properties: [String: SharedConfiguration.Property], into section: inout SharedConfiguration.Section?,
    _ name: String
  ) {
    var merged = section ?? SharedConfiguration.Section(name: name, properties: [:])
    merged.properties.merge(properties) { $1 }
    section = merged
  }

  private func meaning(of header: String, in kind: Kind) -> Meaning {
    if kind == .credentials { return SharedConfiguration.isValidName(header) ? .profile(header) : .ignored }
    if header == "default" { return .bareDefault }
    guard let space = header.utf8.firstIndex(where: { $0.isASCIIWhitespace }) else { return .ignored }
    let name = String(header[space...]).trimmingASCIIWhitespace()
    guard SharedConfiguration.isValidName(name) else { return .ignored }
    switch header[..<space] {
    case "profile": return .profile(name)
    case "sso-session": return .ssoSession(name)
    case "services": return .services(name)
    default: return .ignored
    }
  }
}
