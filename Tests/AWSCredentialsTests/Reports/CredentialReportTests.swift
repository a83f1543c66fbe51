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
    expiration: Date(timeIntervalSince1970: 4_102_444_800), accountId: "123456789012", source: "static")

  private func failing(_ code: CredentialError.Code, _ name: String) -> ScriptedSource {
    ScriptedSource(name: name) { _ throws(CredentialError) in
      throw CredentialError(code, source: name, message: "\(name) says why")
    }
  }

  @Test func everySourceIsAskedOrOnlyThoseBeforeTheDecision() async {
    let last = failing(.failed, "last")
    let chain = CredentialChain([failing(.notConfigured, "first"), StaticSource(Self.key), last])
    let until = await chain.report(asking: .untilDecided)
    #expect(last.callCount == 0)
    let every = await chain.report(asking: .everySource)
    #expect(last.callCount == 1)
    for report in [until, every] {
      #expect(report.rows.map(\.source) == ["first", "static", "last"])
      #expect(report.verdict == .uses(source: "static"))
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

  @Test func theFirstConfiguredSourceDecides() async {
    let clock = ManualClock()
    let old = Credentials(
      accessKeyId: "AKIAOLD", secretAccessKey: "hush", expiration: clock.now().addingTimeInterval(-1), source: "old")
    let expired = await CredentialChain([StaticSource(old), StaticSource(Self.key)]).report(clock: clock)
    #expect(expired.verdict == .failsWithExpired(source: "static"))
    let broken = await CredentialChain([failing(.rejected, "broken"), StaticSource(Self.key)]).report()
    #expect(broken.verdict == .fails(source: "broken", code: .rejected))
    let none = await CredentialChain([failing(.notConfigured, "a")]).report()
    #expect(none.verdict == .findsNothing)
    #expect("\(none.verdict)" == "No source is configured: a program would find no credentials.")
  }

  @Test func theTableIsAlignedAndWrapped() {
    let report = CredentialReport(rows: [
      CredentialReport.Row(
        source: "environment", inspection: SourceInspection(.notConfigured, looked: ["A (not set)", "B\n(not set)"]),
        outcome: .notConfigured(message: "Nothing is set."), duration: .milliseconds(3)),
      CredentialReport.Row(
        source: "elsewhere", inspection: SourceInspection(.unknown),
        outcome: .failed(code: .timedOut, message: Array(repeating: "word", count: 60).joined(separator: " ")),
        duration: .seconds(2)),
      CredentialReport.Row(
        source: "last", inspection: SourceInspection(.configured), outcome: .notAsked, duration: .zero),
    ])
    let words = Array(repeating: "word", count: 19).joined(separator: " ")
    #expect(
      report.table == """
        source       configured  outcome         time
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
      EnvironmentSource(environment: environment),
      SharedFileSource(environment: environment, fileSystem: InMemoryFileSystem(["/h/.aws/config": ""])),
      ContainerSource(transport: ScriptedTransport(), environment: environment),
    ])
    let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(error?.report?.verdict == .findsNothing)
    #expect(error?.attempts.count == 3)
    let text = "\(error?.description ?? "")"
    let firstLines = text.split(separator: "\n").prefix(2)
    #expect(firstLines.last?.hasPrefix("source") == true && text.contains("\nshared files  no  "))
    #expect(text.contains("/h/.aws/config (exists)") && text.contains("/h/.aws/credentials (it does not exist)"))

    let stopped = await #expect(throws: CredentialError.self) {
      try await CredentialChain([
        failing(.notConfigured, "a"), failing(.failed, "b"), StaticSource(Self.key),
      ]).credentials()
    }
    #expect(stopped?.report?.verdict == .fails(source: "b", code: .failed))
    guard case .notAsked? = stopped?.report?.rows.last?.outcome else {
      Issue.record("the last source counts as asked")
      return
    }
  }

  @Test func inspectionsTellWhereSourcesLookAndNoSecret() throws {
    let environment: ProcessEnvironment = [
      "HOME": "/h", "AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_SESSION_TOKEN": "hush",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/hush-path", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush",
      "AWS_PROFILE": "work",
    ]
    let files = InMemoryFileSystem([
      "/h/.aws/config": "[profile work]\ncredential_process = /bin/helper --password hush\n"
    ])
    let context = CredentialSourceContext(
      environment: environment, fileSystem: files, transport: ScriptedTransport(), clock: ManualClock())
    let inspections = [
      EnvironmentSource(environment: environment).inspection(), StaticSource(Self.key).inspection(),
      SharedFileSource(context: context).inspection(), ContainerSource(context: context).inspection(),
      ProcessSource(commandLine: "helper --password hush", accountId: nil, profile: "work", context: context)
        .inspection(),
    ]
    let all = inspections.flatMap(\.looked).joined(separator: "\n")
    #expect(!all.contains("hush"))
    #expect(inspections.allSatisfy { $0.configuration == .configured })
    for part in [
      "AWS_SESSION_TOKEN (set)", "profile 'work' (given by AWS_PROFILE)", "process `/bin/helper`", "program `helper`",
      "http://169.254.170.2/…", "AWS_CONTAINER_AUTHORIZATION_TOKEN (set)",
    ] { #expect(all.contains(part), "\(part) is missing in:\n\(all)") }
    #expect(InstanceMetadataSource(context: context).inspection().configuration == .unknown)
    let disabled = CredentialSourceContext(
      environment: ["AWS_EC2_METADATA_DISABLED": "true"], fileSystem: files, transport: ScriptedTransport())
    #expect(InstanceMetadataSource(context: disabled).inspection().configuration == .notConfigured)
    #expect(ContainerSource(context: disabled).inspection().configuration == .notConfigured)
    #expect(EnvironmentSource(environment: [:]).inspection().configuration == .notConfigured)
    #expect(ScriptedSource(answers: []).inspection() == SourceInspection(.unknown))
  }

  @Test func programsGetJSON() async throws {
    let chain = CredentialChain([failing(.notConfigured, "a"), StaticSource(Self.key), failing(.failed, "c")])
    let data = try JSONEncoder().encode(await chain.report(asking: .untilDecided))
    struct Shape: Decodable {
      struct Source: Decodable {
        var source, configuration, outcome: String
        var looked: [String]
        var milliseconds: Int
        var accessKeyId, accountId, expiration, message: String?
      }
      struct Verdict: Decodable { var outcome, source, text: String }
      var sources: [Source]
      var verdict: Verdict
    }
    let shape = try JSONDecoder().decode(Shape.self, from: data)
    #expect(shape.sources.map(\.outcome) == ["notConfigured", "found", "notAsked"])
    #expect(shape.sources.map(\.configuration) == ["unknown", "configured", "unknown"])
    #expect(shape.sources[0].message == "a says why")
    #expect(shape.sources[1].accessKeyId == "AKIAIOSFODNN7EXAMPLE" && shape.sources[1].accountId == "123456789012")
    #expect(shape.sources[1].expiration == "2100-01-01T00:00:00Z")
    #expect(shape.verdict.outcome == "uses" && shape.verdict.source == "static")
    #expect(!String(decoding: data, as: UTF8.self).contains("hush"))
    #expect(!String(decoding: data, as: UTF8.self).contains("quiet"))
  }
}
