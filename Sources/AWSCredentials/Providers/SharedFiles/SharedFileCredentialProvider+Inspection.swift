extension SharedFileCredentialProvider {
  /// The files, the profile, and how it gets its credentials.
  public func inspection() -> ProviderInspection {
    .profile(in: context) { configuration throws(CredentialError) in
      try method(in: configuration).map { [$0.meaning] }
    }
  }
}
