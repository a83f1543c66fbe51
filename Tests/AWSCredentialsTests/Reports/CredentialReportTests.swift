import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct CredentialReportTests {
  private static let key = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush", sessionToken: "quiet",
    expiration: Date(timeIntervalSince1970: 4_102_444_800), accountId: "123456789012", provider: "static")

  private func failing(_ code: CredentialError.Code, _ name: String) -> ScriptedCredentialProvider {
    ScriptedCredentialProvider(name: name) { _ throws(CredentialError) in
      throw CredentialError(code, provider: name, message: "\(name) says why")
    }
  }

  @Test func everyProviderIsAskedOrOnlyThoseBeforeTheDecision() async {
    let last = failing(.failed, "last")
    let chain = CredentialChain([failing(.notConfigured, "first"), StaticCredentialProvider(Self.key), last])
    let until = await chain.report(asking: .untilDecided)
    #expect(last.callCount == 0)
    let every = await chain.report(asking: .everyProvider)
    #expect(last.callCount == 1)
    for report in [until, every] {
      #expect(report.rows.map(\.provider) == ["first", "static", "last"])
      #expect(report.verdict == .uses(provider: "static"))
      #expect(report.description.hasSuffix("A program would use the credentials of: static."))
      guard case .notConfigured("first says why") = report.rows[0].outcome,
        case .found("AKIAIOSFODNN7EXAMPLE", Self.key.expiration, "123456789012") = report.rows[1].outcome
      else {
        Issue.record("\(report)")
        continue
      }
    }
    guard case .notAsked = until.rows[2].outcome, case .failed(.failed, "last says why") = every.rows[2].outcome else {
      Issue.record("\(every)")
      return
    }
  }

  @Test func theFirstConfiguredProviderDecides() async {
    let clock = ManualClock()
    let old = Credentials(
      accessKeyId: "AKIAOLD", secretAccessKey: "hush", expiration: clock.now().addingTimeInterval(-1), provider: "old")
    let expired = await CredentialChain([StaticCredentialProvider(old), StaticCredentialProvider(Self.key)]).report(
      clock: clock)
    #expect(expired.verdict == .failsWithExpired(provider: "static"))
    let broken = await CredentialChain([failing(.rejected, "broken"), StaticCredentialProvider(Self.key)]).report()
    #expect(broken.verdict == .fails(provider: "broken", code: .rejected))
    let none = await CredentialChain([failing(.notConfigured, "a")]).report()
    #expect(none.verdict == .findsNothing)
    #expect("\(none.verdict)" == "No provider is configured: a program would find no credentials.")
  }

  @Test func theTableIsAlignedAndWrapped() {
    let report = CredentialReport(rows: [
      CredentialReport.Row(
        provider: "environment",
        inspection: ProviderInspection(.notConfigured, looked: ["A (not set)", "B\n(not set)"]),
        outcome: .notConfigured(message: "Nothing is set."), duration: .milliseconds(3)),
      CredentialReport.Row(
        provider: "elsewhere", inspection: ProviderInspection(.unknown),
        outcome: .failed(code: .timedOut, message: Array(repeating: "word", count: 60).joined(separator: " ")),
        duration: .seconds(2)),
      CredentialReport.Row(
        provider: "last", inspection: ProviderInspection(.configured), outcome: .notAsked, duration: .zero),
    ])
    let words = Array(repeating: "word", count: 19).joined(separator: " ")
    #expect(
      report.table == """
        provider     configured  outcome         time
        environment  no          not configured  3 ms
            tried: A (not set), B (not set)
            Nothing is set.
        elsewhere    unknown     timedOut        2000 ms
            \(words)
              \(words)
              \(words)
              word word word
        last         yes         not asked       -
        """)
  }

  @Test func anExhaustedErrorPrintsTheTableAndAStoppedOneCarriesIt() async {
    let environment: ProcessEnvironment = ["HOME": "/h"]
    let chain = CredentialChain([
      EnvironmentCredentialProvider(environment: environment),
      SharedFileCredentialProvider(
        context: CredentialProviderContext(
          environment: environment, fileSystem: InMemoryFileSystem(["/h/.aws/config": ""]),
          transport: ScriptedTransport())),
      ContainerCredentialProvider(
        context: CredentialProviderContext(environment: environment, transport: ScriptedTransport())),
    ])
    let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(error?.report?.verdict == .findsNothing)
    #expect(error?.attempts.count == 3)
    let text = "\(error?.description ?? "")"
    let firstLines = text.split(separator: "\n").prefix(2)
    #expect(firstLines.last?.hasPrefix("provider") == true && text.contains("\nshared files  no  "))
    #expect(text.contains("/h/.aws/config (exists)") && text.contains("/h/.aws/credentials (it does not exist)"))

    let stopped = await #expect(throws: CredentialError.self) {
      try await CredentialChain([
        failing(.notConfigured, "a"), failing(.failed, "b"), StaticCredentialProvider(Self.key),
      ]).credentials()
    }
    #expect(stopped?.report?.verdict == .fails(provider: "b", code: .failed))
    guard case .notAsked? = stopped?.report?.rows.last?.outcome else {
      Issue.record("the last provider counts as asked")
      return
    }
  }

  @Test func inspectionsTellWhereProvidersLookAndNoSecret() throws {
    let environment: ProcessEnvironment = [
      "HOME": "/h", "AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_SESSION_TOKEN": "hush",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/hush-path", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush",
      "AWS_PROFILE": "work",
    ]
    let files = InMemoryFileSystem([
      "/h/.aws/config": "[profile work]\ncredential_process = /bin/helper --password hush\n"
    ])
    let context = CredentialProviderContext(
      environment: environment, fileSystem: files, transport: ScriptedTransport(), clock: ManualClock())
    let inspections = [
      EnvironmentCredentialProvider(environment: environment).inspection(),
      StaticCredentialProvider(Self.key).inspection(),
      SharedFileCredentialProvider(context: context).inspection(),
      ContainerCredentialProvider(context: context).inspection(),
    ]
    let all = inspections.flatMap(\.looked).joined(separator: "\n")
    #expect(!all.contains("hush"))
    #expect(inspections.allSatisfy { $0.configuration == .configured })
    for part in [
      "AWS_SESSION_TOKEN (set)", "profile 'work' (given by AWS_PROFILE)", "an external process",
      "http://169.254.170.2/…", "AWS_CONTAINER_AUTHORIZATION_TOKEN (set)",
    ] { #expect(all.contains(part), "\(part) is missing in:\n\(all)") }
    #expect(InstanceMetadataCredentialProvider(context: context).inspection().configuration == .unknown)
    let disabled = CredentialProviderContext(
      environment: ["AWS_EC2_METADATA_DISABLED": "true"], fileSystem: files, transport: ScriptedTransport())
    #expect(InstanceMetadataCredentialProvider(context: disabled).inspection().configuration == .notConfigured)
    #expect(ContainerCredentialProvider(context: disabled).inspection().configuration == .notConfigured)
    #expect(EnvironmentCredentialProvider(environment: [:]).inspection().configuration == .notConfigured)
    #expect(ScriptedCredentialProvider(results: []).inspection() == ProviderInspection(.unknown))
  }

  @Test func programsGetJSON() async throws {
    let chain = CredentialChain([
      failing(.notConfigured, "a"), StaticCredentialProvider(Self.key), failing(.failed, "c"),
    ])
    let data = try JSONEncoder().encode(await chain.report(asking: .untilDecided))
    struct Shape: Decodable {
      struct Provider: Decodable {
        var provider, configuration, outcome: String
        var looked: [String]
        var milliseconds: Int
        var accessKeyId, accountId, expiration, message: String?
      }
      struct Verdict: Decodable { var outcome, provider, text: String }
      var providers: [Provider]
      var verdict: Verdict
    }
    let shape = try JSONDecoder().decode(Shape.self, from: data)
    #expect(shape.providers.map(\.outcome) == ["notConfigured", "found", "notAsked"])
    #expect(shape.providers.map(\.configuration) == ["unknown", "configured", "unknown"])
    #expect(shape.providers[0].message == "a says why")
    #expect(shape.providers[1].accessKeyId == "AKIAIOSFODNN7EXAMPLE" && shape.providers[1].accountId == "123456789012")
    #expect(shape.providers[1].expiration == "2100-01-01T00:00:00Z")
    #expect(shape.verdict.outcome == "uses" && shape.verdict.provider == "static")
    #expect(!String(decoding: data, as: UTF8.self).contains("hush"))
    #expect(!String(decoding: data, as: UTF8.self).contains("quiet"))
  }
}
