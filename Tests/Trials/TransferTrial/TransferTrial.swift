import AWSCredentials
import AWSIdentity
import AWSS3Client

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Large transfers to and from Ceph's gateway, while the server is killed, the client is killed, tasks are cancelled and
/// credentials expire; and how much memory they take.
///
/// `Tests/Servers/servers start ceph-rgw` starts the gateway, and `eval "$(Tests/Servers/servers env)"` tells where it is.
@main
struct TransferTrial {
  enum Name: String, CaseIterable {
    case memory
    case killedServer = "killed-server"
    case killedClient = "killed-client"
    case cancellations
    case rotation
  }

  static func main() async {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      switch arguments.task {
      case .part(let part): try await part.run()
      case .all(let names) where names.count == 1: try await perform(names[0], arguments)
      case .all(let names):
        // Each in a process of its own, because the most memory that a process ever had is part of what is tried.
        for name in names { try await run(name, arguments) }
      }
    } catch let error as UsageError {
      print(error)
      exit(2)
    } catch {
      print("bad: \(error)")
      exit(1)
    }
  }

  private static func run(_ name: Name, _ arguments: Arguments) async throws {
    let command = ProcessCommand(
      program: CommandLine.arguments[0], arguments: arguments.words(for: name), timeout: TrialServer.limit)
    let outcome = try await SystemProcessRunner().run(command)
    print(String(decoding: outcome.standardOutput, as: UTF8.self), terminator: "")
    guard outcome.status == .exited(0) else {
      let reason = String(decoding: outcome.standardError, as: UTF8.self)
      throw TrialFailure("\(name.rawValue): \(outcome.status). \(reason)")
    }
  }

  private static func perform(_ name: Name, _ arguments: Arguments) async throws {
    let server = try TrialServer(arguments)
    let start = ContinuousClock.now
    let trial: any Trial =
      switch name {
      case .memory: MemoryTrial(server: server, arguments: arguments)
      case .killedServer: KilledServerTrial(server: server, arguments: arguments)
      case .killedClient: KilledClientTrial(server: server, arguments: arguments)
      case .cancellations: CancellationTrial(server: server, arguments: arguments)
      case .rotation: RotationTrial(server: server, arguments: arguments)
      }
    try await server.client().createBucket(server.bucket)
    do {
      try await trial.perform()
    } catch {
      try? await server.removeBucket()
      throw error
    }
    try await server.removeBucket()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("\(name.rawValue): \(Int(seconds.rounded())) s, ok")
  }
}

/// One of the trials.
protocol Trial: Sendable {
  /// Performs the trial, and prints its figures.
  func perform() async throws
}

/// What a trial has found to be wrong.
struct TrialFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Fails unless something holds.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  guard condition else { throw TrialFailure(message()) }
}
