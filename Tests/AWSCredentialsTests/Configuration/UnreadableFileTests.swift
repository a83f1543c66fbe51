import AWSCredentials
import AWSTesting
import Logging
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A shared file that is there and cannot be read stops no program that needs no file, and changes no identity silently.
struct UnreadableFileTests {
  private static let config = "/h/.aws/config"
  private static let credentials = "/h/.aws/credentials"
  private let keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hush\n"
  private let system = InMemoryFileSystem()
  private let logged = RecordedLog(threshold: .warning)

  /// The container credentials of a machine with unreadable files.
  private func chain(_ variables: [String: String] = [:], fileSystem: (any CredentialFileSystem)? = nil)
    -> CredentialChain
  {
    var environment = ["HOME": "/h", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/x"]
    for (name, value) in variables { environment[name] = value.isEmpty ? nil : value }
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(environment), fileSystem: fileSystem ?? system,
      transport: ScriptedTransport(
        Array(
          repeating: .text(
            #"{"AccessKeyId":"CONTAINER","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#),
          count: 10)),
      platform: .posix, logger: logged.logger)
    return CredentialChain([
      EnvironmentCredentialProvider(environment: context.environment), SharedFileCredentialProvider(context: context),
      ContainerCredentialProvider(context: context),
    ])
  }

  private func key(_ chain: CredentialChain) async throws -> String { try await chain.credentials().accessKeyId }

  private func failure(_ chain: CredentialChain) async -> CredentialError? {
    let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(error?.code == .invalidConfiguration)
    return error
  }

  @Test(arguments: [FileSystemError.Code.permissionDenied, .notAFile, .failed], [config, credentials])
  func atItsUsualPlaceItCountsAsAbsentWithOneWarning(_ code: FileSystemError.Code, _ path: String) async throws {
    system.fail(path, with: code)
    let chain = chain()
    for _ in 0..<3 { #expect(try await key(chain) == "CONTAINER") }
    let warnings = logged.messages.filter { $0.contains(path) }
    #expect(warnings.count == 1, "\(logged.messages)")
    #expect(warnings.first?.contains(FileSystemError(code, path: path).reason) == true)
  }

  @Test func bothUnreadableAreTwoWarnings() async throws {
    system.fail(Self.config, with: .notAFile)
    system.fail(Self.credentials, with: .permissionDenied)
    #expect(try await key(chain()) == "CONTAINER")
    #expect(logged.messages.count == 2)
    #expect(try await key(chain(["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"])) == "ENV")
  }

  @Test func settingsDoNotNeedTheFiles() throws {
    system.fail(Self.config, with: .permissionDenied)
    let context = CredentialProviderContext(
      environment: ["HOME": "/h", "AWS_REGION": "eu-west-1"], fileSystem: system, transport: ScriptedTransport(),
      platform: .posix)
    let settings = try SharedSettings(context: context)
    #expect(settings.region == "eu-west-1")
    #expect(try settings.endpointURL(of: "S3") == nil)
  }

  @Test func aFileThatAVariableOrTheProgramNamedIsAnError() async throws {
    for (variable, path) in [("AWS_CONFIG_FILE", "/my/config"), ("AWS_SHARED_CREDENTIALS_FILE", "/my/keys")] {
      system.fail(path, with: .notAFile)
      let error = await failure(chain([variable: path]))
      #expect(error?.message.contains("\(path) named by \(variable) cannot be used") == true, "\(error as Any)")
    }
    system.fail(Self.config, with: .permissionDenied)
    let named = SharedConfigurationFiles(config: Self.config, credentials: nil)
    #expect(throws: CredentialError.self) { try SharedConfiguration.load(named, fileSystem: system) }
    // A home folder in the variable is still the variable's word.
    system.fail("/h/mine", with: .permissionDenied)
    #expect(await failure(chain(["AWS_CONFIG_FILE": "~/mine"]))?.message.contains("/h/mine") == true)
  }

  @Test func theProfileThatTheOtherFileNamesIsAnErrorThatNamesBoth() async throws {
    // The keys of `aws configure` stand in the unreadable file: without them the container's identity would be used.
    system.write(Self.config, "[default]\nregion = eu-west-1\n[profile p]\nregion = eu-west-1\n")
    system.fail(Self.credentials, with: .permissionDenied)
    for variables in [[:], ["AWS_PROFILE": "p"]] {
      let error = await failure(chain(variables))
      for part in [Self.config, "credentials file \(Self.credentials) (cannot be read: this process may not read it)"] {
        #expect(error?.message.contains(part) == true, "\(error as Any)")
      }
    }
    // The other way round: what the config file says of the profile decides too.
    system.fail(Self.config, with: .notAFile)
    system.write(Self.credentials, "[default]\n\(keys)")
    #expect(await failure(chain())?.message.contains("config file \(Self.config) (cannot be read") == true)
  }

  @Test func aProfileThatWasAskedForAndIsNowhereNamesTheUnreadableFile() async throws {
    system.write(Self.config, "[profile other]\nregion = eu-west-1\n")
    system.fail(Self.credentials, with: .permissionDenied)
    let error = await failure(chain(["AWS_PROFILE": "p"]))
    #expect(error?.message.contains("\(Self.credentials) (cannot be read: this process may not") == true)
    // Nobody asked for a profile, and no file that can be read has the default one.
    #expect(try await key(chain()) == "CONTAINER")
  }

  @Test func malformedFilesStayErrors() async throws {
    system.write(Self.config, "oops\n")
    #expect(await failure(chain())?.message.contains("\(Self.config), line 1") == true)
    system.write(Self.config, bytes: [0x5B, 0xFF, 0x5D])
    #expect(await failure(chain())?.message.contains("not UTF-8") == true)
    system.fail(Self.config, with: .tooLarge)
    #expect(await failure(chain())?.message.contains("too large") == true)
    // What lies at this process tells nothing of the file.
    system.fail(Self.config, with: .noResources)
    #expect(await failure(chain())?.message.contains("too many files are open") == true)
  }

  @Test func aFileThatBecomesReadableIsRead() async throws {
    system.fail(Self.credentials, with: .permissionDenied)
    let chain = chain()
    #expect(try await key(chain) == "CONTAINER")
    system.write(Self.credentials, "[default]\n\(keys)")
    #expect(try await key(chain) == "AKIAIOSFODNN7EXAMPLE")
  }

  @Test func withoutAHomeThereAreNoFiles() async throws {
    #expect(try await key(chain(["HOME": ""])) == "CONTAINER")
    #expect(logged.messages.isEmpty)
  }

  #if !os(Windows)
    /// Real folders: a folder in the file's place, loops, a home that cannot be entered.
    @Test func realFolders() async throws {
      let home = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: home) }
      let files = FileManager.default
      try files.createDirectory(atPath: home + "/.aws/config", withIntermediateDirectories: true)
      try files.createSymbolicLink(atPath: home + "/.aws/credentials", withDestinationPath: "credentials")
      try files.createSymbolicLink(atPath: home + "/loop", withDestinationPath: home + "/loop")
      #expect(throws: FileSystemError(.notAFile, path: home + "/loop", reason: "its symbolic links form a loop")) {
        try SystemFileSystem().read(home + "/loop", limit: 10)
      }
      #expect(try await key(chain(["HOME": home], fileSystem: SystemFileSystem())) == "CONTAINER")
      #expect(
        logged.messages.count == 2 && logged.messages.contains { $0.contains("it is a directory") },
        "\(logged.messages)")
      #expect(logged.messages.contains { $0.contains("its symbolic links form a loop") }, "\(logged.messages)")
      for variable in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let error = await failure(chain(["HOME": home, variable: home + "/loop"], fileSystem: SystemFileSystem()))
        #expect(error?.message.contains("form a loop") == true)
      }
      // Homes that are a loop, a file, a name that is too long.
      let long = "/" + String(repeating: "x", count: 300)
      for place in [home + "/loop", "/dev/null", long, home + "/none"] {
        #expect(try await key(chain(["HOME": place], fileSystem: SystemFileSystem())) == "CONTAINER", "\(place)")
      }
    }
  #endif
}
