import Benchmarking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures transfers of the S3 client: time, processor time and resident memory. The server is another process.
///
///     Transfers --server URL                    a table
///     Transfers --server URL --json             the figures for a program
///     Transfers --server URL --count CASE N     runs one case with one task so often and prints nothing: for a counter
///                                               of instructions or allocations
///     Transfers --server URL --turns            takes its turns among other clients: reads lines "CASE TASKS COUNT" and
///                                               prints a sample, as JSON, for each
///
/// `Benchmarks/transfers-peers` starts a server with what the cases ask for, and runs this next to other clients.
@main
struct Transfers {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    BenchmarkProgram.run("Transfers") {
      let options = try Options(arguments)
      let clients = try Clients(options)
      do {
        try await run(options, clients)
      } catch {
        await clients.shutdown()
        throw error
      }
      await clients.shutdown()
    }
  }

  private static func run(_ options: Options, _ clients: Clients) async throws {
    switch options.mode {
    case .measure:
      let report = Report(rows: try await measure(options, clients))
      print(options.isJSON ? report.json : report.table)
    case .turns:
      while let line = readLine() {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3, let subject = Subject(rawValue: words[0]), let tasks = Int(words[1]),
          let count = Int(words[2]), tasks > 0, count > 0
        else { throw UsageError() }
        // Made for the turn, so that what it sends is in memory only while it does.
        print(try await TransferCase(subject, clients, options).sample(count: count, tasks: tasks).json)
        // Whoever waits for it reads from a pipe.
        fflush(nil)
      }
    case .count(let subject, let count):
      try await TransferCase(subject, clients, options).repeated(count)
    }
  }

  /// In each round all cases take their turns, so that a machine that becomes slower or faster does so for all.
  private static func measure(_ options: Options, _ clients: Clients) async throws -> [Report.Row] {
    let cases = options.subjects.map { TransferCase($0, clients, options) }
    var rows = cases.flatMap { found in
      (found.subject.isSmall ? options.tasks : [1]).map { Report.Row(subject: found.subject, tasks: $0) }
    }
    // Connections are opened, caches filled and threads started before anything counts.
    for found in cases { try await found.repeated(1) }
    for _ in 0..<options.rounds {
      for index in rows.indices {
        guard let found = cases.first(where: { $0.subject == rows[index].subject }) else { continue }
        rows[index].samples.append(
          try await found.sample(count: options.count(of: found.subject), tasks: rows[index].tasks))
      }
    }
    return rows
  }
}

extension Options {
  /// How often one round of a case does it.
  fileprivate func count(of subject: Subject) -> Int {
    subject.isSmall ? requests : subject == .list ? 1 : transfers
  }
}
