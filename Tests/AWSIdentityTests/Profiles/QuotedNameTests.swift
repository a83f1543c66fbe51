import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

/// Names with spaces, as the AWS CLI writes them, and the headers that mean nothing.
struct QuotedNameTests {
  private func load(_ config: String, credentials: String = "") throws(CredentialError) -> SharedConfiguration {
    try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/c", credentials: "/k"),
      fileSystem: InMemoryFileSystem(["/c": config, "/k": credentials]))
  }

  private func chain(_ configuration: SharedConfiguration, _ profile: String = "p") throws(CredentialError)
    -> ProfileChain
  { try ProfileChain(profile: ActiveProfile(profile, environment: [:]), configuration: configuration) }

  @Test(arguments: [
    ("'My Corp Ltd'", "My Corp Ltd"), ("\"My Corp Ltd\"", "My Corp Ltd"), ("'Team #1; x'", "Team #1; x"),
    ("\"it's ours\"", "it's ours"), ("  'a]b'  ", "a]b"), ("'é'", "é"), ("'plain'", "plain"),
  ])
  func quotedNamesAreFound(_ written: String, _ name: String) throws {
    let loaded = try load(
      """
      [profile \(written)] # a remark
      region = a
      [sso-session \(written)]
      sso_region = b
      sso_start_url = u
      [services \(written)]
      s3 =
        endpoint_url = http://localhost
      """, credentials: "[\(written)]\naws_access_key_id = AKIDEXAMPLE\n")
    #expect(loaded.profile(name)?["region"] == "a" && loaded.profile(name)?["aws_access_key_id"] == "AKIDEXAMPLE")
    #expect(loaded.ssoSessions[name]?["sso_region"] == "b" && loaded.services[name] != nil)
    #expect(loaded.ignoredSections.isEmpty && loaded.warnings.isEmpty, "\(loaded.warnings)")
  }

  @Test(arguments: ["My Corp Ltd", "'My Corp Ltd'", "\"My Corp Ltd\""])
  func aSessionIsFoundHoweverItIsNamed(_ written: String) throws {
    let loaded = try load(
      """
      [profile p]
      sso_session = \(written)
      sso_account_id = 1
      sso_role_name = r
      [sso-session 'My Corp Ltd']
      sso_region = eu-west-1
      sso_start_url = https://x.awsapps.com/start
      """)
    guard case .singleSignOn(let found) = try chain(loaded).base else { return #expect(Bool(false)) }
    #expect(found.sessionName == "My Corp Ltd" && found.region == "eu-west-1")
  }

  @Test func sourceProfilesAndServicesMayBeQuotedToo() throws {
    let loaded = try load(
      """
      [profile p]
      role_arn = arn:aws:iam::123456789012:role/r
      source_profile = 'my base'
      services = "my services"
      [profile "my base"]
      role_arn = arn:aws:iam::123456789012:role/b
      source_profile = 'my base'
      aws_access_key_id = AKIDEXAMPLE
      aws_secret_access_key = hush
      [services 'my services']
      s3 =
        endpoint_url = http://localhost:9000
      """)
    #expect(try chain(loaded).profiles == ["p", "my base"])
    let settings = SharedSettings(
      profile: ActiveProfile("p", environment: [:]), environment: [:], configuration: loaded)
    #expect(try settings.endpointURL(of: "S3")?.url == "http://localhost:9000")
    let loop = try load(
      """
      [profile p]
      role_arn = arn:aws:iam::123456789012:role/r
      source_profile = 'q q'
      [profile 'q q']
      role_arn = arn:aws:iam::123456789012:role/r
      source_profile = "q q"
      """)
    let error = #expect(throws: CredentialError.self) { try chain(loop) }
    #expect(error?.message.contains("infinite loop: q q -> q q") == true, "\(error as Any)")
  }

  @Test func namesThatAreNotFoundListTheIgnoredHeaders() throws {
    let loaded = try load(
      """
      [profile p]
      sso_session = My Corp Ltd
      sso_account_id = 1
      sso_role_name = r
      [profile q]
      services = our services
      [sso-session My Corp Ltd]
      [services our services]
      [sso-sesion x]
      """)
    let session = #expect(throws: CredentialError.self) { try chain(loaded) }
    #expect(session?.message.contains("[sso-session My Corp Ltd] (/c, line 7)") == true, "\(session as Any)")
    #expect(session?.message.contains("in quotes") == true)
    let settings = SharedSettings(
      profile: ActiveProfile("q", environment: [:]), environment: [:], configuration: loaded)
    let services = #expect(throws: CredentialError.self) { try settings.endpointURL(of: "S3") }
    #expect(services?.message.contains("[services our services] (/c, line 8)") == true, "\(services as Any)")
    let profile = #expect(throws: CredentialError.self) { try chain(loaded, "none") }
    #expect(profile?.message.contains("[sso-sesion x] (/c, line 9)") == true, "\(profile as Any)")
  }

  @Test func theToolsOwnSectionsDoNotWarn() throws {
    let loaded = try load("[plugins]\ncli_legacy_plugin_path = /x\n[preview]\ncloudfront = true\n[Plugins]\n")
    #expect(loaded.warnings.count == 1 && loaded.ignoredSections == ["[Plugins] (/c, line 5)"])
    // In the credentials file every header is a profile.
    #expect(try load("", credentials: "[preview]\nregion = x\n").profile("preview") != nil)
  }

  @Test(arguments: ["'a", "a'", "''", "'", "' a '", "'a'b'", "two words", "'a' 'b'", "'a\u{7}b'"])
  func whatIsNoNameStaysIgnored(_ written: String) throws {
    let loaded = try load("[sso-session \(written)]\nsso_region = x\n")
    #expect(loaded.ssoSessions.isEmpty && loaded.ignoredSections.count == 1)
    #expect(!loaded.warnings.joined().contains("\u{7}"))
  }

  @Test func manyWarningsOfAKindAreCounted() throws {
    let loaded = try load((0..<1000).map { "[x y \($0)]\nbad name = 1\n" }.joined())
    #expect(loaded.ignoredSections.count == 1000 && loaded.warnings.count == 42)
    #expect(loaded.warnings.filter { $0.contains("980 more") }.count == 2)
  }
}
