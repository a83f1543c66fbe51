import AWSCredentials
import AWSIdentity
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen credentials` as a program.
@Suite struct CredentialsTests {
  private struct Answer {
    var status: ProcessOutcome.Status
    var output: String
    var errors: String
  }

  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  private static let keys = [
    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=\(secret)", "AWS_REGION=us-east-1",
  ]

  private static var program: String? {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func run(_ arguments: [String], _ environment: [String] = keys) async throws -> Answer {
    let program = try #require(program, "the program evergreen was not built")
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/usr/bin/env",
        arguments: ["-i", "AWS_EC2_METADATA_DISABLED=true", "HOME=/nowhere"] + environment + [program] + arguments,
        timeout: .seconds(600)))
    return Answer(
      status: outcome.status, output: String(decoding: outcome.standardOutput, as: UTF8.self),
      errors: String(decoding: outcome.standardError, as: UTF8.self))
  }

  private static func members(_ json: String) throws -> [String: String] {
    struct Document: Decodable {
      var values: [String: String]
      struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        values = [:]
        for key in container.allKeys {
          values[key.stringValue] =
            try (try? container.decode(String.self, forKey: key)) ?? "\(container.decode(Int.self, forKey: key))"
        }
      }
    }
    return try JSONDecoder().decode(Document.self, from: Data(json.utf8)).values
  }

  @Test func withoutTheSecretTheDocumentIsNoneForCredentialProcess() async throws {
    for arguments in [["credentials"], ["credentials", "--format", "json"]] {
      let answer = try await Self.run(arguments, Self.keys + ["AWS_SESSION_TOKEN=a-token"])
      let members = try Self.members(answer.output)
      #expect(members["AccessKeyId"] == "AKIDEXAMPLE" && answer.status == .exited(0))
      #expect(members["Version"] == nil && members["SecretAccessKey"] == nil && members["SessionToken"] == nil)
      #expect(members["Note"]?.contains("--show-secret") == true)
      #expect(!answer.output.contains("redacted") && !answer.output.contains("wJalr"))
    }
  }

  @Test(arguments: [[], ["--format", "json"], ["--format", "process"]])
  func withTheSecretItIsOne(_ format: [String]) async throws {
    let answer = try await Self.run(
      ["credentials", "--show-secret"] + format, Self.keys + ["AWS_SESSION_TOKEN=a-token"])
    let members = try Self.members(answer.output)
    #expect(
      members["Version"] == "1" && members["SecretAccessKey"] == Self.secret && members["SessionToken"] == "a-token")
    #expect(members["Note"] == nil)
  }

  @Test(arguments: ["process", "env"]) func whatIsForOtherProgramsNeedsTheSecret(_ format: String) async throws {
    let answer = try await Self.run(["credentials", "--format", format])
    #expect(
      answer.status != .exited(0) && answer.output.isEmpty && answer.errors.contains("--show-secret"), "\(answer)")
  }

  @Test func aShellReadsTheEnvironmentAsItIs() async throws {
    // To a string a quote with a combining mark behind it is another character; to a shell it is a quote.
    let hostile = "a'b\"c$(echo no)`echo no`\\ d;#&|*?~ é'\u{301}$(echo no)'\u{200D};echo no;'"
    let script = try await Self.run(
      ["credentials", "--show-secret", "--format", "env"],
      [
        "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=\(hostile)",
        "AWS_CREDENTIAL_EXPIRATION=2999-01-01T00:00:00Z",
      ])
    #expect(script.status == .exited(0))
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/bin/sh",
        arguments: [
          "-c",
          "AWS_SESSION_TOKEN=old; export AWS_SESSION_TOKEN; eval \"$1\"; "
            + "printf '%s|%s|%s|%s' \"$AWS_ACCESS_KEY_ID\" \"$AWS_SECRET_ACCESS_KEY\" \"${AWS_SESSION_TOKEN-unset}\" "
            + "\"$AWS_CREDENTIAL_EXPIRATION\"",
          "sh", script.output,
        ], timeout: .seconds(600)))
    #expect(
      String(decoding: outcome.standardOutput, as: UTF8.self)
        == "AKIDEXAMPLE|\(hostile)|unset|2999-01-01T00:00:00Z")
  }

  @Test(arguments: [
    ["credentials"], ["credentials", "--watch"], ["whoami"], ["curl", "--service", "es", "https://localhost:1/"],
  ])
  func aProfileThatDoesNotExistIsAnError(_ arguments: [String]) async throws {
    let files = ["AWS_CONFIG_FILE=\(try Self.file("[profile staging]\nregion = eu-west-1\n"))"]
    for (more, variables) in [(["--profile", "stagin"], []), ([], ["AWS_PROFILE=stagin"])] as [([String], [String])] {
      let answer = try await Self.run(
        Array(arguments.prefix(1)) + more + arguments.dropFirst(), Self.keys + files + variables)
      #expect(answer.status == .exited(1) && answer.output.isEmpty, "\(answer)")
      #expect(answer.errors.contains("'stagin'") && answer.errors.contains("Did you mean 'staging'?"), "\(answer)")
      #expect(!answer.errors.contains("no region"), "\(answer)")
    }
  }

  @Test func aFailureIsSaidOnce() async throws {
    let config = try Self.file(
      """
      [profile role]
      role_arn = arn:aws:iam::123456789012:role/x
      source_profile = base
      region = eu-west-1
      [profile base]
      credential_process = /bin/sh -c 'echo cannot-reach-the-vault >&2; exit 3'
      """)
    for profile in ["role", "base"] {
      let answer = try await Self.run(
        ["credentials", "--profile", profile], ["AWS_CONFIG_FILE=\(config)", "PATH=/bin"])
      #expect(answer.status == .exited(1))
      #expect(answer.errors.ranges(of: "cannot-reach-the-vault").count == 1, "\(answer.errors)")
      #expect(answer.errors.ranges(of: "ended with status 3").count == 1, "\(answer.errors)")
    }
  }

  @Test func explainFailsWhenAProgramWouldGetNoCredentials() async throws {
    for more in [[], ["--json"]] {
      let found = try await Self.run(["credentials", "--explain"] + more)
      #expect(found.status == .exited(0) && found.output.contains("AKIDEXAMPLE"), "\(found)")
      for environment in [[], Self.keys + ["AWS_CREDENTIAL_EXPIRATION=2020-01-01T00:00:00Z"]] {
        let none = try await Self.run(["credentials", "--explain"] + more, environment)
        #expect(none.status == .exited(1), "\(none)")
        #expect(none.output.contains("environment") && none.errors.isEmpty, "\(none)")
      }
    }
  }

  @Test func theHelpSaysThatForTakesSeconds() async throws {
    let help = try await Self.run(["credentials", "--help"])
    #expect(help.status == .exited(0) && help.output.contains("--for <seconds>"), "\(help)")
  }

  private static func file(_ content: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "evergreen-credentials-\(UInt64.random(in: 1 ... .max))")
    try Data(content.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    return url.path
  }
}
