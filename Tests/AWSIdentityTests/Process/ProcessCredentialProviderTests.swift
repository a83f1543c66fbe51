import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ProcessCredentialProviderTests {
  private let runner = ScriptedProcessRunner()
  private let good =
    #"{"Version":1,"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"hush","SessionToken":"token","#

  private func context() -> CredentialProviderContext {
    CredentialProviderContext(
      environment: [:], fileSystem: InMemoryFileSystem(), transport: ScriptedTransport(), processRunner: runner,
      clock: ManualClock(start: Date(timeIntervalSince1970: 1_700_000_000)))
  }

  private func provider(_ commandLine: String = "/bin/tool get --key 'top hush'", accountId: String? = nil)
    -> ProcessCredentialProvider
  {
    ProcessCredentialProvider(commandLine: commandLine, accountId: accountId, profile: "p", context: context())
  }

  private func failure(_ outcome: ProcessOutcome) async -> CredentialError? {
    runner.enqueue(.success(outcome))
    return await failure(provider())
  }

  private func failure(printing output: String) async -> CredentialError? {
    await failure(ProcessOutcome(standardOutput: Array(output.utf8)))
  }

  private func failure(_ provider: ProcessCredentialProvider) async -> CredentialError? {
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    if let error {
      #expect(!"\(error)".contains("hush") && !"\(error)".contains("token\""), "\(error)")
      #expect(error.provider == "process, profile 'p'" && error.message.contains("profile 'p'"))
    }
    return error
  }

  @Test func everyMemberIsRead() async throws {
    runner.enqueue(
      .success(
        ProcessOutcome(
          standardOutput: Array(
            (good + #""Expiration":"2023-11-14T23:13:20+00:00","AccountId":"123456789012","Other":[1]}"# + "\n").utf8)))
    )
    let provider = provider(accountId: "7")
    let found = try await provider.credentials()
    #expect(found.accessKeyId == "AKIAIOSFODNN7EXAMPLE" && found.secretAccessKey == "hush")
    #expect(found.sessionToken == "token" && found.accountId == "123456789012")
    #expect(found.expiration == Date(timeIntervalSince1970: 1_700_003_600))
    #expect(
      found.provider == "process, profile 'p'" && provider.name == found.provider && provider.staleness == .strict)
    let command = try #require(runner.commands.first)
    #expect(command.program == "/bin/tool" && command.arguments == ["get", "--key", "top hush"])
    #expect(command.timeout == .seconds(60))
  }

  @Test func whatMayBeLeftOut() async throws {
    runner.enqueue(
      .success(
        ProcessOutcome(
          standardOutput: Array(
            #"{"Version":1,"accessKeyId":"k","SecretAccessKey":"s","SessionToken":null,"AccountId":""}"#.utf8))))
    let found = try await provider(accountId: "7").credentials()
    #expect(found.accessKeyId == "k" && found.sessionToken == nil && found.expiration == nil && found.accountId == "7")
  }

  @Test(arguments: [
    ("", "wrote nothing"), (" \n", "wrote nothing"), ("hush", "not one JSON object"), ("[]", "not one JSON object"),
    (#"{"Version":1,"SecretAccessKey":"hush"#, "not one JSON object"), (#""hush""#, "not one JSON object"),
    (#"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush"} x"#, "not one JSON object"),
    ("{}", "no Version"), (#"{"Version":2}"#, "Version 2; only 1"),
    (#"{"Version":"1"}"#, "Version that is not a whole"),
    (#"{"Version":1.5}"#, "Version that is not a whole"), (#"{"Version":true}"#, "Version that is not a whole"),
    (#"{"Version":1}"#, "no AccessKeyId"), (#"{"Version":1,"AccessKeyId":"k"}"#, "no SecretAccessKey"),
    (#"{"Version":1,"AccessKeyId":" ","SecretAccessKey":"hush"}"#, "an empty AccessKeyId"),
    (#"{"Version":1,"AccessKeyId":7,"SecretAccessKey":"hush"}"#, "AccessKeyId that is not a string"),
    (#"{"Version":1,"AccessKeyId":"k","SecretAccessKey":{"a":"hush"}}"#, "SecretAccessKey that is not a string"),
    (#"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush\nx"}"#, "SecretAccessKey with a control"),
    (
      #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush","SessionToken":1}"#, "SessionToken that is not a string"
    ),
    (#"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush","Expiration":"soon"}"#, "Expiration that is not an ISO"),
    (#"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hush","Expiration":1}"#, "Expiration that is not a string"),
  ])
  func hostileOutputs(_ output: String, _ part: String) async {
    let error = await failure(printing: output)
    #expect(error?.code == .invalidResponse)
    #expect(error?.message.contains(part) == true, "\(String(describing: error))")
  }

  @Test func enormousAndNestedOutputs() async throws {
    let long = String(repeating: "x", count: 10 * 1024 * 1024)
    #expect(
      await failure(printing: good + #""AccountId":"\#(long)"}"#)?.message.contains("more than 65536 bytes") == true)
    #expect(await failure(printing: long)?.message.contains("10485760 bytes") == true)
    let brackets = String(repeating: "[", count: 1_000_000)
    #expect(await failure(printing: #"{"Version":1,"AccessKeyId":"# + brackets)?.code == .invalidResponse)
    #expect(await failure(printing: "\u{0}\u{1}")?.code == .invalidResponse)
    #expect(await failure(ProcessOutcome(standardOutput: [0xFF, 0xFE, 0x7B]))?.code == .invalidResponse)
    runner.enqueue(.success(ProcessOutcome(standardOutput: Array((good + #""Pad":"\#(long)"}"#).utf8))))
    #expect(try await provider().credentials().accessKeyId == "AKIAIOSFODNN7EXAMPLE")
  }

  @Test func expiredCredentialsAreAnError() async {
    let error = await failure(printing: good + #""Expiration":"2023-11-14T22:13:20Z"}"#)
    #expect(error?.code == .expired && error?.message.contains("2023-11-14T22:13:20Z") == true)
  }

  @Test func aFailedProgramIsToldWithTheEndOfItsErrors() async {
    let lines = (1...9).map { "line \($0)" }.joined(separator: "\n")
    let text = lines + "\n\n--key top hush refused\n"
    let error = await failure(
      ProcessOutcome(status: .exited(255), standardOutput: Array("hush".utf8), standardError: Array(text.utf8)))
    #expect(error?.code == .failed)
    #expect(
      error?.message.hasSuffix(
        "`/bin/tool` ended with status 255. It wrote to standard error: …line 6 | line 7 | line 8 | line 9 | "
          + "<redacted> <redacted> refused.") == true, "\(String(describing: error))")
    let signalled = await failure(ProcessOutcome(status: .signalled(9)))
    #expect(signalled?.message.hasSuffix("was ended by signal 9.") == true)
  }

  @Test(arguments: [
    #"{"SecretAccessKey": "hush", "x": 1}"#, #"secretaccesskey='hu\'hush'"#, "aws_secret_access_key = hush",
    #"\"SessionToken\":\"hush\""#, "AWS_SESSION_TOKEN=hush;", #""SecretAccessKey" : "hush"#,
    "\"SecretAccessKey\":\n  \"hush hush\"", "aws-session-token: hush", "\u{1B}[1msecret-key=\u{1B}hush\u{7}",
    "failed for hush/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
  ])
  func secretsInErrorsAreMasked(_ text: String) async {
    let error = await failure(
      ProcessOutcome(status: .exited(1), standardError: Array((text + " then this").utf8)))
    #expect(error?.message.contains("<redacted>") == true, "\(String(describing: error))")
    #expect(error.map { !$0.message.contains { $0.isNewline || $0 == "\u{1B}" } } == true)
  }

  @Test func aSettingForAShellGetsAHintInEveryFailure() async {
    let line = "/bin/tool hush | jq . > x"
    let hint = "No shell is used, so `|`, `>` in the setting went to the program as plain text"
    let answers: [ScriptedProcessRunner.Outcome] = [
      .success(ProcessOutcome(status: .exited(2), standardError: Array("usage".utf8))),
      .success(ProcessOutcome(status: .signalled(6))), .success(ProcessOutcome()),
      .success(ProcessOutcome(standardOutput: Array("{} x".utf8))),
      .success(ProcessOutcome(standardOutput: Array("{}".utf8))),
      .failure(ProcessError(.timedOut, message: "m")), .failure(ProcessError(.notFound, message: "m")),
    ]
    for answer in answers {
      runner.enqueue(answer)
      let error = await failure(provider(line))
      #expect(error?.message.contains(hint) == true, "\(error as Any)")
    }
    #expect(await failure(ProcessOutcome(status: .exited(1)))?.message.contains("shell") == false)
  }

  @Test func aMissingTimeZoneIsTold() async {
    for time in ["2099-01-01T00:00:00", "2099-01-01 00:00:00.5"] {
      let error = await failure(printing: good + #""Expiration":"\#(time)"}"#)
      #expect(error?.code == .invalidResponse)
      #expect(error?.message.contains("an Expiration that has no time zone") == true, "\(error as Any)")
    }
  }

  @Test func timeToAnswerIsGivenWhereThereIsSomebodyToAsk() async throws {
    var context = context()
    context.providerTimeout = .seconds(600)
    runner.enqueue(.failure(ProcessError(.terminalRefused, message: "m", standardError: Array("Code:".utf8))))
    let provider = ProcessCredentialProvider(commandLine: "t", accountId: nil, profile: "p", context: context)
    let error = await failure(provider)
    #expect(error?.code == .failed)
    #expect(error?.message.contains("asked for input on the terminal") == true, "\(error as Any)")
    #expect(error?.message.contains("evergreen credentials") == true)
    #expect(runner.commands.first?.timeout == .seconds(600))
  }

  @Test func longErrorsAreCutAfterMasking() async {
    let text =
      "SecretAccessKey=\"" + String(repeating: "hush ", count: 10_000) + "\" " + String(repeating: "é", count: 5000)
    let error = await failure(ProcessOutcome(status: .exited(1), standardError: Array(text.utf8.dropLast())))
    #expect(error.map { $0.message.unicodeScalars.count < 700 && $0.message.contains("…é") } == true)
  }

  @Test func whyAProgramDidNotRun() async {
    let cases: [(ProcessError.Code, CredentialError.Code, String)] = [
      (.notFound, .invalidConfiguration, "There is no program `/bin/tool`"), (.notStarted, .failed, "could not be run"),
      (.timedOut, .timedOut, "took too long and was ended. It wrote to standard error: <redacted> here"),
      (.outputTooLarge, .invalidResponse, "too much"), (.cancelled, .cancelled, "cancelled"),
    ]
    for (code, expected, part) in cases {
      runner.enqueue(
        .failure(ProcessError(code, message: "get top hush", standardError: Array("top hush here".utf8))))
      let error = await failure(provider())
      #expect(error?.code == expected && error?.message.contains(part) == true, "\(String(describing: error))")
    }
  }

  @Test func aCommandLineThatCannotBeSplitIsNotRun() async {
    let error = await failure(provider("tool 'hush"))
    #expect(error?.code == .invalidConfiguration && error?.message.contains("a single quote is not closed") == true)
    runner.enqueue(.failure(ProcessError(.notFound, message: "KEY=hush was not found.")))
    #expect(await failure(provider("KEY=hush tool"))?.message.contains("no program `KEY…` in PATH") == true)
    #expect(runner.callCount == 1)
  }

  @Test func aCancelledFetchIsCancelled() async throws {
    runner.hold()
    let provider = provider()
    let task = TestTask { try await provider.credentials() }
    try await runner.waitForCalls(1)
    task.cancel()
    let error = await #expect(throws: CredentialError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test func printingShowsNoArgument() {
    let provider = provider()
    var dumped = ""
    dump(provider, to: &dumped)
    for text in ["\(provider)", String(reflecting: provider), dumped] {
      #expect(!text.contains("hush") && !text.contains("--key"), "\(text)")
    }
  }

  #if !os(Windows) && !os(iOS) && !os(tvOS) && !os(watchOS) && !os(visionOS)
    @Test func aRealProgram() async throws {
      var context = context()
      context.processRunner = SystemProcessRunner()
      context.providerTimeout = .seconds(600)
      let printed = (good + #""AccountId":"1"}"#)
      let provider = ProcessCredentialProvider(
        commandLine: "sh -c \"echo '\(printed.replacing("\"", with: "\\\""))'\"", accountId: nil, profile: "p",
        context: context)
      #expect(try await provider.credentials().sessionToken == "token")
    }
  #endif
}
