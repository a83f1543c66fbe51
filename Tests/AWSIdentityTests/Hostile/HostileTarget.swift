import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A provider of this module, and one of the services it depends on, which answers as it should until told otherwise.
final class HostileTarget: Sendable, CustomStringConvertible {
  /// What the service answers where it is asked.
  private struct Script: Sendable {
    var hostile: HostileResponse?
    var key = "ASIAGOOD"
  }

  private final class ScriptHolder: Sendable {
    let script = Locked(Script())
  }

  let description: String
  let answers: [HostileResponse]
  /// Whether a whole hostile answer is the credentials themselves, rather than a token to get them with.
  let answersCredentials: Bool
  let files = InMemoryFileSystem()
  let runner = ScriptedProcessRunner()
  let clock = ManualClock()
  let transport: ScriptedTransport
  private let holder: ScriptHolder
  private let make: @Sendable (HostileTarget, CredentialProviderContext) throws -> any CredentialProvider

  static let tokens = [
    "BASE-SECRET", "WEB-IDENTITY", "ASSERTION-OF-SAML", "ACCESS-TOKEN", "CLIENT-SECRET", "REFRESH-ONE",
  ]

  init(
    _ description: String, answers: [HostileResponse], answersCredentials: Bool = true,
    at isTarget: @escaping @Sendable (String) -> Bool = { _ in true },
    good: @escaping @Sendable (_ path: String, _ key: String) -> String,
    make: @escaping @Sendable (HostileTarget, CredentialProviderContext) throws -> any CredentialProvider
  ) {
    self.description = description
    self.answers = answers
    self.answersCredentials = answersCredentials
    self.make = make
    let holder = ScriptHolder()
    self.holder = holder
    transport = ScriptedTransport { request throws(HTTPTransportError) in
      let path = request.head.path ?? ""
      let now = holder.script.withLock { $0 }
      if let hostile = now.hostile, isTarget(path) { return hostile.response() }
      return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(good(path, now.key)))
    }
  }

  /// What the service answers from now on.
  func answer(_ hostile: HostileResponse?, key: String = "ASIAGOOD") {
    holder.script.withLock { $0 = Script(hostile: hostile, key: key) }
  }

  func provider() throws -> any CredentialProvider {
    try make(
      self,
      CredentialProviderContext(
        environment: ["HOME": "/home/me", "AWS_REGION": "us-east-1"], fileSystem: files, transport: transport,
        processRunner: runner, clock: ImpatientClock(base: clock), random: { 0.5 }, platform: .posix))
  }

  fileprivate func client(_ context: CredentialProviderContext) throws -> STSClient {
    let key = StaticCredentialProvider(Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "BASE-SECRET"))
    return try STSClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: key), region: "us-east-1", transport: transport, clock: context.clock,
        random: context.random))
  }
}

// MARK: - The providers

extension HostileTarget {
  /// Makes a provider that asks a service, for each such provider: anew for each test, with answers that are written once.
  static let makers: [@Sendable () -> HostileTarget] = [
    assumeRole, profile, webIdentity, saml, sessionToken, portal, tokenService, signIn,
  ]

  private static let role = "arn:aws:iam::123456789012:role/r"

  private static let stsAnswers = Dictionary(
    uniqueKeysWithValues: ["AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML", "GetSessionToken"].map {
      ($0, HostileResponse.securityTokenService($0))
    })

  private static func sts(
    _ action: String,
    _ make: @escaping @Sendable (HostileTarget, CredentialProviderContext) throws -> any CredentialProvider
  ) -> HostileTarget {
    HostileTarget(
      action, answers: stsAnswers[action] ?? [],
      good: { _, key in
        """
        <\(action)Response><\(action)Result><Credentials><AccessKeyId>\(key)</AccessKeyId>\
        <SecretAccessKey>\(HostileResponse.secretAccessKey)</SecretAccessKey><SessionToken>t</SessionToken>\
        <Expiration>\(expiration(of: key))</Expiration></Credentials></\(action)Result></\(action)Response>
        """
      }, make: make)
  }

  /// The first set lasts for an hour of the test's clock, which begins with the year 2026.
  private static func expiration(of key: String) -> String {
    key == "ASIAGOOD" ? "2026-01-01T01:00:00Z" : "2026-06-01T00:00:00Z"
  }

  private static func assumeRole() -> HostileTarget {
    sts("AssumeRole") { target, context in
      AssumeRoleCredentialProvider(
        role: STSClient.AssumeRoleInput(roleArn: role, sessionName: "me"), client: try target.client(context))
    }
  }

  private static func profile() -> HostileTarget {
    sts("AssumeRole") { target, context in
      target.files.write(
        "/home/me/.aws/config",
        """
        [default]
        role_arn = \(role)
        source_profile = base
        [profile base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = BASE-SECRET
        """)
      return ProfileCredentialProvider(profile: nil, context: context)
    }
  }

  private static func webIdentity() -> HostileTarget {
    sts("AssumeRoleWithWebIdentity") { target, context in
      target.files.write("/token", "WEB-IDENTITY")
      return WebIdentityCredentialProvider(
        ProfileChain.WebIdentity(roleArn: role, tokenFile: "/token", sessionName: nil, durationSeconds: nil),
        context: context)
    }
  }

  private static func saml() -> HostileTarget {
    sts("AssumeRoleWithSAML") { target, context in
      SAMLCredentialProvider(
        roleArn: role, principalArn: "arn:aws:iam::123456789012:saml-provider/p", client: try target.client(context)
      ) {
        "ASSERTION-OF-SAML"
      }
    }
  }

  private static func sessionToken() -> HostileTarget {
    sts("GetSessionToken") { target, context in
      SessionTokenCredentialProvider(client: try target.client(context))
    }
  }

  private static let singleSignOn = ProfileChain.SingleSignOn(
    sessionName: "corp", region: "us-east-1", startURL: "https://example.awsapps.com/start", accountId: "123456789012",
    roleName: "Reader")

  private static func roleCredentials(_ key: String) -> String {
    let end = ISO8601.date(from: expiration(of: key))?.timeIntervalSince1970 ?? 0
    return """
      {"roleCredentials":{"accessKeyId":"\(key)","secretAccessKey":"\(HostileResponse.secretAccessKey)",
      "sessionToken":"t","expiration":\(Int(end * 1000))}}
      """
  }

  private static func writeToken(_ files: InMemoryFileSystem, expiresAt: String) {
    let name = EmulatedSurroundings.hexadecimal(Insecure.SHA1.hash(data: Array("corp".utf8)))
    files.write(
      "/home/me/.aws/sso/cache/\(name).json",
      """
      {"accessToken": "ACCESS-TOKEN", "expiresAt": "\(expiresAt)", "clientId": "client",
       "clientSecret": "CLIENT-SECRET", "registrationExpiresAt": "2030-01-01T00:00:00Z", "refreshToken": "REFRESH-ONE"}
      """)
  }

  private static let portalAnswers = HostileResponse.json(
    HostileResponse.Members(
      accessKeyId: "accessKeyId", secretAccessKey: "secretAccessKey", sessionToken: "sessionToken",
      expiration: "expiration", future: "32472144000000", frame: ("{\"roleCredentials\":{", "}}")))

  private static func portal() -> HostileTarget {
    HostileTarget(
      "the access portal", answers: portalAnswers, at: { $0.hasPrefix("/federation") },
      good: { _, key in roleCredentials(key) },
      make: { target, context in
        writeToken(target.files, expiresAt: "2029-01-01T00:00:00Z")
        return SSOCredentialProvider(singleSignOn, context: context)
      })
  }

  private static let tokenServiceAnswers = HostileResponse.json(
    HostileResponse.Members(
      accessKeyId: "tokenType", secretAccessKey: "refreshToken", sessionToken: "accessToken", expiration: "expiresIn",
      future: "3600", frame: ("{", "}")))

  private static func tokenService() -> HostileTarget {
    HostileTarget(
      "the token service", answers: tokenServiceAnswers, answersCredentials: false, at: { $0 == "/token" },
      good: { path, key in
        // Tokens that need a refresh before each use.
        path == "/token"
          ? #"{"accessToken":"ACCESS-TOKEN-2","tokenType":"Bearer","expiresIn":60,"refreshToken":"REFRESH-ONE"}"#
          : roleCredentials(key)
      },
      make: { target, context in
        writeToken(target.files, expiresAt: "2026-01-01T00:00:00Z")
        return SSOCredentialProvider(singleSignOn, context: context)
      })
  }

  private static let signInAnswers: [HostileResponse] = {
    let members = HostileResponse.Members(
      accessKeyId: "accessKeyId", secretAccessKey: "secretAccessKey", sessionToken: "sessionToken",
      expiration: "ignored", future: "1",
      frame: (#"{"tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"REFRESH-ONE","accessToken":{"#, "}}"))
    let lives = ["-1", "0", "1e300", "1e999", "\"900\"", "null", "{}", "99999999999999999999", "true"].map { life in
      HostileResponse(
        name: "expiresIn \(life)",
        body: members.document().replacing("\"expiresIn\":900", with: "\"expiresIn\":\(life)"))
    }
    return HostileResponse.json(members).filter { !$0.name.hasPrefix("expiration") } + lives
  }()

  private static func signIn() -> HostileTarget {
    let session = "arn:aws:iam::123456789012:user/me"
    let path =
      "/home/me/.aws/login/cache/\(EmulatedSurroundings.hexadecimal(SHA256.hash(data: Array(session.utf8)))).json"
    let pem = P256.Signing.PrivateKey().pemRepresentation.replacing("\n", with: "\\n")
    return HostileTarget(
      "AWS Sign-In",
      answers: signInAnswers,
      good: { _, key in
        """
        {"accessToken":{"accessKeyId":"\(key)","secretAccessKey":"\(HostileResponse.secretAccessKey)",
        "sessionToken":"t"},"tokenType":"aws_sigv4","expiresIn":\(key == "ASIAGOOD" ? 3600 : 864_000),
        "refreshToken":"REFRESH-ONE"}
        """
      },
      make: { target, context in
        target.files.write(
          path,
          """
          {"accessToken": {"accessKeyId": "ASIAOLD", "secretAccessKey": "BASE-SECRET", "sessionToken": "ACCESS-TOKEN",
           "accountId": "123456789012", "expiresAt": "2026-01-01T00:00:00Z"}, "tokenType": "aws_sigv4",
           "clientId": "client", "refreshToken": "REFRESH-ONE", "dpopKey": "\(pem)"}
          """)
        return LoginCredentialProvider(ProfileChain.Login(session: session, region: "us-east-1"), context: context)
      })
  }
}
