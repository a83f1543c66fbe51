import AWSCore

extension SharedConfiguration {
  /// One of the two shared configuration files that were looked for.
  public struct InspectedFile: Sendable, Hashable, CustomStringConvertible {
    /// Which of the two files this is: the text `config file` or `credentials file`.
    public let role: String
    /// The path of the file; `nil` if neither the environment variable for it nor a home directory is set.
    public let path: String?
    /// Whether the file exists.
    public let exists: Bool
    /// Why the file could not be read, as the end of a sentence; `nil` if it was read or does not exist.
    public let problem: String?

    init(role: String, path: String?, exists: Bool, problem: String? = nil) {
      self.role = role
      self.path = path
      self.exists = exists
      self.problem = problem
    }

    /// Which of the two files this is, its path, and whether it exists and was read.
    public var description: String {
      guard let path else { return "\(role) (its path is unknown: no home directory is set)" }
      let shown = "\(role) \(path.printable())"
      if let problem { return "\(shown) (cannot be read: \(problem))" }
      return exists ? shown : "\(shown) (does not exist)"
    }
  }

  /// The files that exist in their default places but could not be read. The configuration treats them as empty.
  public var unreadableFiles: [InspectedFile] { inspectedFiles.filter { $0.problem != nil } }

  /// What to add to an error about a name that is not there: the sections whose headers mean nothing, those with the name in
  /// them first; empty if there are none.
  package func ignoredSectionsHint(for name: String) -> String {
    guard !ignoredSections.isEmpty else { return "" }
    let limit = 5
    let namesakes = ignoredSections.lazy.filter { $0.contains(name) }.prefix(limit)
    let others = ignoredSections.lazy.filter { !$0.contains(name) }.prefix(limit)
    let shown = (Array(namesakes) + Array(others)).prefix(limit)
    let more = ignoredSections.count > shown.count ? " and \(ignoredSections.count - shown.count) more" : ""
    return " Sections ignored for their header: \(shown.joined(separator: ", "))\(more); the config file wants "
      + "[profile name], [sso-session name] or [services name], a name with spaces in quotes, the credentials file [name]."
  }
}
