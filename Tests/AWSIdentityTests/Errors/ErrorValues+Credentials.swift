import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSSigV4
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ErrorValues {
  static func context(
    _ environment: [String: String] = [:], files: [String: String] = [:],
    _ responses: [ScriptedTransport.Response] = [],
    runner: ScriptedProcessRunner = ScriptedProcessRunner()
  ) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(["HOME": "/home/me"].merging(environment) { $1 }),
      fileSystem: InMemoryFileSystem(files), transport: ScriptedTransport(responses), processRunner: runner,
      clock: PatientClock())
  }

  /// A clock that stands still and on which nobody waits.
  private struct PatientClock: WallClock {
    func now() -> Date { SecretValues.date }
    func sleep(for duration: Duration) async throws {}
  }

  static func ofProviders() async -> [any Error] {
    var errors: [any Error] = []
    let environments: [[String: String]] = [
      ["AWS_ACCESS_KEY_ID": "x"], ["AWS_SECRET_ACCESS_KEY": "x"], [:], ["AWS_PROFILE": "nowhere"],
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "x"], ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/x"],
      ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "ftp:x"], ["AWS_EC2_METADATA_DISABLED": "true"],
      ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "x y"], ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"],
      ["AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/a", "AWS_WEB_IDENTITY_TOKEN_FILE": "/none"],
      ["AWS_ENDPOINT_URL_STS": "ftp://x", "AWS_PROFILE": "role"], ["AWS_REGION": "no region"],
      ["AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_CREDENTIAL_EXPIRATION": "soon"],
    ]
    let configurations = [
      "[profile a", "key = value", "[default]\nx", "[default]\n  x = y", "[profile role]\nrole_arn = x\n",
      "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = role2\n",
      "[default]\nregion = a b\n", "[default]\naws_access_key_id = x\n", "[default]\nsso_session = x\n",
      "[default]\ncredential_process = 'x\n", "",
    ]
    // Each environment with two files, and each file with two environments.
    let role = configurations[5]
    let pairs =
      environments.flatMap { [($0, ""), ($0, role)] }
      + configurations.flatMap { [([:], $0), (["AWS_PROFILE": "role"], $0)] }
    for (environment, configuration) in pairs {
      for responses: [ScriptedTransport.Response] in [[], [.status(403, body: "no"), .text("<html>")]] {
        let context = context(environment, files: ["/home/me/.aws/config": configuration], responses)
        errors += await failure { try await CredentialChain.standard(in: context).credentials() }
        errors += await failure { try await ContainerCredentialProvider(context: context).credentials() }
        errors += await failure { try await WebIdentityCredentialProvider(context: context).credentials() }
        errors += await failure {
          try await EnvironmentCredentialProvider(environment: context.environment).credentials()
        }
        errors += await failure { try await SharedFileCredentialProvider(context: context).credentials() }
        errors += await failure { try await RegionResolver(context: context).region() }
      }
    }
    return errors
  }

  static func ofPrograms() async -> [any Error] {
    var outcomes: [ScriptedProcessRunner.Outcome] = fragments.flatMap { text -> [ScriptedProcessRunner.Outcome] in
      let bytes = Array(text.utf8)
      return [
        .success(ProcessOutcome(status: .exited(3), standardError: bytes)),
        .success(ProcessOutcome(status: .signalled(9), standardError: bytes)),
        .success(ProcessOutcome(standardOutput: bytes, standardError: bytes)),
        .failure(ProcessError(.notStarted, message: text, standardError: bytes)),
        .failure(ProcessError(.timedOut, message: text, standardError: bytes)),
      ]
    }
    outcomes += [
      .failure(ProcessError(.notFound, message: "x")), .failure(ProcessError(.outputTooLarge, message: "x")),
    ]
    let documents = [
      "{}", #"{"Version":2}"#, #"{"Version":"1"}"#, #"{"Version":1,"AccessKeyId":""}"#,
      #"{"Version":1,"AccessKeyId":7}"#,
      #"{"Version":1,"AccessKeyId":"x","SecretAccessKey":"y","Expiration":"soon"}"#,
      #"{"Version":1,"AccessKeyId":"x","SecretAccessKey":"y","Expiration":"2001-01-01T00:00:00Z"}"#,
    ]
    outcomes += documents.map { .success(ProcessOutcome(standardOutput: Array($0.utf8))) }
    var errors: [any Error] = []
    for outcome in outcomes {
      for command in ["tool a", "tool | less"] {
        let provider = ProcessCredentialProvider(
          commandLine: command, accountId: nil, profile: "p", context: context(runner: ScriptedProcessRunner([outcome]))
        )
        errors += await failure { try await provider.credentials() }
      }
    }
    let real = SystemProcessRunner()
    errors += await failure { try await real.run(ProcessCommand(program: "/no/such/program", timeout: .seconds(600))) }
    errors += await failure { try await real.run(ProcessCommand(program: "no-such-program", timeout: .seconds(600))) }
    return errors
  }

  static func ofServices() async throws -> [any Error] {
    var errors: [any Error] = []
    let role = STSClient.AssumeRoleInput(roleArn: "arn:aws:iam::123456789012:role/a", sessionName: "s")
    for text in fragments {
      let body =
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>\(text)</Message></Error></ErrorResponse>"
      for response: ScriptedTransport.Response in [
        .status(403, body: body), .status(400, body: text), .text(body), .text(text),
        .failure(HTTPTransportError(.timeout, message: text)),
      ] {
        let client = try STSClient(configuration: configuration([response, response, response, response]))
        errors += await failure { try await client.getCallerIdentity() }
        errors += await failure {
          try await AssumeRoleCredentialProvider(role: role, client: client).credentials()
        }
      }
    }
    return errors
  }

  /// What is refused before anything is sent or started.
  static func refused() async -> [any Error] {
    var errors: [any Error] = []
    for text in ["ftp://x", "", "http://a b", "http://x/?q", "http//h", "http://h/a b", "https://u:p@h", "http://h:0"] {
      errors += await failure { try Endpoint(text) }
    }
    for text in ["{", #"{"exchanges":[{}]}"#, #"{"exchanges":[{"request":{"method":" ","url":"x"}}]}"#] {
      errors += await failure { try HTTPRecording(bytes: Array(text.utf8), name: "x.json") }
    }
    errors += await failure { try HTTPRecording(file: "/no/such/file") }
    errors += await failure { try await AWSHTTPBody.file("/no/such/file") }
    errors += await failure { try await AWSHTTPBody("x").write(toFile: "/dev/null") }
    errors += await failure { try SystemFileSystem().read("/", limit: 1) }
    errors += await failure { try await Emulator.start(EmulatorConfiguration(credentialLifetime: .zero)) }
    for host in ["no such host", "0.0.0.0"] {
      var configuration = EmulatorConfiguration()
      configuration.host = host
      errors += await failure { [configuration] in try await Emulator.start(configuration) }
    }
    let verifier = SigV4Verifier(service: "s3", region: "us-east-1") { _ in nil }
    let requests = [
      SigningRequest(method: "GET", scheme: "https", authority: "h", target: "/"),
      SigningRequest(
        method: "GET", scheme: "https", authority: "h", target: "/", headers: [("authorization", "AWS4-HMAC-SHA256 x")]),
      SigningRequest(method: "GET", scheme: "https", authority: "h", target: "/?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
      SigningRequest(method: "G T", scheme: "https", authority: "h h", target: "no slash", headers: [("a b", "\n")]),
    ]
    for request in requests {
      errors += await failure { try verifier.verify(request, body: .unread, at: SecretValues.date) }
      errors += await failure {
        try SigV4Signer(service: "s3", region: "us-east-1").sign(
          request, payload: .unsigned, credentials: SecretValues.credentials, date: SecretValues.date)
      }
    }
    return errors
  }
}
