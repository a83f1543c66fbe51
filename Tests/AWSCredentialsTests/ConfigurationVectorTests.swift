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
  @Test func profileParser() throws {
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
    guard let file: File = vectors("profile-parser-tests.json", count: 65) else { return }
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

  @Test func fileLocation() {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let name, platform, configLocation, credentialsLocation: String
        let profile: String?
        let environment: [String: String]
      }
    }
    guard let file: File = vectors("file-location-tests.json", count: 9) else { return }
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

  @Test func container() async throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let docs: String
        let env: [String: String]
        let result: Outcome
      }
    }
    guard let file: File = vectors("ecs-tests.json", count: 11) else { return }
    for test in file.tests {
      let transport = ScriptedTransport([.text(ContainerSourceTests.answer)])
      let source = ContainerSource(transport: transport, environment: ProcessEnvironment(test.env))
      do {
        _ = try await source.credentials()
        #expect(transport.requests.map(\.url) == [test.result.Ok], "\(test.docs)")
      } catch {
        let expected = try #require(test.result.ErrorContains, "\(test.docs): \(error)")
        #expect(error.message.contains(expected), "\(test.docs): \(error)")
      }
    }
    print("container: \(file.tests.count) cases")
    #expect(file.tests.count == 11)
  }

  @Test func instanceMetadataEndpoint() async throws {
    struct File: Decodable {
      let tests: [Case]
      struct Case: Decodable {
        let docs: String
        let env, fs: [String: String]
        let endpoint_override, mode_override: String?
        let result: Outcome
      }
    }
    guard let file: File = vectors("imds-endpoint-tests.json", count: 14) else { return }
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

  private func vectors<File: Decodable>(_ name: String, count: Int) -> File? {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/../shared/vectors/credentials/\(name)"
    guard let bytes = try? SystemFileSystem().read(path, limit: 1 << 24) else {
      print("../shared/vectors not present: \(count) vectors of \(name) not run")
      return nil
    }
    do {
      return try JSONDecoder().decode(File.self, from: Data(bytes))
    } catch {
      Issue.record(error, "\(name) cannot be read")
      return nil
    }
  }
}
