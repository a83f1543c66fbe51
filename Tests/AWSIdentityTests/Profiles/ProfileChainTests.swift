import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

/// Rules of profile chains that the shared vectors do not state.
struct ProfileChainTests {
  private let keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hush\n"
  private let role = "role_arn = arn:aws:iam::123456789012:role/r\n"

  private func chain(
    _ config: String, credentials: String = "", profile: String? = "a"
  ) throws(CredentialError) -> ProfileChain {
    let configuration = try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/config", credentials: "/credentials"),
      fileSystem: InMemoryFileSystem(["/config": config, "/credentials": credentials]))
    return try ProfileChain(profile: ActiveProfile(profile, environment: [:]), configuration: configuration)
  }

  private func failure(
    _ config: String, profile: String? = "a", _ parts: String...,
    code: CredentialError.Code = .invalidConfiguration, location: SourceLocation = #_sourceLocation
  ) {
    do {
      let found = try chain(config, profile: profile)
      Issue.record("\(found) instead of an error", sourceLocation: location)
    } catch {
      #expect(error.code == code, sourceLocation: location)
      for part in parts { #expect(error.message.contains(part), "\(error)", sourceLocation: location) }
      #expect(!"\(error)".contains("hush"), sourceLocation: location)
    }
  }

  @Test func everythingOfARoleIsRead() throws {
    let found = try chain(
      """
      [profile a]
      \(role)source_profile = b
      role_session_name = me
      external_id = ext
      duration_seconds = 43200
      mfa_serial = arn:aws:iam::123456789012:mfa/me
      [profile b]
      \(keys)aws_session_token = token
      aws_account_id = 123456789012
      """)
    let only = try #require(found.roles.first)
    #expect(found.roles.count == 1 && only.profile == "a" && only.sessionName == "me" && only.externalId == "ext")
    #expect(only.durationSeconds == 43_200 && only.mfaSerial == "arn:aws:iam::123456789012:mfa/me")
    #expect(found.profiles == ["a", "b"])
    guard case .staticKeys(let base) = found.base else { return #expect(Bool(false), "\(found)") }
    #expect(base.sessionToken == "token" && base.accountId == "123456789012")
    #expect(base.provider == "shared files, profile 'b'")
  }

  @Test(arguments: ["eC2instancemetadata", "ECSCONTAINER", "environment"])
  func credentialSourceIsReadInAnyCase(_ value: String) throws {
    let found = try chain("[profile a]\n\(role)credential_source = \(value)\n")
    guard case .named(let provider) = found.base else { return #expect(Bool(false), "\(found)") }
    #expect(provider.rawValue.lowercased() == value.lowercased() && found.roles.count == 1)
    #expect(try chain("[profile a]\ncredential_source = \(value)\n").roles.isEmpty)
  }

  @Test func unknownCredentialProviderNamesTheThree() {
    failure(
      "[profile a]\n\(role)credential_source = Ec2\n", "'a'", "`Ec2`", "(/config, line 3)", "`Environment`",
      "`Ec2InstanceMetadata`", "`EcsContainer`")
  }

  /// Each line wins over all below it.
  @Test func bases() throws {
    #expect(try chain("[profile a]\ncredential_source = Environment\n\(keys)").base == .named(.environment))
    let blocks = [
      "\(role)web_identity_token_file = /t",
      "sso_account_id = 1\nsso_role_name = r\nsso_region = x\nsso_start_url = u",
      "login_session = l\nregion = eu-west-1",
      "credential_process = p secret\naws_account_id = 7", keys,
    ]
    let kinds = ["role", "sso", "login", "process", "static"]
    for first in blocks.indices {
      let found = try chain("[profile a]\n" + blocks[first...].joined(separator: "\n") + "\n")
      switch found.base {
      case .webIdentity(let identity): #expect(kinds[first] == "role" && identity.tokenFile == "/t")
      case .singleSignOn: #expect(kinds[first] == "sso")
      case .login(let login): #expect(kinds[first] == "login" && login.region == "eu-west-1")
      case .process(let line, let account):
        #expect(kinds[first] == "process" && line == "p secret" && account == "7")
      case .staticKeys: #expect(kinds[first] == "static")
      default: #expect(Bool(false), "\(found)")
      }
    }
  }

  @Test func aProviderProfileStopsAtItsStaticKeysOnly() throws {
    let found = try chain("[profile a]\n\(role)source_profile = b\n[profile b]\n\(keys)credential_process = p\n")
    guard case .staticKeys = found.base else { return #expect(Bool(false), "\(found)") }
    let process = try chain("[profile a]\n\(role)source_profile = b\n[profile b]\ncredential_process = p\n")
    #expect(process.base == .process(commandLine: "p", accountId: nil))
    failure(
      "[profile a]\n\(role)source_profile = b\n[profile b]\naws_secret_access_key = hush\ncredential_process = p\n",
      "'b' has aws_secret_access_key (/config, line 5)", "no aws_access_key_id")
  }

  @Test func halfAPairBesideAProviderProfileIsNotLookedAt() throws {
    let found = try chain(
      "[profile a]\n\(role)source_profile = b\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[profile b]\n\(keys)")
    #expect(found.profiles == ["a", "b"])
  }

  @Test func ownProviderNeedsStaticKeys() throws {
    let own = try chain("[profile a]\n\(role)source_profile = a\n\(keys)credential_process = p\n")
    guard case .staticKeys = own.base else { return #expect(Bool(false), "\(own)") }
    #expect(own.roles.count == 1 && own.profiles == ["a"])
    failure("[profile a]\n\(role)source_profile = a\n", "infinite loop: a -> a", "(/config, line 3)")
    failure("[profile a]\n\(role)source_profile = a\ncredential_process = p\n", "infinite loop: a -> a")
  }

  @Test func cyclesAreNamedFromWhereTheyBegin() {
    let rest = "[profile b]\n\(role)source_profile = c\n[profile c]\n\(role)source_profile = b\n"
    failure("[profile a]\n\(role)source_profile = b\n" + rest, "loop: b -> c -> b;", "'c' (/config, line 9)")
    let ring = (0..<1000).map { "[profile p\($0)]\n\(role)source_profile = p\(($0 + 1) % 1000)\n" }.joined()
    failure(ring, profile: "p0", "p0 -> p1 -> p2 -> p3 -> p4 -> p5 -> … -> p995", "p999 -> p0;")
  }

  @Test func aThousandProfiles() throws {
    let text = (0..<999).map { "[profile p\($0)]\n\(role)source_profile = p\($0 + 1)\n" }.joined()
    let found = try chain(text, credentials: "[p999]\n\(keys)", profile: "p0")
    #expect(found.roles.count == 999 && found.profiles.count == 1000)
    #expect(found.roles.first?.profile == "p998" && found.roles.last?.profile == "p0")
  }

  @Test(arguments: ["1h", "3600.0", "-900", "+900", "0", "43201", "99999999999999999999", "900 s"])
  func durationIsAWholeNumberWithinLimits(_ value: String) throws {
    let parts = ["`\(value)` (/config, line 4)", "from 1 to 43200"]
    failure("[profile a]\n\(role)credential_source = Environment\nduration_seconds = \(value)\n", parts[0], parts[1])
    failure("[profile a]\n\(role)web_identity_token_file = /t\nduration_seconds = \(value)\n", parts[0], parts[1])
  }

  @Test func webIdentityAndItsNeighbours() throws {
    let text = "[profile a]\n\(role)web_identity_token_file = /t\nduration_seconds = 900\nrole_session_name = me\n"
    guard case .webIdentity(let identity) = try chain(text).base else { return #expect(Bool(false)) }
    #expect(identity.durationSeconds == 900 && identity.sessionName == "me")
    failure(
      text + "credential_source = EcsContainer\n", "a credential_source (/config, line 6)",
      "a web_identity_token_file (/config, line 3)")
    failure("[profile a]\nweb_identity_token_file = /t\n\(keys)", "`role_arn` was missing", "(/config, line 2)")
  }

  @Test func singleSignOnSessions() throws {
    let session = "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x.awsapps.com/start\n"
    let named = "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
    let expected = ProfileChain.Base.singleSignOn(
      try #require(singleSignOn(try chain(named + "sso_region = eu-west-1\n" + session))))
    #expect(try chain(named + session).base == expected)
    #expect("\(expected)".contains("account 1, role r"))
    failure(
      named + "sso_region = us-east-1\n" + session, "sso_region", "'a'", "(/config, line 5) differs",
      "[sso-session s] (/config, line 7)")
    failure(named + "[sso-session s]\nsso_region = x\n", "[sso-session s]", "(/config, line 2)", "has no sso_start_url")
    failure(
      named + "sso_start_url = u\n[sso-session s]\nsso_region = x\n",
      "`sso_start_url` can only be specified in the [sso-session] config", "(/config, line 5)")
    failure(named + "[sso-session t]\n", "sso-session named `s`", "Sessions that exist: 't'", "(/config, line 2)")
    failure("[profile a]\nsso_session = s\nsso_role_name = r\n" + session, "`sso_account_id` must also be set")
  }

  private func singleSignOn(_ chain: ProfileChain) -> ProfileChain.SingleSignOn? {
    guard case .singleSignOn(let found) = chain.base else { return nil }
    return found
  }

  @Test func olderSingleSignOnNeedsAllFour() throws {
    let all = ["sso_account_id = 1", "sso_role_name = r", "sso_region = x", "sso_start_url = u"]
    let found = singleSignOn(try chain("[profile a]\n" + all.joined(separator: "\n") + "\n\(keys)"))
    #expect(found?.sessionName == nil && found?.region == "x" && found?.startURL == "u")
    failure("[profile a]\n" + all[0...2].joined(separator: "\n"), "no sso_start_url", "(/config, line 2)", "all four")
    failure("[profile a]\n" + all[2...3].joined(separator: "\n"), "no sso_account_id, no sso_role_name")
    // An address alone serves bearer tokens.
    guard case .staticKeys = try chain("[profile a]\nsso_session = s\n\(keys)").base else {
      return #expect(Bool(false))
    }
  }

  @Test func singleSignOnAsAProvider() throws {
    let found = try chain(
      """
      [profile a]
      \(role)source_profile = b
      [profile b]
      sso_session = s
      sso_account_id = 1
      sso_role_name = r
      [sso-session s]
      sso_region = x
      sso_start_url = u
      """)
    #expect(found.roles.count == 1 && singleSignOn(found)?.roleName == "r")
  }

  @Test func absentAndEmptyProfiles() {
    failure(
      "[profile b]\n\(keys)[a]\n\(keys)", "'a' (given by the program)", "Profiles that exist: 'b'",
      "[a] (/config, line 4)")
    failure("[profile A]\n\(keys)", "'a'", "'A'")
    failure("[profile b]\n\(keys)", profile: nil, "'default'", code: .notConfigured)
    failure("[default]\nregion = x\n", profile: nil, "`default` did not contain credential", code: .notConfigured)
    failure("[profile a]\nregion = x\n", "`a` did not contain credential information", code: .notConfigured)
    failure(
      "[profile a]\n\(role)source_profile = b\n[profile b]\nregion = x\n", "`b` did not contain credential information",
      "'a' names it as its source_profile (/config, line 3)")
    failure("[profile a]\nsource_profile = b\n[profile b]\n\(keys)", "(/config, line 2) but no role_arn")
    failure("[profile a]\n\(role)source_profile = b\n", "(/config, line 3)", "source profile b referenced from a")
    failure("[profile a]\n\(role)\(keys)", "role_arn (/config, line 2)", "`source_profile`")
  }

  @Test func defaultProfileHasItsRules() throws {
    let text = "[default]\n\(keys)[profile default]\ncredential_process = p\n"
    #expect(try chain(text, profile: nil).base == .process(commandLine: "p", accountId: nil))
    #expect(try chain("[profile a]\n\(role)source_profile = default\n[default]\n\(keys)").profiles == ["a", "default"])
  }

  @Test func brokenValuesNameTheirPlace() {
    failure("[profile a]\n\(keys)  aws_session_token = hush2\n", "aws_secret_access_key (/config, line 3)", "lines")
    failure("[profile a]\n\(role)  source_profile = b\n", "role_arn (/config, line 2)", "lines")
  }

  @Test func noPrintingShowsACommandLineOrASecret() throws {
    for text in ["credential_process = /bin/tool --password hush --x", "credential_process = 'hush", keys] {
      let found = try chain("[profile a]\n\(role)source_profile = b\n[profile b]\n\(text)\n")
      var dumped = ""
      dump(found, to: &dumped)
      dump(found.base, to: &dumped)
      for shown in ["\(found)", String(reflecting: found), "\(found.base)", String(reflecting: found.base), dumped] {
        #expect(!shown.contains("hush") && !shown.contains("--x"), "\(shown)")
      }
      #expect("\(found)".contains("arn:aws:iam::123456789012:role/r"))
    }
  }
}
