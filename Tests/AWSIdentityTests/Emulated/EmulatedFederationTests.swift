import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Identities that STS takes in place of a signature, and sessions with conditions, against the emulator.
@Suite
struct EmulatedFederationTests {
  private static let variables = [
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token", "AWS_ROLE_ARN": EmulatedSurroundings.role,
    "AWS_ROLE_SESSION_NAME": "pod-1",
  ]

  @Test func aPodTakesOnItsRole() async throws {
    try await EmulatedSurroundings.run { here in
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken() + "\n")
      let credentials = try await here.chain(Self.variables).credentials()
      #expect(try await here.arn(credentials) == "arn:aws:sts::123456789012:assumed-role/pod/pod-1")
      #expect(credentials.expiration == here.clock.now().addingTimeInterval(3600))
      #expect(here.emulator.statistics[.sts].rejected == 0)
    }
  }

  @Test func aWrongTokenIsRefusedForGood() async throws {
    try await EmulatedSurroundings.run { here in
      let genuine = here.emulator.issueWebIdentityToken()
      let parts = genuine.split(separator: ".")
      let tokens = [
        "garbage", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1]).\(parts[2].reversed())",
        "\(parts[1]).\(parts[0]).\(parts[2])", here.emulator.issueWebIdentityToken(audience: "someone.else"),
      ]
      for token in tokens {
        here.files.write("/var/run/token", token)
        await here.expectRefusal(
          by: here.chain(Self.variables), code: .rejected, saying: "InvalidIdentityToken", hiding: [token])
      }
      #expect(here.emulator.statistics[.sts].rejectedByReason == ["InvalidIdentityToken": tokens.count])
    }
  }

  @Test func anExpiredTokenIsRefusedUntilTheFileHoldsANewOne() async throws {
    try await EmulatedSurroundings.run { here in
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken(lifetime: .seconds(600)))
      let chain = here.chain(Self.variables)
      let first = try await chain.credentials()
      here.clock.suspend(for: .seconds(600))
      await here.expectRefusal(by: chain, code: .failed, saying: "ExpiredToken")
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken())
      let second = try await chain.credentials()
      #expect(first.accessKeyId != second.accessKeyId)
    }
  }

  @Test func aRefusalDoesNotStickToTheCache() async throws {
    try await EmulatedSurroundings.run { here in
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken())
      let cache = CredentialCache(provider: here.chain(Self.variables), clock: here.clock, random: { 0.5 })
      let first = try await cache.snapshot(at: here.clock.now())
      // The provider has new keys, and the file still has the old token.
      here.emulator.replaceIdentityProviderKeys()
      here.clock.suspend(for: .seconds(3600 - 300))
      let error = await #expect(throws: CredentialError.self) { try await cache.snapshot(at: here.clock.now()) }
      #expect(error?.code == .rejected)
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken())
      // A refusal for good is remembered for five seconds at most; the next try reads the file again.
      here.clock.suspend(for: .seconds(6))
      let second = try await cache.snapshot(at: here.clock.now())
      #expect(second.generation == first.generation + 1)
      #expect(try await here.arn(second.credentials).hasSuffix("assumed-role/pod/pod-1"))
    }
  }

  @Test func aRoleTrustsOneSubjectOnly() async throws {
    try await EmulatedSurroundings.run { here in
      here.emulator.setTrust(
        EmulatedRoleTrust(webIdentitySubject: "system:serviceaccount:prod:api"), of: EmulatedSurroundings.role)
      here.files.write("/var/run/token", here.emulator.issueWebIdentityToken())
      await here.expectRefusal(by: here.chain(Self.variables), code: .rejected, saying: "AccessDenied")
      here.files.write(
        "/var/run/token", here.emulator.issueWebIdentityToken(subject: "system:serviceaccount:prod:api"))
      _ = try await here.chain(Self.variables).credentials()
    }
  }

  @Test func anAssertionIsExchangedOnceItIsGenuineAndYoung() async throws {
    try await EmulatedSurroundings.run { here in
      let principal = "arn:aws:iam::123456789012:saml-provider/corp"
      let client = try STSClient(
        anonymousIn: "us-east-1", endpoint: Endpoint(here.emulator.stsEndpoint), clock: here.clock)
      func provider(_ assertion: String, principal: String = principal) -> SAMLCredentialProvider {
        SAMLCredentialProvider(roleArn: EmulatedSurroundings.role, principalArn: principal, client: client) {
          assertion
        }
      }
      let genuine = here.emulator.issueSAMLAssertion(roleArn: EmulatedSurroundings.role, principalArn: principal)
      let credentials = try await provider(genuine).credentials()
      #expect(try await here.arn(credentials).hasSuffix("assumed-role/pod/user@example.com"))
      await here.expectRefusal(
        by: provider("QUFB" + genuine), code: .rejected, saying: "InvalidIdentityToken", hiding: [genuine])
      await here.expectRefusal(
        by: provider(genuine, principal: principal + "2"), code: .rejected, saying: "AccessDenied")
      here.clock.suspend(for: .seconds(301))
      await here.expectRefusal(by: provider(genuine), code: .failed, saying: "ExpiredToken", hiding: [genuine])
      here.emulator.replaceIdentityProviderKeys()
      await here.expectRefusal(by: provider(genuine), code: .rejected, saying: "InvalidIdentityToken")
    }
  }

  @Test func aRoleAsksForAnExternalIdAndACode() async throws {
    try await EmulatedSurroundings.run { here in
      let serial = "arn:aws:iam::123456789012:mfa/me"
      here.emulator.registerPermanentKey(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "emulated")
      here.emulator.registerMultiFactorDevice(serialNumber: serial, tokenCode: "123456")
      here.emulator.setTrust(
        EmulatedRoleTrust(externalId: "shared", mfaSerialNumber: serial), of: EmulatedSurroundings.role)
      func configure(externalId: String) {
        here.writeConfiguration(
          """
          [default]
          role_arn = \(EmulatedSurroundings.role)
          source_profile = base
          external_id = \(externalId)
          mfa_serial = \(serial)
          [profile base]
          aws_access_key_id = AKIAIOSFODNN7EXAMPLE
          aws_secret_access_key = emulated
          """)
      }
      configure(externalId: "shared")
      _ = try await here.chain(tokenCode: { _ in "123456" }).credentials()
      await here.expectRefusal(
        by: here.chain(tokenCode: { _ in "654321" }), code: .rejected, saying: "MultiFactorAuthentication")
      configure(externalId: "other")
      await here.expectRefusal(
        by: here.chain(tokenCode: { _ in "123456" }), code: .rejected, saying: "not authorized to perform")
    }
  }

  @Test func aSessionIsOpenedWithALongLivedKeyOnly() async throws {
    try await EmulatedSurroundings.run { here in
      let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "emulated")
      here.emulator.registerPermanentKey(accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey)
      func client(_ credentials: Credentials) throws -> STSClient {
        try STSClient(
          configuration: ClientConfiguration(
            credentials: CredentialCache(provider: StaticCredentialProvider(credentials), clock: here.clock),
            region: "us-east-1",
            clock: here.clock), endpoint: Endpoint(here.emulator.stsEndpoint))
      }
      here.emulator.registerMultiFactorDevice(serialNumber: "GAHT12345678", tokenCode: "000001")
      let session = try await SessionTokenCredentialProvider(
        client: client(key), duration: .seconds(900), mfaSerial: "GAHT12345678", tokenCode: { _ in "000001" }
      ).credentials()
      #expect(try await here.arn(session) == "arn:aws:iam::123456789012:user/evergreen")
      #expect(session.expiration == here.clock.now().addingTimeInterval(900))
      await here.expectRefusal(
        by: SessionTokenCredentialProvider(
          client: try client(key), mfaSerial: "GAHT12345678", tokenCode: { _ in "999999" }),
        code: .rejected, saying: "MultiFactorAuthentication")
      await here.expectRefusal(
        by: SessionTokenCredentialProvider(client: try client(session)), code: .rejected, saying: "session credentials")
    }
  }

  @Test func otherOperationsAreNotOpenToStrangers() async throws {
    try await EmulatedSurroundings.run { here in
      let nobody = try STSClient(
        anonymousIn: "us-east-1", endpoint: Endpoint(here.emulator.stsEndpoint), clock: here.clock)
      await #expect(throws: ServiceError.self) { try await nobody.getCallerIdentity() }
      let endpoint = try Endpoint(here.emulator.stsEndpoint)
      let head = HTTPRequest(
        method: .get, scheme: "http", authority: endpoint.authority,
        path: "/?Action=GetCallerIdentity&Version=2011-06-15")
      let answer = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
      #expect(answer.head.status.code == 403)
      #expect(here.emulator.statistics[.sts].rejectedByReason == ["MissingAuthenticationToken": 1])
    }
  }
}
