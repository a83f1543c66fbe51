extension SharedFileCredentialProvider {
  /// Returns whether the profile in use has credentials, with the paths of the shared files, the profile's name, and
  /// how the profile gets its credentials.
  public func inspection() -> ProviderInspection {
    .profile(in: context) { configuration throws(CredentialError) in
      try method(in: configuration).map { [$0.meaning] }
    }
  }
}
