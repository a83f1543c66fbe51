import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import Crypto
import Testing

/// Logins at IAM Identity Center and at the console, against the emulator.
@Suite
struct EmulatedLoginTests {
  private static let account = "123456789012"
  private static let ssoFile = "/home/me/.aws/sso/cache/\(name(Insecure.SHA1.hash(data: Array("corp".utf8)))).json"

  private static func name(_ digest: some Sequence<UInt8>) -> String { EmulatedSurroundings.hexadecimal(digest) }

  private func logIn(_ here: EmulatedSurroundings, role: String = "Reader") -> EmulatedSSOLogin {
    let login = here.emulator.createSSOLogin(roles: [.init(accountId: Self.account, roleName: "Reader")])
    here.files.write(Self.ssoFile, login.tokenFile)
    here.writeConfiguration(
      """
      [default]
      sso_session = corp
      sso_account_id = \(Self.account)
      sso_role_name = \(role)
      [sso-session corp]
      sso_region = us-east-1
      sso_start_url = \(login.startURL)
      """)
    return login
  }

  @Test func aLoginIsWorthARole() async throws {
    try await EmulatedSurroundings.run { here in
      _ = logIn(here)
      let credentials = try await here.chain().credentials()
      #expect(
        try await here.arn(credentials)
          == "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/user@example.com")
      #expect(credentials.accountId == Self.account)
      #expect(here.emulator.statistics.tokensRefreshed == 0)
    }
  }

  @Test func aTokenThatIsAboutToExpireIsRefreshedAndWrittenBack() async throws {
    try await EmulatedSurroundings.run { here in
      let login = logIn(here)
      here.clock.suspend(for: .seconds(3600 - 299))
      _ = try await here.chain().credentials()
      #expect(here.emulator.statistics.tokensRefreshed == 1)
      let file = try #require(here.files.text(of: Self.ssoFile))
      #expect(!file.contains(login.accessToken))
      #expect(!file.contains(login.refreshToken))
      #expect(file.contains(login.clientSecret))
      // The file is good for the next process, and for the next refresh.
      _ = try await here.chain().credentials()
      #expect(here.emulator.statistics.tokensRefreshed == 1)
      here.clock.suspend(for: .seconds(3600))
      _ = try await here.chain().credentials()
      #expect(here.emulator.statistics.tokensRefreshed == 2)
    }
  }

  @Test func aRevokedTokenIsRefreshedOnceAndTheRoleIsHad() async throws {
    try await EmulatedSurroundings.run { here in
      let login = logIn(here)
      here.emulator.revokeSSOTokens(of: login)
      _ = try await here.chain().credentials()
      #expect(here.emulator.statistics[.ssoPortal].rejectedByReason == ["UnauthorizedException": 1])
      #expect(here.emulator.statistics.tokensRefreshed == 1)
    }
  }

  @Test func aLogoutIsToldWithTheCommandThatMendsIt() async throws {
    try await EmulatedSurroundings.run { here in
      let login = logIn(here)
      here.emulator.endSSOLogin(login)
      await here.expectRefusal(
        by: here.chain(), code: .rejected, saying: "aws sso login --sso-session corp",
        hiding: [login.accessToken, login.clientSecret, login.refreshToken])
      // After a new login the same chain goes on.
      _ = logIn(here)
      here.clock.suspend(for: .seconds(31))
      _ = try await here.chain().credentials()
    }
  }

  @Test(arguments: ["accessToken", "clientSecret", "refreshToken"])
  func aWrongTokenIsRefused(_ member: String) async throws {
    try await EmulatedSurroundings.run { here in
      let login = logIn(here)
      here.clock.suspend(for: .seconds(3601))
      let genuine =
        switch member {
        case "accessToken": login.accessToken
        case "clientSecret": login.clientSecret
        default: login.refreshToken
        }
      here.files.write(Self.ssoFile, login.tokenFile.replacing(genuine, with: "forged-\(member)"))
      let chain = here.chain()
      if member == "accessToken" {
        // It is refreshed before it is used.
        _ = try await chain.credentials()
      } else {
        await here.expectRefusal(
          by: chain, code: .rejected, saying: "aws sso login",
          hiding: [login.accessToken, login.clientSecret, login.refreshToken, "forged-\(member)"])
      }
    }
  }

  @Test func aRoleThatIsNotAssignedIsRefused() async throws {
    try await EmulatedSurroundings.run { here in
      _ = logIn(here, role: "Admin")
      await here.expectRefusal(by: here.chain(), code: .rejected, saying: "sso_role_name", "Admin")
      #expect(here.emulator.statistics[.ssoPortal].rejectedByReason == ["ForbiddenException": 1])
    }
  }

  // MARK: - Console logins

  private func logInAtConsole(_ here: EmulatedSurroundings) -> (login: EmulatedConsoleLogin, path: String) {
    let login = here.emulator.createConsoleLogin()
    let path = "/home/me/.aws/login/cache/\(Self.name(SHA256.hash(data: Array(login.session.utf8)))).json"
    here.files.write(path, login.tokenFile)
    here.writeConfiguration("[default]\nlogin_session = \(login.session)\nregion = us-east-1\n")
    return (login, path)
  }

  @Test func aConsoleSessionIsUsedThenRefreshedWithAProofOfPossession() async throws {
    try await EmulatedSurroundings.run { here in
      let (login, path) = logInAtConsole(here)
      let first = try await here.chain().credentials()
      #expect(first.accessKeyId == login.credentials.accessKeyId)
      #expect(try await here.arn(first) == login.session)
      var keys: Set = [first.accessKeyId]
      for round in 1...3 {
        here.clock.suspend(for: .seconds(601))
        let next = try await here.chain().credentials()
        #expect(keys.insert(next.accessKeyId).inserted)
        #expect(try await here.arn(next) == login.session)
        #expect(here.emulator.statistics.tokensRefreshed == round)
        #expect(here.files.text(of: path)?.contains(next.accessKeyId) == true)
      }
      #expect(here.emulator.statistics[.signIn].rejected == 0)
    }
  }

  @Test(arguments: [EmulatedConsoleLogin.Ending.sessionEnded, .passwordChanged, .notPermitted])
  func anEndedConsoleSessionIsToldWithItsReason(_ ending: EmulatedConsoleLogin.Ending) async throws {
    try await EmulatedSurroundings.run { here in
      let (login, _) = logInAtConsole(here)
      here.emulator.endConsoleLogin(login, as: ending)
      here.clock.suspend(for: .seconds(901))
      await here.expectRefusal(
        by: here.chain(), code: .rejected, saying: "aws login", "cannot be refreshed",
        hiding: [login.credentials.secretAccessKey, login.credentials.sessionToken])
      #expect(here.emulator.statistics[.signIn].rejectedByReason == [ending.rawValue: 1])
    }
  }

  @Test func aConsoleSessionEndsByItself() async throws {
    try await EmulatedSurroundings.run { here in
      _ = logInAtConsole(here)
      here.clock.suspend(for: .seconds(12 * 3600))
      await here.expectRefusal(by: here.chain(), code: .rejected, saying: "the console session has ended")
    }
  }

  @Test func aProofByAnotherKeyIsRefused() async throws {
    try await EmulatedSurroundings.run { here in
      let (login, path) = logInAtConsole(here)
      // A new login of the same user has a key of its own.
      let other = here.emulator.createConsoleLogin()
      func member(_ name: String, of file: String) throws -> String {
        let start = try #require(file.firstRange(of: "\"\(name)\":\"")).upperBound
        return String(file[start...].prefix { $0 != "\"" })
      }
      let key = try member("dpopKey", of: login.tokenFile)
      let theirs = try member("dpopKey", of: other.tokenFile)
      here.files.write(path, other.tokenFile.replacing(theirs, with: key))
      here.clock.suspend(for: .seconds(901))
      await here.expectRefusal(by: here.chain(), code: .failed, saying: "another key", hiding: [key])
    }
  }

  @Test func aSkewedClockIsToldByTheProof() async throws {
    try await EmulatedSurroundings.run { here in
      _ = logInAtConsole(here)
      here.clock.suspend(for: .seconds(901))
      here.emulator.clockOffset = .seconds(-600)
      await here.expectRefusal(by: here.chain(), code: .failed, saying: "iat")
    }
  }

  // MARK: - Pod Identity

  @Test func podIdentityFollowsItsTokenFile() async throws {
    try await EmulatedSurroundings.run { here in
      let tokenFile = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token"
      let variables = [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": here.emulator.containerCredentialsURI,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": tokenFile,
      ]
      here.emulator.containerAuthorizationToken = here.emulator.issueWebIdentityToken(
        audience: "pods.eks.amazonaws.com")
      here.files.write(tokenFile, here.emulator.containerAuthorizationToken)
      let chain = here.chain(variables)
      let first = try await chain.credentials()
      #expect(try await here.arn(first).contains("assumed-role/evergreen-role"))
      // The kubelet has put a new token into the file; the old one does not work any more.
      let old = here.emulator.containerAuthorizationToken
      here.emulator.containerAuthorizationToken = here.emulator.issueWebIdentityToken(
        audience: "pods.eks.amazonaws.com")
      await here.expectRefusal(by: chain, code: .failed, saying: "401", hiding: [old])
      here.files.write(tokenFile, here.emulator.containerAuthorizationToken)
      _ = try await chain.credentials()
      here.files.write(tokenFile, "wrong")
      await here.expectRefusal(by: chain, code: .failed, saying: "401")
    }
  }

  @Test func podIdentityOutlivesAnExpiredTokenWhileItsCredentialsLast() async throws {
    try await EmulatedSurroundings.run { here in
      let variables = [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": here.emulator.containerCredentialsURI,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": here.emulator.containerAuthorizationToken,
      ]
      let cache = CredentialCache(provider: here.chain(variables), clock: here.clock, random: { 0.5 })
      let first = try await cache.snapshot(at: here.clock.now())
      here.emulator.containerAuthorizationToken = "the next"
      // Twice in the window before the end, so that the second is asked after the first refresh has failed.
      for _ in 1...2 {
        here.clock.suspend(for: .seconds(1750))
        #expect(try await cache.snapshot(at: here.clock.now()).generation == first.generation)
      }
      try await eventually("a refusal") { here.emulator.statistics[.containerCredentials].rejected > 0 }
      #expect(try await here.arn(first.credentials).contains("evergreen-role"))
    }
  }

  // MARK: - Extended metadata

  @Test(arguments: [EmulatedMetadataCredentials.legacy, .extended, .both])
  func extendedMetadataNamesTheAccount(_ served: EmulatedMetadataCredentials) async throws {
    try await EmulatedSurroundings.run({ $0.metadataCredentials = served }) { here in
      let context = here.context([
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": here.emulator.instanceMetadataEndpoint,
        "AWS_EC2_METADATA_DISABLED": "false",
      ])
      let credentials = try await InstanceMetadataCredentialProvider(context: context, credentialPath: .extended)
        .credentials()
      #expect(credentials.accountId == (served == .legacy ? nil : Self.account))
    }
  }
}
