import AWSCredentials
import AWSIdentity
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The program `evergreen`, in an environment of its own.
enum EvergreenTool {
  struct Result {
    var status: ProcessOutcome.Status
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  static let accessKeyId = "AKIDEXAMPLE"
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  static let keys = ["AWS_ACCESS_KEY_ID=\(accessKeyId)", "AWS_SECRET_ACCESS_KEY=\(secret)", "AWS_REGION=eu-west-1"]

  /// The program that was built along with the tests.
  static var program: String {
    get throws {
      let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
      let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      let found = [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
        .first { FileManager.default.isExecutableFile(atPath: $0) }
      return try #require(found, "the program evergreen was not built")
    }
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - environment: Its whole environment, besides `PATH` and what keeps it from asking a metadata service.
  ///   - input: What it reads from standard input.
  static func run(_ arguments: [String], _ environment: [String] = keys, input: String? = nil) async throws -> Result {
    let words = try ["/usr/bin/env", "-i"] + base + environment + [program] + arguments
    return try await shell(#"exec "$@""#, words, input: input)
  }

  /// Runs a line of a shell with arguments.
  static func shell(_ line: String, _ arguments: [String], input: String? = nil) async throws -> Result {
    var file: URL?
    defer { if let file { try? FileManager.default.removeItem(at: file) } }
    if let input {
      let url = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UInt64.random(in: 1 ... .max))")
      try Data(input.utf8).write(to: url)
      file = url
    }
    let redirection = file.map { "exec < '\($0.path)'; " } ?? ""
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/bin/sh", arguments: ["-c", redirection + line, "sh"] + arguments, timeout: .seconds(600)))
    return Result(
      status: outcome.status, output: String(decoding: outcome.standardOutput, as: UTF8.self),
      errors: String(decoding: outcome.standardError, as: UTF8.self))
  }

  /// A metadata service that is asked gets more time than a busy machine needs.
  static let base = [
    "PATH=/usr/bin:/bin", "HOME=/nowhere", "AWS_EC2_METADATA_DISABLED=true", "AWS_METADATA_SERVICE_TIMEOUT=300",
  ]

  /// A file with a content, readable for its owner alone.
  static func withFile<Value>(
    _ content: String, mode: Int = 0o600, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value {
    let url = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UInt64.random(in: 1 ... .max))")
    try Data(content.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    return try await body(url.path)
  }
}
