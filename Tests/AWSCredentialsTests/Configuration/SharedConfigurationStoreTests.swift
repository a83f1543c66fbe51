import AWSCredentials
import AWSTesting
import Testing

/// The files are read once, and again when they change.
struct SharedConfigurationStoreTests {
  private static let config = "/home/me/.aws/config"
  private static let credentials = "/home/me/.aws/credentials"
  private static let files = SharedConfigurationFiles(environment: ["HOME": "/home/me"], platform: .posix)

  private func keys(_ id: String) -> String {
    "[default]\naws_access_key_id = \(id)\naws_secret_access_key = hush\n"
  }

  @Test func unchangedFilesAreReadOnce() throws {
    let system = InMemoryFileSystem([Self.credentials: keys("AKIAONE")])
    let store = SharedConfigurationStore(fileSystem: system)
    for _ in 0..<5 { _ = try store.configuration(Self.files) }
    #expect(system.reads == [Self.config, Self.credentials])
  }

  @Test func changesAppearancesAndRemovalsAreNoticed() throws {
    let system = InMemoryFileSystem([Self.credentials: keys("AKIAONE")])
    let store = SharedConfigurationStore(fileSystem: system)
    func key() throws -> String? { try store.configuration(Self.files).profile("default")?["aws_access_key_id"] }
    #expect(try key() == "AKIAONE")
    system.write(Self.credentials, keys("AKIATWO"))
    #expect(try key() == "AKIATWO")
    system.write(Self.config, "[default]\nregion = eu-west-1\n")
    #expect(try store.configuration(Self.files).profile("default")?["region"] == "eu-west-1")
    system.remove(Self.credentials)
    #expect(try key() == nil)
  }

  @Test func aFailureIsNotKept() throws {
    let system = InMemoryFileSystem([Self.credentials: "[default"])
    let store = SharedConfigurationStore(fileSystem: system)
    #expect(throws: CredentialError.self) { try store.configuration(Self.files) }
    #expect(throws: CredentialError.self) { try store.configuration(Self.files) }
    system.write(Self.credentials, keys("AKIAONE"))
    #expect(try store.configuration(Self.files).profile("default") != nil)
  }

  @Test func aKeyRotatedInTheFileIsPickedUpWithoutARestart() async throws {
    let system = InMemoryFileSystem([Self.credentials: keys("AKIAONE")])
    let context = CredentialProviderContext(
      environment: ["HOME": "/home/me"], fileSystem: system, transport: ScriptedTransport(), platform: .posix)
    let cache = CredentialCache(provider: SharedFileCredentialProvider(context: context), clock: ManualClock())
    #expect(try await cache.snapshot().credentials.accessKeyId == "AKIAONE")
    system.write(Self.credentials, keys("AKIATWO"))
    cache.invalidate(rejectedAccessKeyId: "AKIAONE")
    #expect(try await cache.snapshot().credentials.accessKeyId == "AKIATWO")
    #expect(cache.generation == 2)
  }

  @Test func warningsNameFileAndLineAndComeOncePerChange() throws {
    let system = InMemoryFileSystem([
      Self.credentials: keys("AKIAONE"), Self.config: "[dev]\nregion = x\n[profile a]\nbad name = 1\n",
    ])
    system.setReaders(.everyone, of: Self.credentials)
    let logged = RecordedLog()
    let logger = logged.logger
    let store = SharedConfigurationStore(fileSystem: system, logger: logger)
    for _ in 0..<3 { _ = try store.configuration(Self.files) }
    let lines = logged.messages
    #expect(lines.count == 3)
    #expect(lines.contains { $0.contains("chmod 600 \(Self.credentials)") })
    #expect(lines.contains { $0.contains("[dev] (\(Self.config), line 1)") })
    #expect(lines.contains { $0.contains("\(Self.config), line 4") })
    system.write(Self.config, "[profile a]\nregion = x\n")
    _ = try store.configuration(Self.files)
    #expect(logged.messages.count == 3)
  }

  @Test func textThatIsNotUTF8NamesItsLine() {
    let system = InMemoryFileSystem()
    system.write(Self.config, bytes: Array("[default]\nregion = x\nkey = ".utf8) + [0xFF, 0xFE, 0x0A])
    let error = #expect(throws: CredentialError.self) {
      try SharedConfigurationStore(fileSystem: system).configuration(Self.files)
    }
    #expect(error?.message.contains("line 3") == true && error?.message.contains(Self.config) == true)
  }

  @Test func manySectionsAndLongFilesAreRead() throws {
    let text = (0..<200_000).map { "[profile p\($0)]\nregion = r\n" }.joined()
    let store = SharedConfigurationStore(fileSystem: InMemoryFileSystem([Self.config: text]))
    #expect(try store.configuration(Self.files).profiles.count == 200_000)
  }
}
