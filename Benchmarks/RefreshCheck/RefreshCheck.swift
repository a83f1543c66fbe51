import Benchmarking

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Measures what it costs to ask whether a client is still the right one.
///
///     RefreshCheck              a table
///     RefreshCheck --json       the figures for a program
///     RefreshCheck --count CASE ITERATIONS
///                               runs one case with one task so often and prints nothing: for an instruction counter
@main
struct RefreshCheck {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    BenchmarkProgram.run("RefreshCheck") { try await run(arguments) }
  }

  private static func run(_ arguments: [String]) async throws {
    let cases = try await BenchmarkCase.all()
    switch arguments.first {
    case nil:
      print(Report(measurements: try await measure(cases)).table)
    case "--json":
      print(try Report(measurements: try await measure(cases)).json)
    case "--count":
      guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
        let benchmark = cases.first(where: { $0.name == arguments[1] })
      else { throw UsageError() }
      try await benchmark.run(count)
    default:
      throw UsageError()
    }
  }

  private static func measure(_ cases: [BenchmarkCase]) async throws -> [Measurement] {
    var measurements: [Measurement] = []
    for benchmark in cases {
      for tasks in [1, 2, 8] { measurements.append(try await Measurement.take(benchmark, tasks: tasks)) }
    }
    return measurements
  }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  var description: String {
    let names = BenchmarkCase.names.joined(separator: ", ")
    return "usage: RefreshCheck [--json | --count CASE ITERATIONS]\n  cases: \(names)"
  }
}
