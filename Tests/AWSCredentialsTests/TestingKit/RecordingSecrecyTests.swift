import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

/// Nothing secret gets into a recording, however a service writes it; what is kept can be played.
@Suite struct RecordingSecrecyTests {
  private static let hush = "HUSH-wJalrXUtnFEMI-HUSH"

  private func request(
    _ url: String = "https://host/", method: HTTPRequest.Method = .post, headers: HTTPFields = [:], body: String = "",
    type: String? = nil
  ) -> HTTPTransportRequest {
    let rest = url.split(separator: "://", maxSplits: 1)
    let authority = rest[1].prefix { $0 != "/" }
    var head = HTTPRequest(
      method: method, scheme: String(rest[0]), authority: String(authority),
      path: String(rest[1].dropFirst(authority.count)))
    head.headerFields = headers
    if let type { head.headerFields[.contentType] = type }
    return HTTPTransportRequest(head: head, body: AWSHTTPBody(body))
  }

  private func recorded(
    _ request: HTTPTransportRequest, _ answer: HTTPTransportResponse, times: Int = 1
  ) async throws -> HTTPRecording {
    let answers = [ScriptedTransport.Response](repeating: .response(answer), count: times)
    let recorder = RecordingTransport(ScriptedTransport(answers))
    for _ in 0..<times { _ = try await recorder.send(request) }
    return recorder.recording
  }

  private func answer(_ body: [UInt8], status: Int = 200, headers: HTTPFields = [:]) -> HTTPTransportResponse {
    HTTPTransportResponse(
      head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers), body: AWSHTTPBody(body))
  }

  private func text(_ recording: HTTPRecording) -> String { String(decoding: recording.encoded(), as: UTF8.self) }

  @Test(arguments: [
    #"{"SecretAccessKey":"HUSH"}"#, #"{"Secret\u0041ccessKey":"HUSH"}"#, #"{"secret_access_key":"HUSH"}"#,
    #"{"SecretAccessKey":"HU\u0053H"}"#, #"{"a":[{"SessionToken":"HUSH"}]}"#, #"{"tokens":["HUSH",["HUSH"]]}"#,
    #"{"access_token":"HUSH"}"#, #"{"idToken":"HUSH","b":1}"#, #"{"token":{"value":"HUSH"}}"#, #"{"password":"HUSH"}"#,
    #"{"text":"{\"SecretAccessKey\":\"HUSH\"}"}"#, #"{"text":"<a><SecretAccessKey>HUSH</SecretAccessKey></a>"}"#,
    #"{"url":"https://b/k?X-Amz-Signature=HUSH&a=b"}"#, #"{"url":"https://u:HUSH@b/k"}"#,
    #"{"message":"Authorization: Bearer HUSH"}"#, #"{"message":"token=HUSH was refused"}"#,
    #"{"SecretAccessKey":"x","SecretAccessKey":"HUSH"}"#, "[{\"SessionToken\":\"HUSH\"}]\n{\"SessionToken\":\"HUSH\"}",
    #"{"tokenCode":4820174820}"#.replacing("4820174820", with: "482017"),
    "<R><SecretAccessKey>HUSH</SecretAccessKey></R>", "<R><n:SecretAccessKey xmlns:n='x'>HUSH</n:SecretAccessKey></R>",
    "<R><SecretAccessKey><![CDATA[HUSH]]></SecretAccessKey></R>",
    "<R><SecretAccessKey>HU<![CDATA[SH]]></SecretAccessKey></R>",
    "<R><SecretAccessKey>H<!-- x -->USH</SecretAccessKey></R>", "<R><SessionToken>&#x48;USH</SessionToken></R>",
    "<R><SecretAccessKey ><V>HUSH</V></SecretAccessKey></R>", "<R SessionToken=\"HUSH\"/>", "<R><a token='HUSH'/></R>",
    "<?xml version='1.0'?><!-- HUSH --><R/>", "<R><!-- HUSH --></R>", "<R><M>token=HUSH</M></R>",
    "<Sessiontoken\n>HUSH</Sessiontoken>",
    // To a string a combining mark makes the end of a section part of another character.
    "<R><N><![CDATA[x]]>\u{301}<SecretAccessKey>HUSH</SecretAccessKey><![CDATA[y]]></N></R>",
    "<R><!-- x -->\u{301}<SecretAccessKey>HUSH</SecretAccessKey><!-- y --></R>",
    "<R><?x y?>\u{301}<SecretAccessKey>HUSH</SecretAccessKey><?x y?></R>",
    "<R a=\"\u{301}\"><SecretAccessKey b=\"'\u{301}\">HUSH</SecretAccessKey></R>",
    #"{"url":"https://\u{301}u:HUSH@b/k?X-Amz-Signature=HUSH&AccessKeyId=HUSH"}"#.replacing(
      #"\u{301}"#, with: "\u{301}"),
  ])
  func secretsInDocuments(_ body: String) async throws {
    let hostile = body.replacing("HUSH", with: Self.hush)
    let recording = try await recorded(request(), answer(Array(hostile.utf8)))
    let written = text(recording)
    for part in ["HUSH", "wJalr", "482017"] { #expect(!written.contains(part), "\(written)") }
    #expect(recording.exchanges[0].leftOut == nil)
    // The recording is one, and it plays.
    let replay = ReplayTransport(try HTTPRecording(bytes: recording.encoded(), name: "x"))
    let played = try await replay.send(request())
    #expect(try await !played.body.collect(upTo: 10_000).isEmpty)
    try replay.verifyComplete()
  }

  @Test func aBodyThatCannotBeParsedIsLeftOut() async throws {
    let document = #"{"SecretAccessKey":"\#(Self.hush)","x":""#
    let bodies: [[UInt8]] = [
      Array(document.utf8) + [0xFF] + Array(#""}"#.utf8), Array(document.utf8), Array("\(document)\"}}".utf8),
      Array("AWS_SECRET_ACCESS_KEY=\(Self.hush)".utf8), Array("<R><SecretAccessKey>\(Self.hush)</R>".utf8),
      [0xFE, 0xFF] + Self.hush.utf8.flatMap { byte -> [UInt8] in [0, byte] },
      Array("<!DOCTYPE x [<!ENTITY s '\(Self.hush)'>]><x>&s;</x>".utf8),
    ]
    for body in bodies {
      let recording = try await recorded(request(), answer(body))
      let written = text(recording)
      #expect(!written.contains("HUSH") && !written.contains("AEgAVQBTAEg"), "\(written)")
      #expect(recording.exchanges[0].leftOut != nil && written.contains("bodyLeftOut"))
      let replay = ReplayTransport(try HTTPRecording(bytes: recording.encoded(), name: "x"))
      let error = await #expect(throws: HTTPTransportError.self) { try await replay.send(request()) }
      #expect(error?.message.contains("exchange 1") == true, "\(String(describing: error))")
    }
    // Of a failure the status is enough.
    let recording = try await recorded(request(), answer(Array("not found \(Self.hush)".utf8), status: 404))
    #expect(!text(recording).contains("HUSH"))
    #expect(try await ReplayTransport(recording).send(request()).head.status.code == 404)
  }

  @Test func bodiesThatHoldNoSecretsMayBeRecorded() async throws {
    let recorder = RecordingTransport(
      ScriptedTransport([.text("an object"), .text("it echoes \(Self.hush)")]), unparsedBodies: .recorded)
    _ = try await recorder.send(request(method: .get))
    var second = request(method: .get)
    if let name = HTTPField.Name("x-amz-security-token") { second.head.headerFields[name] = Self.hush }
    _ = try await recorder.send(second)
    #expect(!text(recorder.recording).contains("HUSH"))
    let played = try await ReplayTransport(recorder.recording).send(request(method: .get))
    #expect(try await played.body.collect(upTo: 100) == Array("an object".utf8))
  }

  @Test(arguments: [
    "https://host/?access_token=HUSH&a=b", "https://host/a?X%2DAmz%2DSignature=HUSH",
    "https://host/?X-Amz-S3session-Token=HUSH",
    "https://host/a?redirect=https%3A%2F%2Fx%2F%3Ftoken%3DHUSH", "https://host/?Signature=HUSH&Expires=1",
    "https://host/?sig=HUSH",
    "http://169.254.170.2/v2/credentials/HUSH", "http://169.254.170.2/HUSH/HUSH?a=b",
    "http://[fd00:ec2::23]/v1/credentials/HUSH",
  ])
  func secretsInURLs(_ url: String) async throws {
    let hostile = request(url.replacing("HUSH", with: Self.hush), method: .get)
    let recording = try await recorded(hostile, answer(Array("{}".utf8)))
    #expect(!text(recording).contains("HUSH"), "\(text(recording))")
    // Another secret plays the same exchange, and so does the same one.
    for secret in [Self.hush, "another"] {
      let replay = ReplayTransport(try HTTPRecording(bytes: recording.encoded(), name: "x"))
      _ = try await replay.send(request(url.replacing("HUSH", with: secret), method: .get))
    }
  }

  @Test func thePathOfAContainersFullURIIsSecret() async throws {
    let files = InMemoryFileSystem()
    func provider(_ transport: any HTTPTransport) -> ContainerCredentialProvider {
      ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost:7000/\(Self.hush)/creds",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic \(Self.hush)",
          ], fileSystem: files, transport: transport))
    }
    let document =
      #"{"AccessKeyId":"ASIAREAL","SecretAccessKey":"\#(Self.hush)","Token":"t-\#(Self.hush)","Expiration":"2999-01-01T00:00:00Z"}"#
    let recorder = RecordingTransport(ScriptedTransport([.text(document)]))
    _ = try await provider(recorder).credentials()
    #expect(!text(recorder.recording).contains("HUSH"), "\(text(recorder.recording))")
    #expect(try await provider(ReplayTransport(recorder.recording)).credentials().sessionToken != nil)
    // One that was written by hand names the path.
    var byHand = recorder.recording
    byHand.exchanges[0].url = "http://localhost:7000/\(Self.hush)/creds"
    #expect(try await provider(ReplayTransport(byHand)).credentials().sessionToken != nil)
  }

  @Test(arguments: [
    "X-Amz-S3session-Token", "X-Amz-Security-Token", "Authorization", "X-Aws-Ec2-Metadata-Token", "X-Auth-Token",
    "Cookie",
    "x-amz-sso_bearer_token",
  ])
  func whatAHeaderCarriedIsNotEchoed(_ name: String) async throws {
    let field = try #require(HTTPField.Name(name))
    let echoes = [
      #"{"message":"bad \#(Self.hush)"}"#, #"{"message":"bad \#(Self.hush.lowercased())"}"#,
      #"{"message":"bad \#(Self.hush.utf8.map { "\\u00" + String($0, radix: 16) }.joined())"}"#,
      "<E><M>\(Self.hush)</M></E>", "<E><M>\(Self.hush.prefix(8))<![CDATA[\(Self.hush.dropFirst(8))]]></M></E>",
    ]
    for echo in echoes {
      let recording = try await recorded(
        request(headers: [field: name == "Authorization" ? "Bearer \(Self.hush)" : Self.hush]),
        answer(Array(echo.utf8), status: 403, headers: [.eTag: Self.hush]))
      #expect(!text(recording).lowercased().contains("hush"), "\(text(recording))")
    }
  }

  @Test(arguments: [
    ("Action=A&Web%49dentityToken=HUSH", "application/x-www-form-urlencoded"),
    ("access_token=HUSH", "Application/X-WWW-Form-Urlencoded"),
    ("Action=A&TokenCode=HUSH", "application/x-www-form-urlencoded"), (#"{"refreshToken":"HUSH"}"#, "application/json"),
    (#"{"a":[{"client\u0053ecret":"HUSH"}]}"#, "application/json"),
    ("<a><Password>HUSH</Password></a>", "application/xml"),
  ])
  func whatABodyCarriedIsNotEchoed(_ body: String, _ type: String) async throws {
    let recording = try await recorded(
      request(body: body.replacing("HUSH", with: Self.hush), type: type), answer(Array(#"{"e":"\#(Self.hush)"}"#.utf8)))
    #expect(!text(recording).contains("HUSH"), "\(text(recording))")
  }

  @Test func whatIsKnownLaterIsTakenOutOfWhatCameBefore() async throws {
    let recorder = RecordingTransport(
      ScriptedTransport([.text(#"{"note":"\#(Self.hush)"}"#), .text(#"{"SessionToken":"\#(Self.hush)"}"#)]))
    for _ in 1...2 { _ = try await recorder.send(request()) }
    #expect(!text(recorder.recording).contains("HUSH"))
  }

  @Test func norDoesItStayInFailuresAndActions() async throws {
    let recorder = RecordingTransport(
      ScriptedTransport([
        .failure(HTTPTransportError(.connect, message: "no way to \(Self.hush).internal")),
        .text(#"{"SessionToken":"\#(Self.hush)"}"#),
      ]))
    let form = request(body: "Action=\(Self.hush)", type: "application/x-www-form-urlencoded")
    _ = try? await recorder.send(form)
    _ = try await recorder.send(request())
    #expect(!text(recorder.recording).contains("HUSH"), "\(text(recorder.recording))")
    #expect(text(recorder.recording).contains("no way to RECORDED-SESSIONTOKEN-1.internal"))
  }

  @Test func secretsThatLookAlikeAreTwo() async throws {
    // The same characters in other bytes.
    let (composed, apart) = ("caf\u{E9}-HUSH-caf\u{E9}-\u{E9}", "cafe\u{301}-HUSH-cafe\u{301}-e\u{301}")
    let recorder = RecordingTransport(
      ScriptedTransport([
        .text(#"{"SessionToken":"\#(composed)"}"#), .text(#"{"SessionToken":"\#(apart)"}"#),
        .text(#"{"note":"e\u{301}"}"#), .text(#"{"note":"\#(apart)"}"#),
      ]))
    for _ in 1...4 { _ = try await recorder.send(request()) }
    #expect(!text(recorder.recording).contains("HUSH"), "\(text(recorder.recording))")
    #expect(text(recorder.recording).contains("RECORDED-SESSIONTOKEN-2"))
  }

  @Test func aHostWhoseNameBeginsLikeAnAddressOfThisMachineIsAnother() async throws {
    func path(_ host: String) async throws -> String {
      let recording = try await recorded(
        request("http://\(host)/v1/something", method: .get, headers: [.authorization: "Bearer \(Self.hush)"]),
        answer(Array("{}".utf8)))
      return recording.exchanges[0].url
    }
    for host in ["127.evil.com", "127.0.0.1.example"] {
      #expect(try await path(host) == "http://\(host)/v1/something")
    }
    for host in ["127.0.0.1:80", "LocalHost", "a.localhost", "127.1.2.3", "[::1]:8080", "[0:0:0:0:0:0:0:1]"] {
      #expect(try await path(host) == "http://\(host)/v1/RECORDED")
    }
  }

  @Test func everythingElseIsKept() async throws {
    let document =
      #"{"b":1.50,"a":[true,null,"ü\n"],"b":-1e9,"NextToken":"page-2","tokenType":"Bearer","expiresIn":28800,"e":""}"#
    let recording = try await recorded(request(), answer(Array(document.utf8)))
    guard case .response(_, _, let body) = recording.exchanges[0].outcome else { return }
    #expect(String(decoding: body, as: UTF8.self) == document)
    let xml = #"<?xml version="1.0"?><R xmlns="u"><Key> a &amp; b</Key><E/></R>"#
    let second = try await recorded(request(), answer(Array(xml.utf8)))
    guard case .response(_, _, let kept) = second.exchanges[0].outcome else { return }
    #expect(String(decoding: kept, as: UTF8.self) == #"<R xmlns="u"><Key> a &amp; b</Key><E/></R>"#)
    #expect(second.exchanges[0].url == "https://host/")
  }
}
