import AWSCredentials
import AWSIdentity
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A program that was run in a directory of its own.
struct ToolRun: Sendable {
  /// The exit status; `nil` if a signal ended it.
  var status: Int?
  var output: String
  var errors: String
  /// The files of the directory afterwards.
  var files: [String: [UInt8]]

  /// The program `evergreen` that was built along with the tests.
  static var evergreen: String? {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The program `curl`, if it is installed.
  static let curl: String? = ["/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl", "/opt/homebrew/bin/curl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - variables: The environment.
  ///   - files: The files of the directory that it runs in.
  ///   - input: The standard input.
  static func run(
    _ words: [String], variables: [String: String], files: [String: String], input: String = ""
  ) async throws -> ToolRun {
    let base = FileManager.default.temporaryDirectory.appending(path: "evergreen-run-\(UInt64.random(in: 1 ... .max))")
    let directory = base.appending(path: "work")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: base) }
    for (name, content) in files { try Data(content.utf8).write(to: directory.appending(path: name)) }
    let inputFile = base.appending(path: "input")
    try Data(input.utf8).write(to: inputFile)
    let environment = variables.map { "\($0.key)=\($0.value)" }
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/bin/sh",
        arguments: [
          "-c", #"cd "$0" && input=$1 && shift && exec "$@" < "$input""#, directory.path, inputFile.path,
          "/usr/bin/env",
          "-i",
        ] + environment + words, timeout: .seconds(600)))
    var left: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      left[name] = [UInt8](try Data(contentsOf: directory.appending(path: name)))
    }
    var status: Int?
    if case .exited(let code) = outcome.status { status = code }
    return ToolRun(
      status: status, output: String(decoding: outcome.standardOutput, as: UTF8.self),
      errors: String(decoding: outcome.standardError, as: UTF8.self), files: left)
  }
}
