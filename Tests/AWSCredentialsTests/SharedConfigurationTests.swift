import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct SharedConfigurationTests {
  private let files = SharedConfigurationFiles(config: "/c", credentials: "/k")

  private func load(config: String = "", credentials: String = "") throws -> SharedConfiguration {
    try SharedConfiguration.load(files, fileSystem: InMemoryFileSystem(["/c": config, "/k": credentials]))
  }

  @Test func sectionsNestedPropertiesAndPlaces() throws {
    let loaded = try load(
      config: """
        \u{FEFF}[default]
        region = eu-west-1
        [services local]
        s3 =
          endpoint_url = http://localhost:9000 # here
          # a remark
        [sso-session corp]
        sso_region = us-east-1
        [profile two words]
        [typo x]
        """, credentials: "[default]\nREGION = us-east-2\n")
    let region = try #require(loaded.profile("default")?.property("region"))
    #expect(region.value == "us-east-2")
    #expect(region.file == "/k" && region.line == 2)
    #expect(loaded.services["local"]?.property("s3")?.nested == ["endpoint_url": "http://localhost:9000"])
    #expect(loaded.ssoSessions["corp"]?["SSO_REGION"] == "us-east-1")
    #expect(loaded.ignoredSections == ["[profile two words] (/c, line 9)", "[typo x] (/c, line 10)"])
  }

  @Test func blankValueCountsAsMissing() throws {
    let section = try #require(try load(config: "[default]\nregion =\n").profile("default"))
    #expect(section["region"] == nil)
    #expect(section.properties["region"]?.value == "")
  }

  @Test func errorsNameFileAndLineAndNeverTheText() {
    let error = #expect(throws: CredentialError.self) {
      try load(credentials: "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nSECRETSECRET\n")
    }
    #expect(error?.message.contains("/k, line 3, in [default], is not valid. Expected an '=' sign") == true)
    #expect(error.map { !"\($0)".contains("SECRETSECRET") } == true)
  }

  @Test func filesThatCannotBeUsed() {
    let fileSystem = InMemoryFileSystem()
    fileSystem.write("/c", bytes: [0x5B, 0xFF, 0x5D])
    let notText = #expect(throws: CredentialError.self) {
      try SharedConfiguration.load(files, fileSystem: fileSystem)
    }
    #expect(notText?.message.contains("/c is not UTF-8") == true)
    for code in [FileSystemError.Code.permissionDenied, .notAFile, .tooLarge, .failed] {
      fileSystem.fail("/c", with: code)
      let error = #expect(throws: CredentialError.self) {
        try SharedConfiguration.load(files, fileSystem: fileSystem)
      }
      #expect(error?.code == .invalidConfiguration && error?.message.contains("/c") == true)
    }
    fileSystem.write("/c", bytes: [UInt8](repeating: 0x0A, count: SharedConfiguration.sizeLimit + 1))
    #expect(throws: CredentialError.self) { try SharedConfiguration.load(files, fileSystem: fileSystem) }
  }

  @Test func realFiles() throws {
    let system = SystemFileSystem()
    #expect(try system.read("/dev/null", limit: 10).isEmpty)
    #expect(throws: FileSystemError(.tooLarge, path: "/dev/zero", reason: "it has more than 100000 bytes")) {
      try system.read("/dev/zero", limit: 100_000)
    }
    #expect(throws: FileSystemError(.notAFile, path: "/", reason: "it is a directory")) {
      try system.read("/", limit: 10)
    }
    #expect(throws: FileSystemError(.notFound, path: "/no/such/file")) { try system.read("/no/such/file", limit: 10) }
    #expect(throws: FileSystemError.self) { try system.read("/dev/null\0", limit: 10) }
    let own = try system.read(#filePath, limit: 1 << 20)
    #expect(String(decoding: own, as: UTF8.self).contains("realFiles()"))
    #expect(throws: FileSystemError.self) { try system.read(#filePath, limit: own.count - 1) }
  }

  /// Whatever the bytes, reading ends in a value or an error.
  @Test func arbitraryBytesNeverCrash() {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("[]=#; \t\r\n\u{0}profile default aé".utf8) + [0xFF]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let fileSystem = InMemoryFileSystem()
      fileSystem.write("/c", bytes: bytes)
      fileSystem.write("/k", bytes: bytes)
      _ = try? SharedConfiguration.load(files, fileSystem: fileSystem)
    }
  }

  @Test func activeProfile() {
    let both: ProcessEnvironment = ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"]
    #expect(ActiveProfile("x", environment: both) == ActiveProfile("x", environment: [:]))
    #expect(ActiveProfile(" ", environment: both).name == "a")
    #expect(ActiveProfile(environment: both).origin == .environment(variable: "AWS_PROFILE"))
    #expect(ActiveProfile(environment: ["AWS_PROFILE": " ", "AWS_DEFAULT_PROFILE": "b"]).name == "b")
    #expect(ActiveProfile(environment: [:]).origin == .default)
  }

  @Test func homeDirectoryAndTilde() {
    let files = SharedConfigurationFiles(
      environment: ["HOME": "/home/u/", "AWS_CONFIG_FILE": "~/cfg"], platform: .posix)
    #expect(files.config == "/home/u//cfg" && files.configOrigin == .environment(variable: "AWS_CONFIG_FILE"))
    #expect(files.credentials == "/home/u/.aws/credentials" && files.credentialsOrigin == .default)
    let none = SharedConfigurationFiles(environment: ["USERPROFILE": "/x"], platform: .posix)
    #expect(none.config == nil && none.credentials == nil)
    #expect(SharedConfigurationFiles(config: "/c", credentials: nil).configOrigin == .argument)
  }

  @Test func printingShowsNoValues() throws {
    let loaded = try load(credentials: "[default]\naws_secret_access_key = hush-hush\n")
    var text = "\(loaded) \(String(reflecting: loaded))"
    dump(loaded, to: &text)
    let environment: ProcessEnvironment = ["AWS_SESSION_TOKEN": "hush-hush"]
    text += "\(environment) \(String(reflecting: EnvironmentCredentialProvider(environment: environment)))"
    dump(EnvironmentCredentialProvider(environment: environment), to: &text)
    #expect(!text.contains("hush"))
    #expect(text.contains("aws_secret_access_key") && text.contains("AWS_SESSION_TOKEN"))
  }
}
