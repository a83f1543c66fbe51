import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// `evergreen s3` as a program, in a directory of its own and with an emulator that has a bucket.
struct S3Bench: Sendable {
  let emulator: Emulator
  /// A client that sees what the program has done.
  let client: S3Client
  /// The path of the working directory of the program.
  let directory: String

  static let bucket = "books"

  static func with(_ body: (S3Bench) async throws -> Void) async throws {
    // Credentials that outlive each test.
    try await Emulator.withEmulator(EmulatorConfiguration(credentialLifetime: .seconds(86_400))) { emulator in
      try await withTemporaryDirectory { directory in
        let client = try await S3Client(
          environment: emulator.environment, transport: PatientTransport(AsyncHTTPClientTransport.shared))
        try await client.createBucket(bucket)
        try await body(S3Bench(emulator: emulator, client: client, directory: directory))
      }
    }
  }

  /// Runs a line of a shell in the directory. In it, `"$@"` is the program with its subcommand `s3`.
  func run(_ line: String) async throws -> EvergreenTool.Result {
    try await EvergreenTool.shell(
      "cd '\(directory)' && \(line)",
      ["/usr/bin/env", "-i"] + EvergreenTool.base + emulator.environment.map { "\($0.key)=\($0.value)" }
        + ["TZ=UTC", try EvergreenTool.program, "s3"])
  }

  /// Runs the program with the words of a line, in which the shell expands nothing but quotes.
  func s3(_ line: String) async throws -> EvergreenTool.Result { try await run("\"$@\" " + line) }

  /// Runs the program, and expects a status and lines, in any order.
  func expect(
    _ line: String, _ lines: [String], status: Int = 0, location: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await s3(line)
    #expect(result.status == .exited(status), "\(line): \(result)", sourceLocation: location)
    #expect(result.lines.sorted() == lines.sorted(), "\(line): \(result)", sourceLocation: location)
  }

  func put(_ content: String, _ key: String) async throws {
    try await client.put(content, bucket: Self.bucket, key: key)
  }

  func content(_ key: String) async throws -> String {
    try await client.get(bucket: Self.bucket, key: key, as: String.self)
  }

  func keys(_ bucket: String = bucket) async throws -> [String] {
    var keys: [String] = []
    for try await object in client.objects(in: bucket) { keys.append(object.key) }
    return keys
  }

  /// Writes a file below the directory.
  func write(_ content: String, _ name: String) throws {
    let url = URL(filePath: directory + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: url)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: directory + "/" + name)), as: UTF8.self)
  }

  /// The names of all files below the directory.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: directory).filter { name in
      let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
      return attributes[.type] as? FileAttributeType == .typeRegular
    }.sorted()
  }
}
