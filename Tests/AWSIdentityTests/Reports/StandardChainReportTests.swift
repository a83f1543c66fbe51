import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

@Suite
struct StandardChainReportTests {
  private let files = InMemoryFileSystem()

  private func context(_ variables: [String: String], transport: any HTTPTransport = ScriptedTransport())
    -> CredentialProviderContext
  {
    CredentialProviderContext(
      environment: ProcessEnvironment(variables.merging(["HOME": "/h"]) { $1 }), fileSystem: files,
      transport: transport, clock: ManualClock())
  }

  @Test func eachProviderOfTheStandardChainHasARow() async {
    files.write(
      "/h/.aws/config",
      "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = hush\n"
        + "[profile work]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/R\nregion = eu-west-1\n")
    let transport = ScriptedTransport([
      .status(403, body: "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
    ])
    let chain = CredentialChain.standard(
      in: context(
        [
          "AWS_PROFILE": "work", "AWS_WEB_IDENTITY_TOKEN_FILE": "/tokens/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/W",
          "AWS_EC2_METADATA_DISABLED": "true",
        ], transport: transport))
    let report = await chain.report(asking: .everyProvider)
    #expect(
      report.rows.map(\.provider) == [
        "environment", "profile 'work'", "web identity", "container", "instance metadata",
      ])
    #expect(
      report.rows.map(\.inspection.configuration) == [
        .notConfigured, .configured, .configured, .notConfigured, .notConfigured,
      ])
    #expect(report.verdict == .fails(provider: "profile 'work'", code: .rejected))
    let text = "\(report)"
    for part in [
      "/h/.aws/config (exists)", "/h/.aws/credentials (it does not exist)", "profile 'work' (given by AWS_PROFILE)",
      "work → base", "static keys AKIABASE", "role arn:aws:iam::123456789012:role/R",
      "/tokens/t (it does not exist)", "AWS_CONTAINER_CREDENTIALS_FULL_URI (not set)",
      "disabled by AWS_EC2_METADATA_DISABLED",
      "A program would fail with the error of: profile 'work'. Later providers are not asked then.",
    ] { #expect(text.contains(part), "'\(part)' is missing in:\n\(text)") }
    #expect(!text.contains("hush"))
  }

  @Test func inspectionsOfOtherProvidersNameTheirRolesAndFiles() throws {
    let context = context(["AWS_REGION": "us-east-1"])
    let client = try STSClient(anonymousIn: "us-east-1", transport: context.transport)
    let inspections: [(any CredentialProvider, [String])] = [
      (
        SSOCredentialProvider(
          ProfileChain.SingleSignOn(
            sessionName: "s", region: "us-east-1", startURL: "https://d.awsapps.com/start", accountId: "1",
            roleName: "R"), context: context), ["https://d.awsapps.com/start", "/h/.aws/sso/cache/", "role R"]
      ),
      (
        LoginCredentialProvider(ProfileChain.Login(session: "arn:aws:iam::1:user/U"), context: context),
        ["user/U", "/h/.aws/login/cache/"]
      ),
      (
        AssumeRoleCredentialProvider(
          role: STSClient.AssumeRoleInput(roleArn: "arn:aws:iam::1:role/R", sessionName: "s", mfaSerial: "GAHT1"),
          client: client), ["arn:aws:iam::1:role/R", "GAHT1"]
      ),
      (
        SAMLCredentialProvider(
          roleArn: "arn:aws:iam::1:role/R", principalArn: "arn:aws:iam::1:saml-provider/P", client: client
        ) {
          "x"
        },
        ["role/R", "saml-provider/P"]
      ),
      (SessionTokenCredentialProvider(client: client, mfaSerial: "GAHT2"), ["GAHT2"]),
      (
        WebIdentityCredentialProvider(
          ProfileChain.WebIdentity(roleArn: "arn:aws:iam::1:role/R", tokenFile: "/t"), context: context),
        ["/t (it does not exist)", "role/R"]
      ),
    ]
    for (provider, parts) in inspections {
      let inspection = provider.inspection()
      #expect(inspection.configuration == .configured)
      let looked = inspection.looked.joined(separator: "\n")
      for part in parts { #expect(looked.contains(part), "'\(part)' is missing in: \(looked)") }
    }
  }

  @Test func theStandardSTSClientGoesWhereTheSettingsSay() async throws {
    try await Emulator.withEmulator { emulator in
      emulator.registerPermanentKey(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "emulated")
      files.write(
        "/h/.aws/config",
        """
        [profile work]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = emulated
        region = \(emulator.configuration.region)
        services = local
        [services local]
        sts =
          endpoint_url = \(emulator.stsEndpoint)
        """)
      var surroundings = context([:], transport: PatientTransport(AsyncHTTPClientTransport.shared))
      surroundings.clock = SystemWallClock()
      let identity = try await STSClient.standard(profile: "work", in: surroundings).getCallerIdentity()
      #expect(identity.account == emulator.configuration.accountId)
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func theRegionOfTheProgramWins() async throws {
    let transport = ScriptedTransport([.status(403, body: "<ErrorResponse/>")])
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush")
    let client = try STSClient.standard(
      region: "ap-northeast-2", credentials: CredentialCache(provider: StaticCredentialProvider(key)),
      in: context(["AWS_REGION": "eu-west-1"], transport: transport))
    _ = try? await client.getCallerIdentity()
    #expect(transport.requests.first?.head.authority == "sts.ap-northeast-2.amazonaws.com")
  }
}
