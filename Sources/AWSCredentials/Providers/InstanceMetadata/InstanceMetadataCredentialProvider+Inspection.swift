extension InstanceMetadataCredentialProvider {
  /// Returns the address of the metadata service, or the setting that disables it. No request is sent, so the result
  /// does not tell whether the service responds.
  public func inspection() -> ProviderInspection {
    do throws(CredentialError) {
      let settings = try client.resolveSettings()
      if case .disabled(let origin) = settings.availability {
        return ProviderInspection(.notConfigured, looked: ["disabled by \(origin)"])
      }
      let branch: Branch = credentialPath == .extended ? .extended : .legacy
      let role = settings.instanceProfileName.map { ["role \($0)"] } ?? []
      return ProviderInspection(.unknown, looked: [settings.address(of: branch.rawValue).shown] + role)
    } catch {
      return ProviderInspection(error.code == .notConfigured ? .notConfigured : .configured, looked: [error.message])
    }
  }
}
