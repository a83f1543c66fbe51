extension StaticCredentialProvider {
  /// Always configured.
  public func inspection() -> ProviderInspection { ProviderInspection(.configured, looked: ["given by the program"]) }
}
