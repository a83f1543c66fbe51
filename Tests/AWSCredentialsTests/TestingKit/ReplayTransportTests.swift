import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite
struct ReplayTransportTests {
  private static let metadata = "http://169.254.169.254/latest"
  private let files = InMemoryFileSystem()

  private func request(
    _ method: HTTPRequest.Method = .get, _ path: String = "/", body: String = "", form: Bool = false
  ) -> HTTPTransportRequest {
    var head = HTTPRequest(method: method, scheme: "https", authority: "host", path: path)
    if form { head.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8" }
    return HTTPTransportRequest(head: head, body: AWSHTTPBody(body))
  }

  private func recording(_ json: String) throws -> HTTPRecording {
    try HTTPRecording(bytes: Array(json.utf8), name: "test.json")
  }

  private static let instance = """
    {"exchanges": [
      {"request": {"method": "PUT", "url": "\(metadata)/api/token"},
       "response": {"status": 200, "headers": {"X-aws-ec2-metadata-token-ttl-seconds": "21600"}, "body": "a-token"}},
      {"request": {"method": "GET", "url": "\(metadata)/meta-data/iam/security-credentials/"},
       "response": {"status": 200, "body": "my-role"}},
      {"request": {"method": "GET", "url": "\(metadata)/meta-data/iam/security-credentials/my-role"},
       "response": {"status": 200, "body": "{\\"Code\\":\\"Success\\",\\"AccessKeyId\\":\\"ASIAONE\\",\
    \\"SecretAccessKey\\":\\"s\\",\\"Token\\":\\"t\\",\\"Expiration\\":\\"2999-01-01T00:00:00Z\\"}"}}
    ]}
    """

  private func metadata(_ transport: any HTTPTransport) -> InstanceMetadataCredentialProvider {
    InstanceMetadataCredentialProvider(
      context: CredentialProviderContext(
        environment: [:], fileSystem: files, transport: ScriptedTransport(), metadataTransport: transport,
        clock: SelfAdvancingClock()))
  }

  @Test func aFileIsPlayedInOrder() async throws {
    files.write("/fixtures/instance.json", Self.instance)
    let transport = try ReplayTransport(file: "/fixtures/instance.json", fileSystem: files)
    let credentials = try await metadata(transport).credentials()
    #expect(credentials.accessKeyId == "ASIAONE")
    try transport.verifyComplete()
    #expect(transport.remainingCount == 0)
  }

  @Test func anotherRequestIsAMismatchThatNamesTheExchange() async throws {
    files.write("/fixtures/instance.json", Self.instance)
    let transport = try ReplayTransport(file: "/fixtures/instance.json", fileSystem: files)
    let error = await #expect(throws: HTTPTransportError.self) {
      try await transport.send(request(.get, "/elsewhere"))
    }
    let message = error?.message ?? ""
    for word in ["/fixtures/instance.json", "exchange 1 is PUT", "GET https://host/elsewhere"] {
      #expect(message.contains(word), "\(message)")
    }
    #expect(transport.mismatches.count == 1 && transport.remainingCount == 3)
    #expect(throws: HTTPRecordingError.self) { try transport.verifyComplete() }
  }

  @Test func whatIsLeftOverIsTold() throws {
    let transport = ReplayTransport(try recording(Self.instance), name: "x")
    let error = #expect(throws: HTTPRecordingError.self) { try transport.verifyComplete() }
    #expect(error?.reason.contains("3 of 3") == true && error?.reason.contains("/latest/api/token") == true)
  }

  @Test func anyOrderAndActions() async throws {
    let transport = ReplayTransport(
      try recording(
        """
        {"exchanges": [
          {"request": {"method": "POST", "url": "https://host/", "action": "AssumeRole"},
           "response": {"status": 200, "body": "one"}},
          {"request": {"method": "POST", "url": "https://host/", "action": "GetCallerIdentity"},
           "response": {"status": 403, "headers": {"X-Two": ["a", "b"]}, "bodyBase64": "/w=="}},
          {"request": {"method": "GET", "url": "https://host/?X-Amz-Signature=1&a=b"},
           "failure": {"code": "timeout", "message": "late"}}
        ]}
        """), order: .any)
    let late = await #expect(throws: HTTPTransportError.self) {
      try await transport.send(request(.get, "/?X-Amz-Signature=2&a=b"))
    }
    #expect(late?.code == .timeout && late?.message == "late")
    let identity = try await transport.send(request(.post, body: "Action=GetCallerIdentity&Version=1", form: true))
    #expect(identity.head.status.code == 403)
    #expect(try await identity.body.collect(upTo: 10) == [0xFF])
    #expect(HTTPField.Name("X-Two").map { identity.head.headerFields[values: $0] } == ["a", "b"])
    let role = try await transport.send(request(.post, body: "Version=1&Action=AssumeRole", form: true))
    #expect(try await role.body.collect(upTo: 10) == Array("one".utf8))
    try transport.verifyComplete()
    let over = await #expect(throws: HTTPTransportError.self) { try await transport.send(request()) }
    #expect(over?.message.contains("all 3 exchanges have been played") == true)
  }

  @Test(arguments: [
    ("", "not JSON"), ("[", "not JSON"), ("[]", "wrong kind"), ("{}", "exchanges is missing"),
    (#"{"exchanges": [{}]}"#, "request is missing at exchanges 1"),
    (#"{"exchanges": [{"request": {"method": "GET"}}]}"#, "url is missing at exchanges 1 request"),
    (#"{"exchanges": [{"request": {"method": "G T", "url": "http://a/"}}]}"#, "exchange 1: request.method"),
    (#"{"exchanges": [{"request": {"method": "GET", "url": "/x"}, "response": {"status": 1}}]}"#, "request.url"),
    (#"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}}]}"#, "either a response or a failure"),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "response": {"status": 7}}]}"#,
      "response.status"
    ),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "response": {"status": "200"}}]}"#,
      "wrong kind at exchanges 1 response status"
    ),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "failure": {"code": "gone"}}]}"#,
      "failure.code is not one of connect"
    ),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "response": {"status": 200, "bodyBase64": "?"}}]}"#,
      "bodyBase64"
    ),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "response": {"status": 200, "headers": {"a b": "c"}}}]}"#,
      "a name that is none"
    ),
    (
      #"{"exchanges": [{"request": {"method": "GET", "url": "http://a/"}, "response": {"status": 200, "headers": {"a": "c\r\nd"}}}]}"#,
      "the value of a"
    ),
  ])
  func aMalformedFileIsToldWithItsPlace(_ json: String, _ words: String) {
    let error = #expect(throws: HTTPRecordingError.self) { try recording(json) }
    #expect(error?.file == "test.json")
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func aFileThatIsNotThereIsToldByName() {
    let error = #expect(throws: HTTPRecordingError.self) { try ReplayTransport(file: "/nowhere", fileSystem: files) }
    #expect(error?.file == "/nowhere")
  }

  @Test func whatIsRecordedHoldsNoSecretAndPlays() async throws {
    let token = "metadata-session-token=="
    let document =
      #"{"Code":"Success","AccessKeyId":"ASIAREALKEY000000000","SecretAccessKey":"real\/secret key","#
      + #""Token": "real-session-token","Expiration":"2999-01-01T00:00:00Z"}"#
    let recorder = RecordingTransport(ScriptedTransport([.text(token), .text("my-role"), .text(document)]))
    let real = try await metadata(recorder).credentials()
    #expect(real.accessKeyId == "ASIAREALKEY000000000")
    try recorder.write(to: "/recorded.json", fileSystem: files)
    let text = try #require(files.text(of: "/recorded.json"))
    for secret in [token, "ASIAREALKEY", "secret key", "real-session-token"] { #expect(!text.contains(secret)) }
    let transport = try ReplayTransport(file: "/recorded.json", fileSystem: files)
    let replayed = try await metadata(transport).credentials()
    #expect(replayed.expiration == real.expiration)
    #expect(replayed.accessKeyId.hasPrefix("ASIARECORDED") && replayed.sessionToken != nil)
    try transport.verifyComplete()
    #expect(try HTTPRecording(file: "/recorded.json", fileSystem: files) == recorder.recording)
  }

  @Test func answersInXMLAndEchoesAreCleaned() async throws {
    let answer = """
      <R><Credentials><AccessKeyId>ASIAXMLKEY</AccessKeyId><SecretAccessKey>xml-secret</SecretAccessKey>\
      <SessionToken>xml-token-long</SessionToken></Credentials></R>
      """
    let echo = "<Error><Message>bad token sent-session-token for sent-web-identity</Message></Error>"
    let recorder = RecordingTransport(
      ScriptedTransport([.text(answer), .status(403, body: echo), .failure(.init(.timeout, message: "xml-token-long"))])
    )
    _ = try await recorder.send(request(.post, body: "Action=AssumeRole", form: true))
    var second = request(.post, body: "Action=X&WebIdentityToken=sent-web-identity", form: true)
    if let name = HTTPField.Name("x-amz-security-token") { second.head.headerFields[name] = "sent-session-token" }
    second.head.headerFields[.authorization] = "AWS4-HMAC-SHA256 Credential=AKID/x, Signature=abcdef123456"
    let received = try await recorder.send(second)
    #expect(try await received.body.collect(upTo: 1000) == Array(echo.utf8))
    await #expect(throws: HTTPTransportError.self) {
      try await recorder.send(request(.get, "/?X-Amz-Security-Token=in-the-query&a=b"))
    }
    let text = String(decoding: recorder.recording.encoded(), as: UTF8.self)
    for secret in [
      "ASIAXMLKEY", "xml-secret", "xml-token-long", "sent-session-token", "sent-web-identity", "abcdef123456",
      "in-the-query",
    ] { #expect(!text.contains(secret), "\(secret)") }
    #expect(text.contains("<SecretAccessKey>RECORDED-SECRETACCESSKEY-"))
    #expect(recorder.recording.exchanges.map(\.action) == ["AssumeRole", "X", nil])
  }

  @Test func rotationsStayRotations() async throws {
    func set(_ key: String) -> ScriptedTransport.Response {
      .text(#"{"AccessKeyId":"\#(key)","SecretAccessKey":"secret of \#(key)"}"#)
    }
    let recorder = RecordingTransport(ScriptedTransport([set("ASIAONE"), set("ASIAONE"), set("ASIATWO")]))
    for _ in 1...3 { _ = try await recorder.send(request()) }
    let bodies = recorder.recording.exchanges.map { exchange in
      if case .response(_, _, let body) = exchange.outcome { String(decoding: body, as: UTF8.self) } else { "" }
    }
    #expect(bodies[0] == bodies[1] && bodies[1] != bodies[2])
  }
}
