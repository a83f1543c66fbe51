import AWSCredentials

extension ProfileReader {
  /// What the profile says about IAM Identity Center.
  ///
  /// The rules are those of the AWS SDKs and Tools reference guide, "IAM Identity Center credential provider": a profile
  /// refers to an `[sso-session]` that holds the region and the start URL, or, in the older form, holds all four values
  /// itself.
  func singleSignOn(_ configuration: SharedConfiguration) throws(CredentialError) -> ProfileChain.SingleSignOn {
    let account = try text("sso_account_id")
    let role = try text("sso_role_name")
    try requireBoth(account, role)
    guard let name = try text("sso_session") else { return try olderSingleSignOn(account, role) }
    guard let session = SharedConfiguration.section(name, in: configuration.ssoSessions) else {
      let known = configuration.ssoSessions.keys.sorted().prefix(20).map { "'\($0)'" }.joined(separator: ", ")
      throw invalid(
        "The sso-session named `\(name)` (referenced by profile `\(self.name)`) was not found; the \(title) names it"
          + "\(place(of: "sso_session")). "
          + (known.isEmpty ? "The config file has no [sso-session] section." : "Sessions that exist: \(known).")
          + configuration.ignoredSectionsHint(for: name))
    }
    return ProfileChain.SingleSignOn(
      sessionName: session.name, region: try shared("sso_region", session),
      startURL: try shared("sso_start_url", session),
      accountId: account, roleName: role)
  }

  private func requireBoth(_ account: String?, _ role: String?) throws(CredentialError) {
    guard (account == nil) != (role == nil) else { return }
    let (present, missing) =
      account == nil ? ("sso_role_name", "sso_account_id") : ("sso_account_id", "sso_role_name")
    throw invalid(
      "The \(title) has \(present)\(place(of: present)): if `\(present)` is set, then `\(missing)` must also be set.")
  }

  private func olderSingleSignOn(
    _ account: String?, _ role: String?
  ) throws(CredentialError) -> ProfileChain.SingleSignOn {
    let region = try text("sso_region")
    let url = try text("sso_start_url")
    if let region, let url, let account, let role {
      return ProfileChain.SingleSignOn(
        sessionName: nil, region: region, startURL: url, accountId: account, roleName: role)
    }
    let keys = ["sso_account_id", "sso_role_name", "sso_region", "sso_start_url"]
    let present = keys.filter { section.property($0) != nil }.map { $0 + place(of: $0) }
    let missing = keys.filter { section.property($0) == nil }
    throw invalid(
      "The \(title) has \(present.joined(separator: ", ")) but no \(missing.joined(separator: ", no ")); single sign-on "
        + "without an sso_session needs all four.")
  }

  /// A value of the session. The profile may repeat it, as older tools wrote both forms, but neither replace nor supply it.
  private func shared(
    _ key: String, _ session: SharedConfiguration.Section
  ) throws(CredentialError) -> String {
    let reader = ProfileReader(section: session, title: "[sso-session \(session.name)]", provider: provider)
    let own = try text(key)
    guard let value = try reader.text(key) else {
      if own != nil {
        throw invalid(
          "The \(title) has \(key)\(place(of: key)): `\(key)` can only be specified in the [sso-session] config when a "
            + "session name is given; move it to [sso-session \(session.name)].")
      }
      throw invalid(
        "The [sso-session \(session.name)], which the \(title) names\(place(of: "sso_session")), has no \(key); add it."
      )
    }
    guard own == nil || own == value else {
      throw invalid(
        "The \(key) of the \(title)\(place(of: key)) differs from that of [sso-session \(session.name)]"
          + "\(reader.place(of: key)); remove it from the profile.")
    }
    return value
  }
}
