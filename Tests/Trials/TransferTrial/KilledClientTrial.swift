import AWSCredentials
import AWSIdentity
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// The client's process is killed in the middle of an upload, and another one resumes it.
struct KilledClientTrial: Trial {
  let server: TrialServer
  let arguments: Arguments

  func perform() async throws {
    let size = InterruptedUpload.size(arguments)
    print("killed-client: \(size >> 20) MiB")
    let file = FileManager.default.temporaryDirectory.appending(path: "\(server.bucket).json").path
    defer { try? FileManager.default.removeItem(atPath: file) }

    let first = try await run(.begin, file, size)
    try demand(first == .signalled(Int(SIGKILL)), "the first process ended with \(first), not by SIGKILL")
    let second = try await run(.resume, file, size)
    try demand(second == .exited(0), "the second process ended with \(second)")
    let content = TrialContent(size: size, seed: arguments.seed)
    try await server.demandObject(try ClientPart.token(in: file).key, is: content)
  }

  private func run(_ step: ClientPart.Step, _ file: String, _ size: Int64) async throws -> ProcessOutcome.Status {
    let part = ClientPart(step: step, file: file, bucket: server.bucket, size: size, seed: arguments.seed)
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(program: CommandLine.arguments[0], arguments: part.words, timeout: TrialServer.limit))
    print(String(decoding: outcome.standardOutput + outcome.standardError, as: UTF8.self), terminator: "")
    return outcome.status
  }
}

/// What a process of its own does for the trial.
struct ClientPart {
  enum Step: String {
    /// Begins an upload, writes the token to a file, uploads to the middle, and is killed.
    case begin
    /// Resumes the upload from the token in the file.
    case resume
  }

  static let option = "--client"

  let step: Step
  let file: String
  let bucket: String
  let size: Int64
  let seed: UInt64

  var words: [String] { [Self.option, step.rawValue, file, bucket, "\(size)", "\(seed)"] }

  func run() async throws {
    let upload = InterruptedUpload(server: try TrialServer(bucket: bucket), size: size, seed: seed)
    switch step {
    case .begin:
      let token = try await upload.begin()
      try JSONEncoder().encode(token).write(to: URL(filePath: file))
      let failure = try await upload.uploadToTheMiddle(token) {
        fflush(nil)
        // As from outside: nothing of this process runs after it.
        kill(getpid(), SIGKILL)
      }
      throw failure
    case .resume: try await upload.resume(try Self.token(in: file))
    }
  }

  static func token(in file: String) throws -> S3.UploadToken {
    try JSONDecoder().decode(S3.UploadToken.self, from: Data(contentsOf: URL(filePath: file)))
  }
}

extension ClientPart {
  init?(_ words: [String]) {
    guard words.count == 5, let step = Step(rawValue: words[0]), let size = Int64(words[3]), let seed = UInt64(words[4])
    else { return nil }
    self.init(step: step, file: words[1], bucket: words[2], size: size, seed: seed)
  }
}
