import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

/// A setting of a role that cannot be used says where it stands: the file, the line and the profile.
struct ProfileSettingErrorTests {
  @Test(arguments: ["duration_seconds = 1h", "duration_seconds = 12.5", "credential_source = Nowhere"])
  func theErrorNamesFileLineAndProfile(_ property: String) throws {
    let provider = property.hasPrefix("duration") ? "credential_source = Environment" : "role_session_name = s"
    let text = "\n[profile p]\n\n\(property)\nrole_arn = arn:aws:iam::123456789012:role/r\n\(provider)\n"
    let loaded = try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/c", credentials: nil), fileSystem: InMemoryFileSystem(["/c": text]))
    let error = #expect(throws: CredentialError.self) {
      try ProfileChain(profile: ActiveProfile("p", environment: [:]), configuration: loaded)
    }
    #expect(error?.code == .invalidConfiguration)
    for part in ["'p'", "(/c, line 4)", property.split(separator: " ")[0].description] {
      #expect(error?.message.contains(part) == true, "\(error as Any)")
    }
  }
}
