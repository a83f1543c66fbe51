import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Services whose clock is two hours behind this machine's, or ahead of it.
struct EmulatedClockTests {
  /// Pauses between attempts take no time; limits are never reached.
  private struct Brisk: WallClock {
    let base: ManualClock
    func now() -> Date { base.now() }
    func monotonicNow() -> Duration { base.monotonicNow() }
    func sleep(for duration: Duration) async throws {
      if duration >= .seconds(10) { try await base.sleep(for: duration) }
    }
  }

  private static let kinds = ["container", "instance metadata", "web identity", "role", "SSO"]

  private func context(_ kind: String, _ here: EmulatedSurroundings) -> CredentialProviderContext {
    switch kind {
    case "container":
      return here.context([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": here.emulator.containerCredentialsURI,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": here.emulator.containerAuthorizationToken,
      ])
    case "instance metadata":
      return here.context([
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": here.emulator.instanceMetadataEndpoint,
        "AWS_EC2_METADATA_DISABLED": "false",
      ])
    case "web identity":
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken() + "\n")
      return here.context([
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token", "AWS_ROLE_ARN": EmulatedSurroundings.role,
      ])
    case "role":
      here.emulator.registerPermanentKey(
        accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
      here.writeConfiguration(
        """
        [default]
        role_arn = \(EmulatedSurroundings.role)
        source_profile = base
        [profile base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
        """)
      return here.context()
    default:
      let login = here.emulator.createSSOLogin(roles: [.init(accountId: "123456789012", roleName: "Reader")])
      let name = EmulatedSurroundings.hexadecimal(Insecure.SHA1.hash(data: Array("corp".utf8)))
      here.files.write("/home/me/.aws/sso/cache/\(name).json", login.tokenFile)
      here.writeConfiguration(
        """
        [default]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = Reader
        [sso-session corp]
        sso_region = us-east-1
        sso_start_url = \(login.startURL)
        """)
      return here.context()
    }
  }

  @Test(arguments: kinds, [-7200, 7200, -86_400])
  func freshCredentialsAreFresh(_ kind: String, _ offset: Int) async throws {
    try await EmulatedSurroundings.run { here in
      here.emulator.clockOffset = .seconds(offset)
      let clock = Brisk(base: here.clock)
      var context = context(kind, here)
      context.clock = clock
      let cache = CredentialCache(provider: CredentialChain.standard(in: context), clock: clock, random: { 0.5 })
      let first = try await cache.snapshot(at: here.clock.now())
      let life = try #require(first.expiration).timeIntervalSince(here.clock.now())
      #expect((life - Double(3600 + max(0, offset))).magnitude < 2, "\(life)")
      for _ in 0..<20 { #expect(try await cache.snapshot(at: here.clock.now()) === first) }
      // They work, once the client has learned the service's time.
      let configuration = ClientConfiguration(credentials: cache, region: "us-east-1", clock: clock)
      let client = try STSClient(configuration: configuration, endpoint: Endpoint(here.emulator.stsEndpoint))
      #expect(try await client.getCallerIdentity().arn.contains("assumed-role/"))
    }
  }
}
