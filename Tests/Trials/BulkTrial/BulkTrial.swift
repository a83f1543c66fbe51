import AWSCredentials
import AWSEmulator
import Logging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bulk calls through everything that goes wrong on the way, compared with what the server has in the end.
///
/// A proxy stands between client and server. It verifies signatures with keys of its own, of which all but the newest are
/// revoked every half second, and answers like a busy domain behind a bad network; see ``Fault``. Each document carries a
/// number, and a scan of the server tells how often it was stored.
@main
struct BulkTrial {
  static func main() async throws {
    // A line for each of the revoked keys would hide the table.
    LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
    let arguments: Arguments
    do throws(UsageError) {
      arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print(error)
      exit(2)
    }
    let table = Table()
    table.printHead()
    var isGood = true
    try await withServer(arguments) { server in
      for run in arguments.runs {
        let outcome = try await Trial(run: run, server: server, documents: arguments.documents).perform()
        table.print(outcome)
        isGood = isGood && outcome.problems.isEmpty
      }
    }
    guard isGood else {
      print("bad: see the problems in the table")
      exit(1)
    }
    print("good: nothing that was acknowledged is missing or there twice, and every document is in one group")
  }

  /// The server that was named, or an emulator in this process.
  private static func withServer(_ arguments: Arguments, _ body: (TrialServer) async throws -> Void) async throws {
    if let endpoint = arguments.server { return try await body(TrialServer(endpoint: endpoint)) }
    var configuration = EmulatorConfiguration()
    configuration.services = [.elastic]
    try await Emulator.withEmulator(configuration) { emulator in
      let key = TrialServer.key
      emulator.registerPermanentKey(accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey)
      try await body(TrialServer(endpoint: emulator.elasticEndpoint))
    }
  }
}
