import AWSCore

extension SharedConfiguration {
  /// Makes sure that a profile which somebody asked for by name is there.
  ///
  /// A default that nobody named may be missing; a name that is misspelt must not mean "no settings".
  ///
  /// - Parameters:
  ///   - profile: The profile in use, and who chose it.
  ///   - provider: Whose error it is.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` with the profiles that are there.
  package func require(_ profile: ActiveProfile, provider: String = "settings") throws(CredentialError) {
    guard profile.origin != .default, self.profile(profile.name) == nil else { return }
    throw CredentialError(.invalidConfiguration, provider: provider, message: missing(profile))
  }

  /// What to say of a profile that is not there: who asked for it, where it was looked for, and what is there instead.
  package func missing(_ profile: ActiveProfile) -> String {
    return "The \(profile) does not exist in \(places).\(known(besides: profile.name))"
  }

  /// The profiles that exist, the likely one first, and the sections that may have been meant for one.
  package func known(besides name: String) -> String {
    let names = profiles.keys.sorted()
    let shown = names.prefix(20).map { "'\($0.printable(limit: 60))'" }.joined(separator: ", ")
    let more = names.count > 20 ? " and \(names.count - 20) more" : ""
    var hint = names.isEmpty ? " No profiles were defined there." : " Profiles that exist: \(shown)\(more)."
    if let close = names.first(where: { SpellingDistance.isClose(name, $0) }) {
      hint = " Did you mean '\(close.printable(limit: 60))'?" + hint
    }
    return hint + ignoredSectionsHint(for: name)
  }
}

extension CredentialProviderContext {
  /// Makes sure that the profile in use is there, if somebody asked for it by name.
  ///
  /// - Throws: ``CredentialError`` that names the profiles that are there. If nobody named a profile, no file is read.
  package func requireProfile() throws(CredentialError) {
    guard profile.origin != .default else { return }
    try sharedConfiguration().require(profile)
  }
}
