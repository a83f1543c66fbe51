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
  /// The profiles of both files, by their names.
  public let profiles: [String: Section]
  /// The `[sso-session name]` sections of the config file, by their names.
  public let ssoSessions: [String: Section]
  /// The `[services name]` sections of the config file, by their names.
  public let services: [String: Section]
  /// The section headers that are ignored because they are not valid, with their places, for example `[profile a b]
  /// (/home/me/.aws/config, line 7)`.
  public let ignoredSections: [String]
  /// The config file and the credentials file: where each was looked for, and whether it was found. Used in messages.
  public let inspectedFiles: [InspectedFile]
  /// Problems that are not errors: files that cannot be read, sections that are ignored because of their headers,
  /// properties that are ignored because of their names, one set of keys that is divided between both files, secrets
  /// that every user of the machine can read. Each warning names the file and, where there is one, the line.
  public internal(set) var warnings: [String] = []

  /// The profile with a given name; `nil` if neither file defines it.
  ///
  /// - Parameter name: The name of the profile. Upper and lower case are different.
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
    /// The properties of the section, by their names in lower case.
    public internal(set) var properties: [String: Property]
    /// The properties of each file that has the section, the credentials file's first: what ``properties`` merges.
    var layers: [[String: Property]] { [credentialsFile, configFile].compactMap(\.self) }
    var credentialsFile: [String: Property]?
    var configFile: [String: Property]?

    init(name: String, properties: [String: Property] = [:]) {
      self.name = name
      self.properties = properties
    }

    /// The value of the property with a given name; `nil` if the property is missing or blank.
    ///
    /// - Parameter key: The property's name in any case.
    public subscript(key: String) -> String? { property(key)?.value.nilIfBlank }

    /// The property with a given name, with the file and line that define it; `nil` if the property is missing or
    /// blank.
    ///
    /// - Parameter key: The property's name in any case.
    public func property(_ key: String) -> Property? { Self.property(key, in: properties) }

    static func property(_ key: String, in properties: [String: Property]) -> Property? {
      guard let property = properties[key.lowercased()], property.value.nilIfBlank != nil else { return nil }
      return property
    }
  }

  /// The value of a property, and the file and line where it is defined.
  public struct Property: Sendable, Hashable {
    /// The value of the property. If it has several lines in the file, they are joined with line feeds.
    public private(set) var value: String
    /// The path of the file that defines the property.
    public let file: String
    /// The number of the line in ``file`` that defines the property, counted from 1.
    public let line: Int

    init(value: String, file: String, line: Int) {
      self.value = value
      self.file = file
      self.line = line
    }

    mutating func continueValue(with text: String) { value += "\n" + text }

    /// The properties that are nested in the value, for example those in the indented lines below `s3 =`. The keys are
    /// their names in lower case.
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
  /// The file and the line of the property. The value is replaced by a placeholder, because it may be secret.
  public var description: String { "\(Redacted.mark) (\(file.printable()), line \(line))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the file and the line of the property. The value is left out, because it may be secret.
  public var customMirror: Mirror {
    Mirror(self, children: ["value": Redacted.mark, "file": file, "line": line], displayStyle: .struct)
  }
}
