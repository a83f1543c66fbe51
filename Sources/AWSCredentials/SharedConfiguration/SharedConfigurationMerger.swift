import AWSCore

/// Interprets the headers of sections and merges sections of the same meaning.
struct SharedConfigurationMerger {
  enum Kind {
    case config, credentials

    var role: String { self == .config ? "config file" : "credentials file" }
    var variable: String { self == .config ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE" }
  }

  private enum Meaning {
    case profile(String)
    /// `[default]` in the config file, which is used only if there is no `[profile default]`.
    case bareDefault
    case ssoSession(String)
    case services(String)
    /// A section that only the AWS CLI uses.
    case foreign
    case ignored
  }

  private typealias Properties = [String: SharedConfiguration.Property]

  /// What was found at each of the paths.
  var inspected: [SharedConfiguration.InspectedFile] = []
  private var config: [String: Properties] = [:]
  private var bareDefault: Properties?
  private var credentials: [String: Properties] = [:]
  private var ssoSessions: [String: Properties] = [:]
  private var services: [String: Properties] = [:]
  private var ignored: [String] = []
  private var ignoredProperties: [String] = []
  private var warnings: [String] = []

  /// The most warnings of one kind that are given one by one.
  private static let warningLimit = 20

  mutating func warn(_ warning: String) { warnings.append(warning) }

  // Sections are merged in place: a copy of what is there for each section of the same name would make many of them slow.
  mutating func add(_ raw: SharedConfigurationParser.RawSection, from kind: Kind, file: String) {
    let header = "[\(raw.header.printable(limit: 100))]"
    for line in raw.ignoredProperties { ignoredProperties.append("\(header) (\(file.printable()), line \(line))") }
    switch meaning(of: raw.header, in: kind) {
    case .profile(let name):
      switch kind {
      case .config: config[name, default: [:]].merge(raw.properties) { $1 }
      case .credentials: credentials[name, default: [:]].merge(raw.properties) { $1 }
      }
    case .bareDefault:
      if bareDefault == nil { bareDefault = raw.properties } else { bareDefault?.merge(raw.properties) { $1 } }
    case .ssoSession(let name): ssoSessions[name, default: [:]].merge(raw.properties) { $1 }
    case .services(let name): services[name, default: [:]].merge(raw.properties) { $1 }
    case .foreign: break
    case .ignored: ignored.append("\(header) (\(file.printable()), line \(raw.line))")
    }
  }

  func merged() -> SharedConfiguration {
    var config = config
    if config["default"] == nil { config["default"] = bareDefault }
    var profiles: [String: SharedConfiguration.Section] = [:]
    for (name, properties) in config {
      var section = SharedConfiguration.Section(name: name, properties: properties)
      section.configFile = properties
      profiles[name] = section
    }
    for (name, properties) in credentials {
      var section = profiles[name] ?? SharedConfiguration.Section(name: name)
      section.properties.merge(properties) { $1 }
      section.credentialsFile = properties
      profiles[name] = section
    }
    var configuration = SharedConfiguration(
      profiles: profiles, ssoSessions: Self.sections(ssoSessions), services: Self.sections(services),
      ignoredSections: ignored, inspectedFiles: inspected)
    let divided = credentials.keys.sorted().compactMap { profiles[$0]?.dividedKeysWarning }
    configuration.warnings =
      warnings
      + Self.each(ignoredProperties) { place in "A property of \(place) is ignored, because its name is not valid." }
      + Self.each(ignored) { section in
        "The section \(section) is ignored; the config file wants [profile name], [sso-session name] or "
          + "[services name], a name with spaces in quotes, the credentials file [name]."
      } + Self.each(divided) { $0 }
    return configuration
  }

  private static func sections(_ all: [String: Properties]) -> [String: SharedConfiguration.Section] {
    all.reduce(into: [:]) { sections, entry in
      sections[entry.key] = SharedConfiguration.Section(name: entry.key, properties: entry.value)
    }
  }

  private static func each(_ items: [String], _ warning: (String) -> String) -> [String] {
    let shown = items.prefix(warningLimit).map(warning)
    return items.count > shown.count ? shown + ["… and \(items.count - shown.count) more like the last."] : shown
  }

  private func meaning(of header: String, in kind: Kind) -> Meaning {
    if kind == .credentials { return Self.name(header).map(Meaning.profile) ?? .ignored }
    switch header {
    case "default": return .bareDefault
    case "plugins", "preview": return .foreign
    default: break
    }
    guard let space = header.utf8.firstIndex(where: { $0.isASCIIWhitespace }),
      let name = Self.name(String(header[space...]).trimmingASCIIWhitespace())
    else { return .ignored }
    switch header[..<space] {
    case "profile": return .profile(name)
    case "sso-session": return .ssoSession(name)
    case "services": return .services(name)
    default: return .ignored
    }
  }

  /// The name in a header: as it stands if all its characters may be in a name, else what stands in quotes.
  private static func name(_ text: String) -> String? {
    SharedConfiguration.isValidName(text) ? text : SharedConfiguration.unquoted(text)
  }
}

extension SharedConfiguration {
  /// What stands between the quotes of a text that begins and ends with the same quote, as the AWS CLI writes names with
  /// spaces; `nil` if it does not, or what is inside cannot be a name.
  static func unquoted(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count > 2, let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      bytes.last == quote, !bytes.dropFirst().dropLast().contains(quote)
    else { return nil }
    let name = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    guard !name.holdsControlCharacter, name.nilIfBlank == name else { return nil }
    return name
  }

  /// The section that a value names, which may stand in quotes.
  package static func section(_ name: String, in sections: [String: Section]) -> Section? {
    sections[name] ?? unquoted(name).flatMap { sections[$0] }
  }
}
