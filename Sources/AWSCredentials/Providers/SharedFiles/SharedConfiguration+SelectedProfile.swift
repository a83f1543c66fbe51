import AWSCore

extension SharedConfiguration {
  /// The files that were looked for, as part of a sentence.
  package var places: String { inspectedFiles.map(\.description).joined(separator: " or ") }

  /// A reader of the selected profile.
  ///
  /// If one of the two files could not be read, a profile that the other one names is an error: what the unreadable file says
  /// about the profile is not known, and without it another identity might be used.
  ///
  /// - Parameters:
  ///   - profile: The profile in use, and who chose it.
  ///   - provider: Whose errors these are.
  /// - Throws: ``CredentialError/Code/notConfigured`` if the profile is the default one and does not exist, otherwise
  ///   ``CredentialError/Code/invalidConfiguration``.
  package func reader(of profile: ActiveProfile, provider: String) throws(CredentialError) -> ProfileReader {
    if let section = self.profile(profile.name) {
      if let problem = unreadableFile(beside: profile) {
        throw CredentialError(.invalidConfiguration, provider: provider, message: problem)
      }
      return ProfileReader(section: section, title: "\(profile)", provider: provider)
    }
    if profile.origin == .default {
      throw CredentialError(.notConfigured, provider: provider, message: "The \(profile) does not exist in \(places).")
    }
    throw CredentialError(.invalidConfiguration, provider: provider, message: missing(profile))
  }

  /// What to say of a profile that holds nothing about credentials; without the full stop.
  package func emptyProfile(_ reader: ProfileReader) -> String {
    "The \(reader.title) has no credentials in \(places): profile `\(reader.name)` did not contain credential information"
  }

  private func unreadableFile(beside profile: ActiveProfile) -> String? {
    guard let file = unreadableFiles.first, let path = file.path else { return nil }
    let others = inspectedFiles.filter { $0.exists && $0.problem == nil }.compactMap { $0.path?.printable() }
    return
      "The \(profile) is in \(others.joined(separator: " and ")), but the \(file), and what it says about the profile may "
      + "decide whose credentials these are; make \(path.printable()) readable or remove it."
  }
}
