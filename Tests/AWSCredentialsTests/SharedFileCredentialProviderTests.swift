import AWSCredentials
import AWSTesting
import Testing

struct SharedFileCredentialProviderTests {
  private let fileSystem = InMemoryFileSystem()
  private let pair = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hush\n"

  private func provider(_ profile: String? = nil, _ variables: [String: String] = [:]) -> SharedFileCredentialProvider {
    let home = ["HOME": "/h"].merging(variables) { $1 }
    return SharedFileCredentialProvider(
      profile: profile,
      context: CredentialProviderContext(
        environment: ProcessEnvironment(home), fileSystem: fileSystem, transport: ScriptedTransport()))
  }

  private func failure(_ provider: SharedFileCredentialProvider) async -> CredentialError? {
    await #expect(throws: CredentialError.self) { try await provider.credentials() }
  }

  @Test func mergesBothFilesAndReadsThemAtEachFetch() async throws {
    fileSystem.write("/h/.aws/config", "[profile p]\naws_account_id = 123456789012\naws_session_token = config\n")
    fileSystem.write("/h/.aws/credentials", "[p]\n\(pair)aws_session_token = token\n")
    let provider = provider("p")
    let found = try await provider.credentials()
    #expect(found.accessKeyId == "AKIAIOSFODNN7EXAMPLE" && found.secretAccessKey == "hush")
    #expect(found.sessionToken == "token" && found.accountId == "123456789012")
    #expect(found.provider == "shared files, profile 'p'")
    fileSystem.write("/h/.aws/credentials", "[p]\naws_access_key_id = NEXT\naws_secret_access_key = hush\n")
    let next = try await provider.credentials()
    #expect(next.accessKeyId == "NEXT" && next.sessionToken == nil, "the token of another set")
    #expect(provider.staleness == .strict)
  }

  @Test func nothingThereLetsAChainGoOn() async {
    #expect(await failure(provider())?.code == .notConfigured)
    fileSystem.write("/h/.aws/config", "[default]\nregion = eu-west-1\n")
    #expect(await failure(provider())?.code == .notConfigured)
    #expect(await failure(provider(nil, ["HOME": ""]))?.code == .notConfigured)
  }

  @Test func profileAskedForButAbsentIsAnError() async {
    fileSystem.write("/h/.aws/config", "[p]\n\(pair)[profile q]\n")
    for provider in [provider("p"), provider(nil, ["AWS_PROFILE": "p"])] {
      let error = await failure(provider)
      #expect(error?.code == .invalidConfiguration)
      for part in [
        "'p'", "/h/.aws/config", "/h/.aws/credentials (does not exist)", "'q'", "[p] (/h/.aws/config, line 1)",
      ] {
        #expect(error?.message.contains(part) == true, "\(part)")
      }
    }
  }

  @Test func halfAPairNamesFileProfileAndProperty() async {
    fileSystem.write("/h/.aws/credentials", "[default]\naws_secret_access_key = hush\n")
    let error = await failure(provider())
    #expect(error?.code == .invalidConfiguration)
    #expect(
      error?.message.contains("The profile 'default' has aws_secret_access_key (/h/.aws/credentials, line 2)") == true)
    #expect(error?.message.contains("no aws_access_key_id") == true)
    #expect(error.map { !"\($0)".contains("hush") } == true)
  }

  @Test(arguments: [
    "role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default", "sso_account_id = 1",
    "sso_session = s", "credential_process = /bin/true", "login_session = arn", "web_identity_token_file = /t",
  ])
  func otherKindsAreReportedNotPassedOver(_ property: String) async {
    fileSystem.write("/h/.aws/config", "[default]\n\(property)\n")
    let error = await failure(provider())
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains("(/h/.aws/config, line 2)") == true)
  }

  @Test func aKindItDoesNotFollowIsNamedWithTheProviderThatDoes() async {
    let role = "role_arn = arn:aws:iam::123456789012:role/r\n"
    for (properties, key) in [
      (role + "source_profile = b\n", "role_arn"), (role + "web_identity_token_file = /t\n", "web_identity_token_file"),
      ("credential_source = Environment\n", "credential_source"), ("login_session = l\n", "login_session"),
      ("sso_session = s\nsso_account_id = 1\nsso_role_name = r\n", "sso_session"),
      ("credential_process = /bin/true\n", "credential_process"),
    ] {
      fileSystem.write(
        "/h/.aws/config",
        "[default]\n\(properties)[profile b]\n\(pair)[sso-session s]\nsso_region = x\nsso_start_url = u\n")
      let error = await failure(provider())
      #expect(error?.code == .invalidConfiguration && error?.provider == "shared files")
      for part in ["by \(key) (/h/.aws/config, line ", "ProfileCredentialProvider of the library AWSIdentity"] {
        #expect(error?.message.contains(part) == true, "\(String(describing: error))")
      }
    }
  }

  @Test func aProgramIsNotRunThoughTheContextCould() async {
    fileSystem.write("/h/.aws/config", "[profile p]\ncredential_process = tool --key hush\n")
    let runner = ScriptedProcessRunner(printing: #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush"}"#)
    let context = CredentialProviderContext(
      environment: ["HOME": "/h", "AWS_PROFILE": "p"], fileSystem: fileSystem, transport: ScriptedTransport(),
      processRunner: runner)
    let error = await failure(SharedFileCredentialProvider(context: context))
    #expect(error?.code == .invalidConfiguration && runner.commands.isEmpty)
    #expect(
      error?.message
        == "The profile 'p' (given by AWS_PROFILE) gets its credentials from an external process, by credential_process "
        + "(/h/.aws/config, line 2), which this provider does not support; use ProfileCredentialProvider of the library "
        + "AWSIdentity, or a profile with aws_access_key_id and aws_secret_access_key.")
  }

  @Test func keysOfTheCredentialsFileComeBeforeAProgramAndALogin() async throws {
    let others = "[profile p]\ncredential_process = tool\nlogin_session = l\n"
    fileSystem.write("/h/.aws/config", others)
    fileSystem.write("/h/.aws/credentials", "[p]\n\(pair)")
    #expect(try await provider("p").credentials().accessKeyId == "AKIAIOSFODNN7EXAMPLE")
    fileSystem.write("/h/.aws/config", others + pair)
    fileSystem.write("/h/.aws/credentials", "")
    #expect(await failure(provider("p"))?.message.contains("by login_session (/h/.aws/config, line 3)") == true)
  }

  @Test func aSourceProfileWithoutARoleIsAnError() async {
    fileSystem.write("/h/.aws/config", "[profile p]\nsource_profile = q\n[profile q]\n\(pair)")
    let error = await failure(provider("p"))
    #expect(error?.code == .invalidConfiguration && error?.message.contains("but no role_arn") == true)
  }

  @Test func continuedSecretIsRefused() async {
    fileSystem.write("/h/.aws/credentials", "[default]\n\(pair)  aws_session_token = hush2\n")
    let error = await failure(provider())
    #expect(error?.message.contains("aws_secret_access_key") == true)
    #expect(error.map { !"\($0)".contains("hush") } == true)
  }

  @Test func brokenFileStopsAChain() async {
    fileSystem.write("/h/.aws/config", "oops\n")
    let error = await failure(provider())
    #expect(error?.code == .invalidConfiguration && error?.provider == "shared files")
  }
}
