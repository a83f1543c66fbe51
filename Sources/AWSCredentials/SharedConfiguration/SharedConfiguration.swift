import AWSCore

/// The merged content of the shared config and credentials files.
///
/// If both files define a property of a profile, the value in the credentials file is used; all other properties come
/// from either file. In the config file a profile's header is `[profile name]`, or `[default]`, which `[profile
/// default]` overrides; in the credentials file it is `[name]`. A name with spaces is in quotes: `[sso-session 'My
/// Corp Ltd']`. Sections with other headers are ignored and listed in ``ignoredSections``, except `[plugins]` and
/// `[preview]`, which only the AWS CLI uses.
///
/// Printing a value shows names of profiles and properties, never values.
public struct SharedConfiguration: Sendable {
  /// The profiles of all files, by their name.
  public let profiles: [String: Section]
  /// The `[sso-session name]` sections of the config file by name.
  public let ssoSessions: [String: Section]
  /// The `[services name]` sections of the config file by name.
  public let services: [String: Section]
  /// The section headers that are ignored because they are not valid, with their places, for example `[profile a b]
  /// (/home/me/.aws/config, line 7)`.
  public let ignoredSections: [String]
  /// The two files that were looked for, and whether each was found, for messages.
  public let inspectedFiles: [InspectedFile]
  /// Problems that are not errors: files that cannot be read, sections that are ignored because of their headers,
  /// properties that are ignored because of their names, one set of keys that is divided between both files, secrets
  /// that every user of the machine can read. Each warning names the file and, where there is one, the line.
  public internal(set) var warnings: [String] = []

  /// The profile with a given name; `nil` if there is none.
  ///
  /// - Parameter name: The name, case-sensitive.
  public func profile(_ name: String) -> Section? { profiles[name] }

  /// The most bytes a shared configuration file may have: 16 MiB.
  public static let sizeLimit = 16 * 1024 * 1024

  static func error(_ message: String, cause: (any Error)? = nil) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: "shared configuration files", message: message, cause: cause)
  }
}

extension SharedConfiguration {
  /// A named section: a profile, an SSO session or a group of services.
  public struct Section: Sendable {
    /// The name of the section, for example `dev` for `[profile dev]`.
    public let name: String
    /// The properties by name, in lower case.
    public internal(set) var properties: [String: Property]
    /// The properties of each file that has the section, the credentials file's first: what ``properties`` merges.
    var layers: [[String: Property]] { [credentialsFile, configFile].compactMap(\.self) }
    var credentialsFile: [String: Property]?
    var configFile: [String: Property]?

    init(name: String, properties: [String: Property] = [:]) {
      self.name = name
      self.properties = properties
    }

    /// The value of a property, or `nil` if it is missing or blank.
    ///
    /// - Parameter key: The property's name in any case.
    public subscript(key: String) -> String? { property(key)?.value.nilIfBlank }

    /// The property with a given name, with its place; `nil` if it is missing or blank.
    ///
    /// - Parameter key: The property's name in any case.
    public func property(_ key: String) -> Property? { Self.property(key, in: properties) }

    static func property(_ key: String, in properties: [String: Property]) -> Property? {
      guard let property = properties[key.lowercased()], property.value.nilIfBlank != nil else { return nil }
      return property
    }
  }

  /// The value of a property, and the place where it is defined.
  public struct Property: Sendable, Hashable {
    /// The value; continuation lines are joined with line feeds.
    public private(set) var value: String
    /// The path of the file that defines the property.
    public let file: String
    /// The number of the line in that file, counted from 1.
    public let line: Int

    init(value: String, file: String, line: Int) {
      self.value = value
      self.file = file
      self.line = line
    }

    mutating func continueValue(with text: String) { value += "\n" + text }

    /// The properties that are nested in the value, by name in lower case, for example those in the lines below `s3
    /// =`.
    public var nested: [String: String] {
      var nested: [String: String] = [:]
      for line in value.utf8.split(separator: UInt8(ascii: "\n")) {
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let name = String(Substring(line[..<equals])).trimmingASCIIWhitespace().lowercased()
        nested[name] = SharedConfiguration.withoutComment(
          line[line.index(after: equals)...], mustFollowWhitespace: true)
      }
      return nested
    }
  }
}

extension SharedConfiguration.Property: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The file and the line of the property, without its value.
  public var description: String { "\(Redacted.mark) (\(file.printable()), line \(line))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the file and the line of the property, without its value.
  public var customMirror: Mirror {
    Mirror(self, children: ["value": Redacted.mark, "file": file, "line": line], displayStyle: .struct)
  }
}
