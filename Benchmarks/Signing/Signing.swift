#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Measures what a signature costs next to the hashes that no signer can do without.
///
///     Signing                   a table
///     Signing --json            the figures for a program
///     Signing --count CASE ITERATIONS
///                               runs one case so often and prints nothing: for a counter of instructions or allocations
@main
struct Signing {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let cases = try SigningCase.all()
    switch arguments.first {
    case nil: print(SigningReport(rows: try measure(cases)).table)
    case "--json": print(SigningReport(rows: try measure(cases)).json)
    case "--count":
      guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
        let found = cases.first(where: { $0.name == arguments[1] })
      else { throw UsageError(names: cases.map(\.name)) }
      try found.repeated(count)
    default: throw UsageError(names: cases.map(\.name))
    }
  }

  // A case and its floor take turns, so that a slower processor clock slows both.
  private static func measure(_ cases: [SigningCase]) throws -> [SigningReport.Row] {
    var samples: [String: [Double]] = [:]
    let clock = ContinuousClock()
    for batch in 0..<60 {
      for found in cases {
        let count = 2000
        let start = clock.now
        try found.repeated(count)
        let (seconds, attoseconds) = (clock.now - start).components
        // The first batches warm the caches.
        if batch >= 5 {
          samples[found.name, default: []].append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
        }
      }
    }
    return cases.compactMap { found in
      guard let floor = found.floor, let own = samples[found.name]?.sorted(), let least = samples[floor]?.sorted(),
        let best = own.first, let bestFloor = least.first
      else { return nil }
      return SigningReport.Row(
        name: found.name, minNs: best, medianNs: own[own.count / 2], floorMinNs: bestFloor,
        floorMedianNs: least[least.count / 2])
    }
  }
}

/// The figures.
struct SigningReport {
  struct Row {
    let name: String
    let minNs: Double
    let medianNs: Double
    let floorMinNs: Double
    let floorMedianNs: Double
    var ratio: Double { minNs / floorMinNs }
  }

  let rows: [Row]

  var table: String {
    let head = Self.line("case", ["best ns", "median ns", "floor ns", "ratio"])
    return
      ([head]
      + rows.map { row in
        Self.line(
          row.name,
          [
            Self.number(row.minNs, 0), Self.number(row.medianNs, 0), Self.number(row.floorMinNs, 0),
            Self.number(row.ratio, 2),
          ])
      }).joined(separator: "\n")
  }

  var json: String {
    "{"
      + rows.map { row in
        "\"\(row.name)\":{\"ns\":\(Self.number(row.minNs, 1)),\"medianNs\":\(Self.number(row.medianNs, 1)),"
          + "\"floorNs\":\(Self.number(row.floorMinNs, 1)),\"ratio\":\(Self.number(row.ratio, 3))}"
      }.joined(separator: ",") + "}"
  }

  private static func line(_ name: String, _ columns: [String]) -> String {
    func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }
    return name + padded(name, 18) + columns.map { padded($0, 11) + $0 }.joined()
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let fraction = "\(scaled % Int(scale))"
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  let names: [String]
  var description: String {
    "usage: Signing [--json | --count CASE ITERATIONS]\n  cases: \(names.joined(separator: ", "))"
  }
}
