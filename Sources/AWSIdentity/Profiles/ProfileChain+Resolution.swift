public import AWSCredentials

extension ProfileChain {
  /// Determines how a profile gets its credentials.
  ///
  /// The rules are those that the AWS SDKs share (AWS SDKs and Tools reference guide, "Assume role credential provider"
  /// and related pages). A profile with `role_arn` needs exactly one of `source_profile` and `credential_source`, or
  /// else `web_identity_token_file`. If a source profile has static keys, those are used and its other settings are
  /// ignored. A profile may be its own source profile if it has static keys.
  ///
  /// A profile without a role uses the first of these that it contains: `credential_source`, `web_identity_token_file`,
  /// IAM Identity Center, static keys in the credentials file, `login_session`, `credential_process`, static keys in
  /// the config file (AWS CLI user guide, "Configuration and credentials precedence"; AWS SDKs and Tools reference
  /// guide, "Process credential provider": a process is used only after other providers).
  ///
  /// If one of the two files cannot be read, using a profile that the other file contains is an error: the unreadable
  /// file may contain settings of the same profile, and ignoring these could select another identity.
  ///
  /// - Parameters:
  ///   - profile: The selected profile.
  ///   - configuration: The contents of the shared config and credentials files.
  /// - Throws: `CredentialError`. Its code is `notConfigured` if the selected profile contains no settings for
  ///   credentials, or is the default profile and does not exist. Otherwise it is `invalidConfiguration`, and the
  ///   message names the profile, the file and the line.
  public init(profile: ActiveProfile, configuration: SharedConfiguration) throws(CredentialError) {
    var walk = Walk(selected: profile, configuration: configuration)
    self = try walk.resolve()
  }

  /// The way from the selected profile to the one that holds the base.
  private struct Walk {
    let selected: ActiveProfile
    let configuration: SharedConfiguration
    var profiles: [String] = []
    var visited: Set<String> = []
    /// The selected profile's role first.
    var roles: [Role] = []

    init(selected: ActiveProfile, configuration: SharedConfiguration) {
      self.selected = selected
      self.configuration = configuration
    }

    mutating func resolve() throws(CredentialError) -> ProfileChain {
      var reader = try configuration.reader(of: selected, provider: provider)
      while true {
        let isSource = !profiles.isEmpty
        profiles.append(reader.name)
        visited.insert(reader.name)
        if isSource, let keys = try reader.staticKeys() { return chain(.staticKeys(keys)) }
        let method = try reader.method()
        guard method == .assumedRole else {
          guard let method, let base = try reader.base(method, configuration) else {
            throw empty(reader, isSource: isSource)
          }
          return chain(base)
        }
        roles.append(try reader.role())
        switch try reader.roleSource() {
        case .named(let provider): return chain(.named(provider))
        case .profile(let property, let written):
          // The name may stand in quotes; the profile's own tells it from those that were visited.
          let name = SharedConfiguration.section(written, in: configuration.profiles)?.name ?? written
          if name == reader.name {
            guard let keys = try reader.staticKeys() else { throw loop(backTo: name, reader, property) }
            return chain(.staticKeys(keys))
          }
          if visited.contains(name) { throw loop(backTo: name, reader, property) }
          reader = try sourceReader(name, of: reader, property)
        }
      }
    }

    private func chain(_ base: Base) -> ProfileChain {
      ProfileChain(base: base, roles: roles.reversed(), profiles: profiles)
    }

    private func sourceReader(
      _ name: String, of reader: ProfileReader, _ property: SharedConfiguration.Property
    ) throws(CredentialError) -> ProfileReader {
      guard let section = configuration.profile(name) else {
        throw invalid(
          "The \(reader.title) names '\(name)' as its source_profile \(ProfileReader.place(property)), but there is no "
            + "such profile in \(configuration.places): could not find source profile \(name) referenced from \(reader.name)."
            + configuration.known(besides: name))
      }
      return ProfileReader(section: section, title: "profile '\(name)'", provider: provider)
    }

    private func empty(_ reader: ProfileReader, isSource: Bool) -> CredentialError {
      let what = configuration.emptyProfile(reader)
      guard isSource, let asker = profiles.dropLast().last else {
        return CredentialError(.notConfigured, provider: provider, message: "\(what).")
      }
      let property = configuration.profile(asker)?.property("source_profile")
      let place = property.map { " \(ProfileReader.place($0))" } ?? ""
      return invalid(
        "\(what), but the profile '\(asker)' names it as its source_profile\(place); give it keys or another way to get "
          + "credentials.")
    }

    private func loop(
      backTo name: String, _ reader: ProfileReader, _ property: SharedConfiguration.Property
    ) -> CredentialError {
      if name == reader.name {
        return invalid(
          "The \(reader.title) is its own source_profile \(ProfileReader.place(property)) for its role_arn"
            + "\(reader.place(of: "role_arn")), an infinite loop: \(name) -> \(name); add aws_access_key_id and "
            + "aws_secret_access_key to it, or name another profile.")
      }
      var names = profiles[(profiles.firstIndex(of: name) ?? 0)...] + [name]
      // A loop of many profiles is told by its two ends.
      if names.count > 12 { names = names.prefix(6) + ["…"] + names.suffix(6) }
      return invalid(
        "The source_profile of the \(reader.title) \(ProfileReader.place(property)) closes an infinite loop: "
          + "\(names.joined(separator: " -> ")); one of these profiles must get its credentials another way.")
    }

    private var provider: String { "profile '\(selected.name)'" }

    private func invalid(_ message: String) -> CredentialError {
      CredentialError(.invalidConfiguration, provider: provider, message: message)
    }
  }
}
