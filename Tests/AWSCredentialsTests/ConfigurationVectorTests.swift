import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The vectors shared between AWS's SDKs, when they lie beside the package.
struct ConfigurationVectorTests {
  @Test(.enabled(if: SharedVectors.has("credentials/profile-parser-tests.json"), "\(SharedVectors.absence)"))
  func profileParser() throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let name: String
        let input: Input
        let output: Output
      }
      struct Input: Decodable { let configFile, credentialsFile: String? }
      struct Output: Decodable {
        let config: Config?
        let errorContaining: String?
      }
      struct Config: Decodable { let profiles, sso_sessions: [String: [String: String]]? }
    }
    let file: File = try vectors("profile-parser-tests.json")
    for test in file.tests {
      let fileSystem = InMemoryFileSystem()
      if let text = test.input.configFile { fileSystem.write("/config", text) }
      if let text = test.input.credentialsFile { fileSystem.write("/credentials", text) }
      let files = SharedConfigurationFiles(config: "/config", credentials: "/credentials")
      do {
        let loaded = try SharedConfiguration.load(files, fileSystem: fileSystem)
        let expected = try #require(test.output.config, "\(test.name): expected an error")
        #expect(plain(loaded.profiles) == expected.profiles ?? [:], "\(test.name)")
        #expect(plain(loaded.ssoSessions) == expected.sso_sessions ?? [:], "\(test.name)")
      } catch let error as CredentialError {
        let expected = try #require(test.output.errorContaining, "\(test.name): \(error)")
        #expect(error.message.contains(expected), "\(test.name)")
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("/config, line "), "\(test.name)")
      }
    }
    print("profile parser: \(file.tests.count) cases")
    #expect(file.tests.count == 65)
  }

  private func plain(_ sections: [String: SharedConfiguration.Section]) -> [String: [String: String]] {
    sections.mapValues { section in section.properties.mapValues(\.value) }
  }

  @Test(.enabled(if: SharedVectors.has("credentials/file-location-tests.json"), "\(SharedVectors.absence)"))
  func fileLocation() throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let name, platform, configLocation, credentialsLocation: String
        let profile: String?
        let environment: [String: String]
      }
    }
    let file: File = try vectors("file-location-tests.json")
    for test in file.tests {
      let environment = ProcessEnvironment(test.environment)
      let files = SharedConfigurationFiles(
        environment: environment, platform: test.platform == "windows" ? .windows : .posix)
      #expect(files.config == test.configLocation, "\(test.name)")
      #expect(files.credentials == test.credentialsLocation, "\(test.name)")
      #expect(ActiveProfile(environment: environment).name == test.profile ?? "default", "\(test.name)")
    }
    print("file location: \(file.tests.count) cases")
    #expect(file.tests.count == 9)
  }

  struct Outcome: Decodable {
    let Ok, Err, ErrorContains: String?
  }

  @Test(.enabled(if: SharedVectors.has("credentials/ecs-tests.json"), "\(SharedVectors.absence)"))
  func container() async throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let docs: String
        let env: [String: String]
        let result: Outcome
      }
    }
    let file: File = try vectors("ecs-tests.json")
    for test in file.tests {
      let transport = ScriptedTransport([.text(ContainerCredentialProviderTests.answer)])
      let provider = ContainerCredentialProvider(
        context: CredentialProviderContext(environment: ProcessEnvironment(test.env), transport: transport))
      do {
        _ = try await provider.credentials()
        #expect(transport.requests.map(\.url) == [test.result.Ok], "\(test.docs)")
      } catch {
        let expected = try #require(test.result.ErrorContains, "\(test.docs): \(error)")
        #expect(error.message.contains(expected), "\(test.docs): \(error)")
      }
    }
    print("container: \(file.tests.count) cases")
    #expect(file.tests.count == 11)
  }

  @Test(.enabled(if: SharedVectors.has("credentials/imds-endpoint-tests.json"), "\(SharedVectors.absence)"))
  func instanceMetadataEndpoint() async throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let docs: String
        let env, fs: [String: String]
        let endpoint_override, mode_override: String?
        let result: Outcome
      }
    }
    let file: File = try vectors("imds-endpoint-tests.json")
    for test in file.tests {
      let environment = ProcessEnvironment(test.env)
      let transport = ScriptedTransport([.text("token"), .text("eu-west-1")])
      do {
        let configuration = try SharedConfiguration.load(
          environment: environment, fileSystem: InMemoryFileSystem(test.fs))
        let settings = try InstanceMetadataSettings(
          endpoint: test.endpoint_override, endpointMode: test.mode_override.map { $0 == "IPv6" ? .ipv6 : .ipv4 },
          environment: environment, profile: configuration.profile("default"))
        #expect(try await InstanceMetadataClient(transport: transport, settings: settings).region() == "eu-west-1")
        #expect(transport.requests.first?.url == test.result.Ok, "\(test.docs)")
      } catch {
        let expected = try #require(test.result.Err, "\(test.docs): \(error)")
        #expect("\(error)".contains(expected), "\(test.docs): \(error)")
      }
    }
    print("instance metadata endpoint: \(file.tests.count) cases")
    #expect(file.tests.count == 14)
  }

  private func vectors<File: Decodable>(_ name: String) throws -> File {
    try JSONDecoder().decode(File.self, from: try #require(SharedVectors.data("credentials/" + name)))
  }
}
