import AWSCredentials
import AWSTesting
import Testing

/// A setting that cannot be used says where it stands: the file, the line and the profile.
struct SettingErrorTests {
  private func load(_ property: String) throws -> SharedConfiguration {
    try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/c", credentials: nil),
      fileSystem: InMemoryFileSystem(["/c": "\n[profile p]\n\n\(property)\n"]))
  }

  private func check(
    _ property: String, location: SourceLocation = #_sourceLocation, _ read: (SharedConfiguration) throws -> Void
  ) throws {
    let loaded = try load(property)
    let error = #expect(throws: CredentialError.self, sourceLocation: location) { try read(loaded) }
    #expect(error?.code == .invalidConfiguration, sourceLocation: location)
    for part in ["'p'", "(/c, line 4)", property.split(separator: " ")[0].description] {
      #expect(error?.message.contains(part) == true, "\(error as Any)", sourceLocation: location)
    }
  }

  @Test(arguments: [
    "use_fips_endpoint = yes", "use_dualstack_endpoint = 1", "ignore_configured_endpoint_urls = ja",
    "retry_mode = never",
    "max_attempts = 0", "max_attempts = 3.5", "max_attempts = three", "defaults_mode = fast",
    "account_id_endpoint_mode = sometimes", "request_checksum_calculation = true",
    "response_checksum_validation = never",
    "sts_regional_endpoints = global", "services = none",
  ])
  func sharedSettings(_ property: String) throws {
    try check(property) { loaded in
      let settings = SharedSettings(
        profile: ActiveProfile("p", environment: [:]), environment: [:], configuration: loaded)
      _ = try settings.endpointVariant()
      _ = try settings.endpointURL(of: "S3")
      _ = try (settings.retryMode(), settings.maxAttempts(), settings.defaultsMode(), settings.accountIdEndpointMode())
      _ = try (settings.requestChecksumCalculation(), settings.responseChecksumValidation())
      _ = try settings.stsRegionalEndpoints()
    }
  }

  @Test(arguments: [
    "disable_ec2_metadata = no", "ec2_metadata_service_endpoint = nowhere", "ec2_metadata_service_endpoint_mode = IPv5",
    "metadata_service_timeout = soon", "metadata_service_timeout = 0", "metadata_service_timeout = nan",
    "metadata_service_timeout = 1e9", "metadata_service_num_attempts = 0", "metadata_service_num_attempts = 1.5",
  ])
  func instanceMetadata(_ property: String) throws {
    try check(property) { loaded in
      _ = try InstanceMetadataSettings(environment: [:], profile: loaded.profile("p"))
    }
  }
}
