import AWSCredentials
import AWSEmulator
import AWSRuntime
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen presign` as a program.
@Suite struct PresignTests {
  private func send(
    _ method: HTTPRequest.Method, _ url: String, headers: HTTPFields = [:], body: String? = nil
  ) async throws -> (status: Int, body: String) {
    let text = url.split(separator: "\n").first.map(String.init) ?? ""
    let slash = try #require(text.dropFirst("http://".count).firstIndex(of: "/"))
    let head = HTTPRequest(
      method: method, scheme: "http", authority: String(text[..<slash].dropFirst("http://".count)),
      path: String(text[slash...]), headerFields: headers)
    let response = try await AsyncHTTPClientTransport.shared.send(
      HTTPTransportRequest(head: head, body: body.map { AWSHTTPBody($0) } ?? .empty))
    return (
      response.head.status.code, String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self)
    )
  }

  @Test func theServerAcceptsTheURL() async throws {
    // Credentials that outlive each URL.
    try await Emulator.withEmulator(EmulatorConfiguration(credentialLifetime: .seconds(86_400))) { emulator in
      let environment = emulator.environment.map { "\($0.key)=\($0.value)" }
      func presign(_ arguments: String...) async throws -> String {
        let result = try await EvergreenTool.run(["presign"] + arguments, environment)
        #expect(result.status == .exited(0) && result.errors.isEmpty && result.lines.count == 1, "\(result)")
        return result.output
      }
      #expect(try await send(.put, presign("-X", "PUT", emulator.s3Endpoint + "/books")).status == 200)
      let put = try await presign(
        "-X", "PUT", "-H", "Content-Type: text/plain", "--expires", "60", "s3://books/a b/../ü?+%2F")
      #expect(put.hasPrefix(emulator.s3Endpoint + "/books/a%20b/../%C3%BC%3F%2B%252F?"), "\(put)")
      #expect(put.contains("&X-Amz-Expires=60&") && put.contains("X-Amz-SignedHeaders=content-type%3Bhost"))
      #expect(try await send(.put, put, headers: [.contentType: "text/plain"], body: "Emma").status == 200)
      // The header is signed, so another one is refused.
      #expect(try await send(.put, put, headers: [.contentType: "text/html"], body: "Emma").status == 403)
      let get = try await presign("s3://books/a b/../ü?+%2F")
      #expect(get.contains("&X-Amz-Expires=3600&"))
      let read = try await send(.get, get)
      #expect(read.status == 200 && read.body == "Emma")
      // Other services, whose body is not left out of the signature.
      let health = try await send(
        .get, presign("--service", "es", emulator.elasticEndpoint + "/_cluster/health?pretty"))
      #expect(health.status == 200 && health.body.contains("cluster_name"), "\(health)")
    }
  }

  @Test func theHostTellsServiceAndRegion() async throws {
    let result = try await EvergreenTool.run(["presign", "https://b.s3.ap-northeast-2.amazonaws.com/k?versionId=1"])
    #expect(result.output.contains("%2Fap-northeast-2%2Fs3%2Faws4_request&"), "\(result)")
    #expect(result.output.hasPrefix("https://b.s3.ap-northeast-2.amazonaws.com/k?versionId=1&X-Amz-Algorithm="))
    let object = try await EvergreenTool.run(["presign", "s3://b.with.dots/k"])
    #expect(object.output.hasPrefix("https://s3.eu-west-1.amazonaws.com/b.with.dots/k?X-Amz-"), "\(object)")
    let hosted = try await EvergreenTool.run(["presign", "--region", "eu-central-1", "s3://books/k"])
    #expect(hosted.output.hasPrefix("https://books.s3.eu-central-1.amazonaws.com/k?X-Amz-"), "\(hosted)")
  }

  @Test func anAccessPointHasItsOwnHostAndRegion() async throws {
    let result = try await EvergreenTool.run(
      ["presign", "s3://arn:aws:s3:us-west-2:123456789012:accesspoint/books/a/b"],
      EvergreenTool.keys + ["AWS_S3_USE_ARN_REGION=true"])
    #expect(
      result.output.hasPrefix("https://books-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a/b?X-Amz-"),
      "\(result)")
    #expect(result.output.contains("%2Fus-west-2%2Fs3%2Faws4_request&"), "\(result)")
    let many = try await EvergreenTool.run(["presign", "s3://arn:aws:s3::123456789012:accesspoint/books.mrap/k"])
    #expect(many.status == .exited(64) && many.errors.contains("several regions at once"), "\(many)")
  }

  @Test func aURLThatEndsWithItsCredentialsIsWarnedOf() async throws {
    let environment = EvergreenTool.keys + ["AWS_SESSION_TOKEN=t", "AWS_CREDENTIAL_EXPIRATION=\(Self.soon)"]
    let early = try await EvergreenTool.run(["presign", "--expires", "604800", "s3://books/k"], environment)
    #expect(early.status == .exited(0) && early.lines.count == 1, "\(early)")
    #expect(
      early.errors
        == "Warning: The URL works until \(Self.soon) only, because the credentials expire then. That is earlier than the 604800 s "
        + "that it was to work.\n")
    let late = try await EvergreenTool.run(["presign", "--expires", "60", "s3://books/k"], environment)
    #expect(late.status == .exited(0) && late.errors.isEmpty, "\(late)")
    let ended = try await EvergreenTool.run(
      ["presign", "s3://books/k"], EvergreenTool.keys + ["AWS_CREDENTIAL_EXPIRATION=2020-01-01T00:00:00Z"])
    #expect(ended.status == .exited(1) && ended.output.isEmpty, "\(ended)")
  }

  @Test func aVersionInAKeyIsHintedAt() async throws {
    let result = try await EvergreenTool.run(["presign", "s3://books/k?versionId=3"])
    #expect(result.output.contains("/k%3FversionId%3D3?X-Amz-") && result.status == .exited(0), "\(result)")
    #expect(result.errors.hasPrefix("Warning: '?versionId=' is taken as a part of the key."), "\(result)")
    #expect(try await EvergreenTool.run(["presign", "s3://books/k?v"]).errors.isEmpty)
  }

  /// Two days from now, as a whole second.
  private static let soon = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 172_800).rounded())
    .formatted(.iso8601)

  @Test(arguments: [
    (["--expires", "0", "s3://b/k"], "1 to 604800 seconds"),
    (["--expires", "604801", "s3://b/k"], "1 to 604800 seconds"),
    (["--expires", "-1", "s3://b/k"], "--expires is -1"),
    (["--services", "es", "s3://b/k"], "Did you mean '--service'?"),
    (["--service", "", "http://localhost/"], "--service takes a service"),
    (["--service", "a/b", "http://localhost/"], "--service takes a service"),
    (["-X", "G ET", "s3://b/k"], "--request takes a method"), (["-X", "", "s3://b/k"], "--request takes a method"),
    (["-H", "a b: c", "s3://b/k"], "--header takes a header"), (["-H", ": c", "s3://b/k"], "the name is empty"),
    (["-H", "a: b\r\nc: d", "s3://b/k"], "control character in the value of the header a"),
    (["-H", "a: \u{AC00}", "s3://b/k"], "not ASCII"),
    (["--expires", "1.5", "s3://b/k"], "--expires <seconds>"), (["s3://books"], "s3://bucket/key"),
    (["s3://books/"], "s3://bucket/key"), (["s3:///key"], "s3://bucket/key"),
    (["--service", "es", "s3://b/k"], "leave out --service"), (["--region", "a b", "s3://b/k"], "--region is 'a b'"),
    (["https://localhost/"], "--service"), (["ftp://b/k"], "'ftp://'"),
    (["-H", "x", "--service", "es", "http://localhost/"], "Name: value"),
    (["-H", "Host: x", "--service", "es", "http://localhost/"], "Host"),
    (["--service", "es", "http://localhost/a b"], "percent-encode"), ([], "<url>"),
  ])
  func mistakesAreExplained(arguments: [String], word: String) async throws {
    let result = try await EvergreenTool.run(["presign"] + arguments)
    #expect(result.status == .exited(64) && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains(word) && result.errors.contains("Usage: evergreen presign"), "\(result)")
  }
}
