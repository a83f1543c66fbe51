extension SharedFileCredentialProvider {
  /// The shared files, the profile in use, and how that profile gets its credentials.
  public func inspection() -> ProviderInspection {
    .profile(in: context) { configuration throws(CredentialError) in
      try method(in: configuration).map { [$0.meaning] }
    }
  }
}
