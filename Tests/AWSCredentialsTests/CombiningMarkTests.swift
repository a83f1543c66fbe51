import AWSCredentials
import AWSTesting
import Testing

/// A combining character makes a slash or a number sign before it part of another character to a string. To the system, and to
/// whoever wrote a file, it is still one.
struct CombiningMarkTests {
  private static let mark = "\u{301}"

  @Test func aPathBelowTheHomeFolder() {
    let files = SharedConfigurationFiles(
      environment: ["HOME": "/home/me", "AWS_CONFIG_FILE": "~/\(Self.mark)config"], platform: .posix)
    #expect(files.config?.utf8.elementsEqual("/home/me/\(Self.mark)config".utf8) == true)
  }

  @Test func aCommentAmongNestedSettings() throws {
    let files = InMemoryFileSystem(["/c": "[default]\nregion = eu-west-1\ns3 =\n  #\(Self.mark) no setting\n  a = b\n"])
    let store = SharedConfigurationStore(fileSystem: files)
    let configuration = try store.configuration(SharedConfigurationFiles(environment: ["AWS_CONFIG_FILE": "/c"]))
    #expect(configuration.profiles["default"]?["region"] == "eu-west-1")
  }

  @Test func theAddressOfAProxy() throws {
    let error = #expect(throws: CredentialError.self) {
      try ProxySettings(environment: ["https_proxy": "ftp://\(Self.mark)u:HUSH@\(Self.mark)proxy"])
    }
    #expect(error?.message.contains("scheme") == true && error?.message.contains("HUSH") == false)
  }
}
