import AWSCredentials
import AWSIdentity
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `--insecure` and `--cacert` of the tool `evergreen`, on real TLS connections. They stand beside the servers that they need.
struct CurlTrustTests {
  private static var program: String? {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func curl(_ words: [String]) async throws -> (
    status: ProcessOutcome.Status, output: String, errors: String
  ) {
    let program = try #require(program, "the program evergreen was not built")
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/usr/bin/env",
        arguments: [
          "-i", "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
          "AWS_REGION=us-east-1", program, "curl", "--service", "es",
        ] + words, timeout: .seconds(600)))
    return (
      outcome.status, String(decoding: outcome.standardOutput, as: UTF8.self),
      String(decoding: outcome.standardError, as: UTF8.self)
    )
  }

  @Test func aCertificateIsTakenIfItIsTrustedOrIfAnyIs() async throws {
    let authority = TestAuthority("Evergreen Test CA")
    let file = FileManager.default.temporaryDirectory.appending(
      path: "evergreen-ca-\(UInt64.random(in: 1 ... .max)).pem")
    try Data(authority.certificate().utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    // The second server's certificate is for another host.
    for names in [["localhost"], ["elsewhere.example.com"]] {
      let listener = try await TLSListener.start(
        try authority.server(names: names, addresses: [])
      ) { _ in "hello" }
      let url = "https://localhost:\(listener.port)/"
      let refused = try await Self.curl([url])
      #expect(refused.status == .exited(60) && refused.output.isEmpty, "\(refused)")
      #expect(refused.errors.contains("The certificate of localhost:\(listener.port) is not trusted"), "\(refused)")
      #expect(listener.requests.isEmpty, "nothing is sent to whom nobody knows")
      for words in [["-k"], ["--insecure"], ["-sk"]] {
        let taken = try await Self.curl(words + [url])
        #expect(taken.status == .exited(0) && taken.output == "hello" && taken.errors.isEmpty, "\(taken)")
      }
      let isRight = names == ["localhost"]
      let trusted = try await Self.curl(["--cacert", file.path, url])
      #expect(trusted.status == .exited(isRight ? 0 : 60) && trusted.output == (isRight ? "hello" : ""), "\(trusted)")
      await listener.stop()
    }
  }
}
