import AWSCredentials
import AWSIdentity
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen sign`, run as a program where it has been built.
@Suite struct SignCommandTests {
  private struct Answer: Decodable {
    var error: String?
    var canonicalRequest: String?
    var stringToSign: String?
    var signature: String?
    var headers: [[String]]?
    var url: String?
    var bodyBase64: String?
    var fields: [[String]]?

    func header(_ name: String) -> String? { headers?.first { $0[0] == name }?[1] }

    var body: String { String(decoding: bodyBase64.flatMap { Data(base64Encoded: $0) } ?? Data(), as: UTF8.self) }
  }

  /// The keys of the examples that Amazon S3 documents.
  private enum Example {
    static let accessKeyId = "AKIAIOSFODNN7EXAMPLE"
    static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  }

  private static let common = """
    "service":"s3","region":"us-east-1","timestamp":"20130524T000000Z","credentials":{"accessKeyId":\
    "\(Example.accessKeyId)","secretAccessKey":"\(Example.secretAccessKey)"}
    """

  /// The answers to some lines, or `nil` where the program has not been built.
  private func answers(_ lines: [String]) async throws -> [Answer]? {
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = [bundle.appending(path: "evergreen"), package.appending(path: ".build/debug/evergreen")]
    guard let program = places.map(\.path).first(where: FileManager.default.isExecutableFile(atPath:)) else {
      print("evergreen has not been built: its sign command not tested")
      return nil
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "sign-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/bin/sh", arguments: ["-c", #""$0" sign < "$1""#, program, file.path], timeout: .seconds(600)))
    let answers = try outcome.standardOutput.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Answer.self, from: Data($0))
    }
    try #require(answers.count == lines.count)
    // A line that could not be signed is the program's failure too.
    let status: Int = answers.contains { $0.error != nil } ? 1 : 0
    #expect(outcome.status == .exited(status), "\(String(decoding: outcome.standardError, as: UTF8.self))")
    return answers
  }

  @Test func everyKind() async throws {
    let body = Data(repeating: 0x61, count: 66_560).base64EncodedString()
    let policy = Data(#"{"conditions":[]}"#.utf8).base64EncodedString()
    let answers = try await answers([
      #"{"kind":"sigv4a","method":"GET","url":"https://h/k?a","headers":[],\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://s3.amazonaws.com/examplebucket/chunkObject.txt","bodyBase64":"\#(body)","headers":[["x-amz-storage-class","REDUCED_REDUNDANCY"]],\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/k","bodyBase64":"YWJj","payloadMode":"unsigned","headers":[["Content-Encoding","gzip"],["Content-Length","3"]],"trailers":{"x-amz-checksum-crc32":"NSRBwg=="},\#(Self.common)}"#,
      #"{"kind":"post","policyBase64":"\#(policy)",\#(Self.common)}"#,
    ])
    guard let answers else { return }
    #expect(answers.compactMap(\.error) == [])
    #expect(answers[0].header("authorization")?.hasPrefix("AWS4-ECDSA-P256-SHA256 ") == true)
    #expect(answers[0].header("x-amz-region-set") == "us-east-1")
    // The example that Amazon S3 documents.
    #expect(answers[1].signature == "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
    #expect(answers[1].header("content-length") == "66824" && answers[1].body.utf8.count == 66_824)
    #expect(
      answers[1].body.hasSuffix(
        "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"))
    #expect(answers[2].body == "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n")
    #expect(answers[2].header("content-encoding") == "aws-chunked,gzip")
    #expect(answers[2].header("content-length") == String(answers[2].body.utf8.count))
    #expect(answers[2].header("x-amz-content-sha256") == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    let form = try SigV4Signer(service: "s3", region: "us-east-1").sign(
      policy: policy,
      credentials: Credentials(accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey),
      date: Date(timeIntervalSince1970: 1_369_353_600))
    #expect(answers[3].fields == form.fields.map { [$0.name, $0.value] } && answers[3].stringToSign == policy)
    #expect(answers[3].signature == form["x-amz-signature"] && answers[3].canonicalRequest == nil)
  }

  /// A field of the wrong type is named, with what it has to be.
  @Test func theFieldThatIsWrongIsNamed() async throws {
    func line(_ fields: String) -> String {
      #"{"kind":"presign","method":"GET","url":"https://h/","# + Self.common + "," + fields + "}"
    }
    func common(_ old: String, _ new: String) -> String {
      #"{"method":"GET","url":"https://h/","# + Self.common.replacing(old, with: new) + "}"
    }
    let cases = [
      (line(#""expiresIn":1.5"#), "expiresIn", "whole number"),
      (line(#""expiresIn":"60""#), "expiresIn", "whole number"),
      (line(#""expiresIn":1e300"#), "expiresIn", "whole number"),
      (line(#""expiresIn":true"#), "expiresIn", "whole number"),
      (line(#""expiresIn":9223372036854775808"#), "expiresIn", "whole number"),
      (line(#""expiresIn":[60]"#), "expiresIn", "whole number"),
      (line(#""chunkSize":0.5"#), "chunkSize", "whole number"),
      (line(#""chunkSize":{}"#), "chunkSize", "whole number"), (line(#""headers":{"a":"b"}"#), "headers", "list"),
      (line(#""headers":[["a"]]"#), "headers[0]", "name and a value"),
      (line(#""headers":["a"]"#), "headers[0]", "name"),
      (line(#""headers":[["a","b"],["a",1]]"#), "headers[1]", "string"),
      (line(#""headers":[["a","b","c"]]"#), "headers[0]", "name and a value"),
      (line(#""trailers":[]"#), "trailers", "object"), (line(#""trailers":{"a":1}"#), "trailers.a", "string"),
      (line(#""bodyBase64":1"#), "bodyBase64", "string"), (line(#""policyBase64":[]"#), "policyBase64", "string"),
      (line(#""payloadMode":"all""#), "payloadMode", "signed, unsigned, trailer"),
      (line(#""payloadMode":1"#), "payloadMode", "signed, unsigned, trailer"),
      (line(#""signedBodyHeader":true"#), "signedBodyHeader", "x-amz-content-sha256, none"),
      (common(#""s3""#, "3"), "service", "string"), (common(#""us-east-1""#, "null"), "region", "missing"),
      (common(#""20130524T000000Z""#, "1369353600"), "timestamp", "string"),
      (common(#""20130524T000000Z""#, #""yesterday""#), "timestamp", "20150830T123600Z"),
      (common(#""\#(Example.accessKeyId)""#, "5"), "credentials.accessKeyId", "string"),
      (common(#""\#(Example.secretAccessKey)""#, "12.5"), "credentials.secretAccessKey", "string"),
      (common(#""service":"s3","#, ""), "service", "missing"),
      (#"{"method":1,"url":"https://h/",\#(Self.common)}"#, "method", "string"),
      (#"{"method":"GET","url":["https://h/"],\#(Self.common)}"#, "url", "string"),
      (#"{"kind":"other","method":"GET","url":"https://h/",\#(Self.common)}"#, "kind", "header, presign, sigv4a"),
      (#"{"kind":1.5,"method":"GET","url":"https://h/",\#(Self.common)}"#, "kind", "header, presign, sigv4a"),
      (
        #"{"method":"GET","url":"https://h/","service":"s3","region":"r","timestamp":"20130524T000000Z","credentials":"x"}"#,
        "credentials", "object"
      ),
      (
        #"{"method":"GET","url":"https://h/","service":"s3","region":"r","timestamp":"20130524T000000Z","credentials":{}}"#,
        "credentials.accessKeyId", "missing"
      ),
      (#"{"method":"GET","method":"PUT","url":"https://h/",\#(Self.common)}"#, "method", "stands twice"),
      (#"{"method":"GET","#, "not a JSON object", ""), ("[]", "not a JSON object", ""), ("5", "not a JSON object", ""),
    ]
    guard let answers = try await answers(cases.map(\.0)) else { return }
    for (test, answer) in zip(cases, answers) {
      let error = answer.error ?? "no error"
      #expect(error.contains(test.1) && error.contains(test.2), "\(test.0): \(error)")
      #expect(!error.contains(Example.secretAccessKey) && !error.contains("12.5"))
    }
  }

  @Test func wholeNumbersAreTakenAsTheyAreWritten() async throws {
    let lines = ["60", "60.0", "6e1"].map {
      #"{"kind":"presign","method":"GET","url":"https://h/?q=a+b","expiresIn":\#($0),\#(Self.common)}"#
    }
    guard let answers = try await answers(lines) else { return }
    for answer in answers {
      #expect(answer.url?.contains("X-Amz-Expires=60&") == true, "\(String(describing: answer.error))")
      #expect(answer.url?.hasPrefix("https://h/?q=a%20b&X-Amz-Algorithm=") == true)
    }
  }

  @Test func badInputIsAnError() async throws {
    let lines = [
      #"{"method":"GET","method":"PUT","url":"https://h/",\#(Self.common)}"#,
      #"{"method":"GET","metho\u0064":"PUT","url":"https://h/",\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","trailers":{"a":"1","a":"2"},\#(Self.common)}"#,
      #"{"x":[{"y":1,"y":2}],"method":"GET","url":"https://h/",\#(Self.common)}"#,
      "null", "[]", "{}", #"{"kind":"other","method":"GET","url":"https://h/",\#(Self.common)}"#,
      #"{"kind":"sigv4a","method":"GET","url":"https://h/",\#(Self.common.replacing("us-east-1", with: "a,,b"))}"#,
      #"{"kind":"sigv4a","method":"GET","url":"https://h/",\#(Self.common.replacing("us-east-1", with: ""))}"#,
      #"{"kind":"sigv4a","url":"https://h/",\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","chunkSize":0,\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","chunkSize":-9223372036854775808,\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","payloadMode":"unsigned",\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","trailers":[["a"]],\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","trailers":{"A":"1"},\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","trailers":{"a b":"1"},\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","trailers":{"a":"1\r\nb: c"},\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","bodyBase64":"*",\#(Self.common)}"#,
      #"{"kind":"chunked","method":"PUT","url":"https://h/","headers":[["content-encoding","a\nb"]],\#(Self.common)}"#,
      #"{"kind":"post","url":"https://h/",\#(Self.common)}"#,
      #"{"kind":"post","url":"https://h/","policyBase64":"",\#(Self.common)}"#,
      #"{"kind":"post","url":"https://h/","policyBase64":"YQ==",\#(Self.common.replacing(Example.secretAccessKey, with: ""))}"#,
    ]
    let years = ["00010101T000000Z", "100000101T000000Z", "99999999T999999Z"]
    let dated = ["sigv4a", "chunked", "post"].flatMap { kind in
      years.map { year in
        #"{"kind":"\#(kind)","method":"GET","url":"https://h/","bodyBase64":"YQ==","policyBase64":"YQ==","#
          + Self.common.replacing("20130524T000000Z", with: year) + "}"
      }
    }
    guard let answers = try await answers(lines + dated) else { return }
    for (line, answer) in zip(lines + dated, answers) {
      #expect(answer.error != nil, "\(line)")
      #expect(answer.error?.contains(Example.secretAccessKey) != true)
    }
  }
}
