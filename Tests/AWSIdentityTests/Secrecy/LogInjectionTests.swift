import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Logging
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A server, a program or a file cannot write lines, colours or hidden characters into errors, logs and reports.
@Suite struct LogInjectionTests {
  private static let hostile =
    "x\r\nFORGED line\n\u{1B}[31m\u{1B}]0;title\u{7}\u{8}\u{9B}2J\u{85}\u{202E}\u{2066}\u{200F}\u{2028}\u{FEFF}y"
    + String(repeating: "z", count: 50_000)
  /// The same as JSON writes it.
  private static let json = hostile.unicodeScalars.map { scalar in
    scalar.value < 0x20 ? "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : String(scalar)
  }.joined()
  /// The same as XML writes it.
  private static let xml = hostile.unicodeScalars.map { scalar in
    scalar.value < 0x20 && ![9, 10, 13].contains(scalar.value) ? "?" : String(scalar)
  }.joined().replacing("\r", with: "&#13;").replacing("?", with: "&#x1B;")

  private func check(_ text: String, _ what: String, lines: Int = 60, _ place: SourceLocation = #_sourceLocation) {
    for scalar in text.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      let isForeign = category == .control || category == .format || category == .lineSeparator
      if isForeign {
        Issue.record(
          "\(what) holds U+\(String(scalar.value, radix: 16)): \(text.prefix(300).debugDescription)",
          sourceLocation: place)
        return
      }
    }
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      !all.contains { $0.hasPrefix("FORGED") }, "\(what): \(text.prefix(300).debugDescription)", sourceLocation: place)
    #expect(all.count <= lines && text.utf8.count < 30_000, "\(what): \(text.utf8.count) bytes", sourceLocation: place)
  }

  private func cache() -> CredentialCache {
    CredentialCache(
      provider: StaticCredentialProvider(
        Credentials(
          accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", provider: "test")))
  }

  private func configuration(
    _ status: Int, _ body: String, logger: Logger = Logger(label: "x") { _ in SwiftLogNoOpLogHandler() }
  )
    -> ClientConfiguration
  {
    var fields: HTTPFields = [:]
    for name in ["x-amz-request-id", "x-amz-id-2", "x-amzn-requestid", "x-amzn-errortype", "x-amz-bucket-region"] {
      // What a field may hold at all: HTTP libraries let everything but CR, LF and NUL through.
      let value = String(Self.hostile.prefix(400)).replacing("\r\n", with: " ").replacing("\n", with: " ")
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    let answer = HTTPTransportResponse(
      head: HTTPResponse(status: HTTPResponse.Status(code: status, reasonPhrase: "a\u{1B}b"), headerFields: fields),
      body: AWSHTTPBody(body))
    return ClientConfiguration(
      credentials: cache(), region: "us-east-1",
      transport: ScriptedTransport(Array(repeating: .response(answer), count: 20)), clock: ManualClock(), logger: logger
    )
  }

  @Test(arguments: [400, 403, 404]) func servicesInXML(status: Int) async throws {
    let body = "<Error><Code>\(Self.xml)</Code><Message>\(Self.xml)</Message><RequestId>\(Self.xml)</RequestId></Error>"
    for text in [body, Self.hostile, "<html>\(Self.xml)</html>"] {
      let s3 = S3Client(configuration: configuration(status, text))
      let key = Self.hostile.prefix(40)
      let error = await #expect(throws: S3Error.self) {
        try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: String(key)))
      }
      check("\(try #require(error))", "S3Error")
      check(try #require(error).message, "S3Error.message", lines: 1)
      #expect(error?.key.map { Array($0.utf8) } == Array(key.utf8), "the key itself is not changed")
      let sts = try STSClient(configuration: configuration(status, "<ErrorResponse>\(text)</ErrorResponse>"))
      let role = AssumeRoleCredentialProvider(role: .init(roleArn: Self.hostile, sessionName: "s"), client: sts)
      let failure = await #expect(throws: CredentialError.self) { try await role.credentials() }
      check("\(try #require(failure))", "CredentialError")
      check("\(role) \(role.name) \(role.inspection().looked)", "AssumeRoleCredentialProvider")
    }
  }

  @Test(arguments: [400, 403, 404]) func servicesInJSON(status: Int) async throws {
    for text in [
      #"{"error":{"type":"\#(Self.json)","reason":"\#(Self.json)","root_cause":[{"type":"\#(Self.json)","reason":"\#(Self.json)"}]},"status":1}"#,
      #"{"message":"\#(Self.json)"}"#, #"{"error":"\#(Self.json)"}"#, #"{"__type":"a#\#(Self.json)","message":"m"}"#,
      Self.hostile,
    ] {
      let log = RecordedLog()
      let logger = log.logger
      let elastic = ElasticClient(
        configuration: configuration(status, text, logger: logger),
        endpoint: try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com"))
      let error = await #expect(throws: ElasticError.self) { try await elastic.info() }
      check("\(try #require(error))", "ElasticError")
      check(try #require(error).message, "ElasticError.message", lines: 1)
      for line in log.lines { check(line, "a log line", lines: 1) }
    }
  }

  @Test func bulkItems() async throws {
    let answer =
      #"{"took":1,"errors":true,"items":[{"index":{"_index":"\#(Self.json)","_id":"1","status":400,"error":{"type":"\#(Self.json)","reason":"\#(Self.json)"}}}]}"#
    let elastic = ElasticClient(
      configuration: configuration(200, answer),
      endpoint: try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com"))
    do {
      let report = try await elastic.bulk([BulkAction.index("i", id: "1", document: ["a": 1] as JSONValue)])
      check("\(report)", "BulkReport")
    } catch {
      check("\(error)", "ElasticError of bulk")
    }
  }

  @Test func metadataAndContainers() async throws {
    let document = #"{"Code":"\#(Self.json)","Message":"\#(Self.json)"}"#
    let transport = ScriptedTransport { request in
      let isList = request.head.path?.hasSuffix("security-credentials/") == true
      let body = request.head.method == .put ? "token" : isList ? "role" : document
      return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(body))
    }
    struct Clock: WallClock {
      func now() -> Date { Date(timeIntervalSince1970: 1_767_225_600) }
      func sleep(for duration: Duration) async throws {}
    }
    let context = CredentialProviderContext(
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x"], fileSystem: InMemoryFileSystem(),
      transport: transport, clock: Clock())
    for provider in [
      InstanceMetadataCredentialProvider(context: context), ContainerCredentialProvider(context: context),
    ]
      as [any CredentialProvider]
    {
      let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
      check("\(try #require(error))", provider.name)
    }
    let report = await CredentialChain([InstanceMetadataCredentialProvider(context: context)]).report(
      asking: .everyProvider)
    check("\(report)", "CredentialReport")
  }

  @Test func programsFilesAndNames() async throws {
    let runner = ScriptedProcessRunner([
      .success(ProcessOutcome(status: .exited(1), standardError: Array(Self.hostile.utf8)))
    ])
    let hostileName = String(Self.hostile.prefix(200))
    let files = InMemoryFileSystem([
      "/home/me/.aws/config":
        "[profile a]\ncredential_process = /bin/x\n[\u{1B}[31m \u{202E}]\nregion=x\n[profile b\u{9B}]\n"
    ])
    let context = CredentialProviderContext(
      environment: ["HOME": "/home/me", "AWS_REGION": hostileName], fileSystem: files, transport: ScriptedTransport(),
      processRunner: runner, clock: ManualClock())
    for provider in [
      ProfileCredentialProvider(profile: "a", context: context),
      ProfileCredentialProvider(profile: hostileName, context: context),
    ] {
      let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
      check("\(try #require(error)) \(provider)", provider.name)
      check("\(provider.inspection().looked)", "an inspection")
    }
    let configuration = try context.sharedConfiguration()
    for text in configuration.warnings + configuration.ignoredSections { check(text, "a warning", lines: 1) }
    let region = await #expect(throws: ServiceError.self) { try await RegionResolver(context: context).region() }
    check("\(try #require(region))", "a hostile region")
    let profile = await #expect(throws: ServiceError.self) {
      try await ClientConfiguration.standard(profile: hostileName, in: context)
    }
    check("\(try #require(profile))", "a hostile profile")
    check("\(FileSystemError(.notFound, path: hostileName))", "a file's name")
  }
}
