import Benchmarking

/// Measures what a request, a stream and a file cost beside bare AsyncHTTPClient. The server is another process.
///
///     Requests --server URL                     a table
///     Requests --server URL --json              the figures for a program
///     Requests --server URL --count CASE N      runs one case with one task so often and prints nothing: for a counter
///                                               of instructions or allocations
///     Requests --server URL --peak CASE N       the same, and prints the peak of the process's resident memory in kB
///     Requests --server URL --connections CASE N
///                                               resident memory with so many connections: open, busy, idle
///
/// `Benchmarks/requests-peers` starts a server with what the cases ask for, and runs this next to other clients.
@main
struct Requests {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    BenchmarkProgram.run("Requests") { try await run(Options(arguments)) }
  }

  private static func run(_ options: Options) async throws {
    let clients = try Clients(options)
    do {
      try await run(options, clients)
    } catch {
      await clients.shutdown()
      throw error
    }
    await clients.shutdown()
  }

  private static func run(_ options: Options, _ clients: Clients) async throws {
    switch options.mode {
    case .measure:
      let report = Report(rows: try await Measurement.take(options, clients))
      print(options.isJSON ? try report.json : report.table)
    case .count(let name, let count):
      try await clients.makeCase(name, options).repeated(count)
    case .peak(let name, let count):
      let found = try await clients.makeCase(name, options)
      try await found.repeated(1)
      ResidentMemory.resetPeak()
      try await found.repeated(count)
      print("{\"peakKB\":\(ResidentMemory.peak >> 10),\"nowKB\":\(ResidentMemory.now >> 10)}")
    case .connections(let name, let count):
      print(try await ConnectionMemory.measure(name.way, connections: count, clients).json)
    }
  }
}
