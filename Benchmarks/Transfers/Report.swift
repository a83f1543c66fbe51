import Benchmarking

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The figures of our client alone, for a person or for a program.
struct Report {
  struct Row {
    let subject: Subject
    let tasks: Int
    var samples: [TransferCase.Sample] = []
  }

  let rows: [Row]

  var json: String {
    let rows = rows.map { row in
      """
      {"case":"\(row.subject.rawValue)","tasks":\(row.tasks),\
      "samples":[\(row.samples.map(\.json).joined(separator: ","))]}
      """
    }
    return "{\"rows\":[\(rows.joined(separator: ",\n"))]}"
  }

  var table: String {
    var lines = [
      "Medians of all rounds, quartiles in brackets. Processor time is that of this process.", "",
      Self.line("case", ["tasks", "µs", "processor µs", "MB/s", "CPU s/GiB", "peak MB"]),
    ]
    for row in rows {
      let wall = row.samples.map(\.wallMicroseconds)
      let processor = row.samples.map(\.processorMicroseconds)
      let speed = row.subject.size.map { "\(Int((Double($0) / Samples.median(wall)).rounded()))" }
      let perGiB = row.subject.size.map { Self.hundredths(Samples.median(processor) / 1e6 / Double($0) * 0x1p30) }
      lines.append(
        Self.line(
          row.subject.rawValue,
          [
            "\(row.tasks)", Samples.quartiles(wall), Samples.quartiles(processor), speed ?? "", perGiB ?? "",
            "\((row.samples.map(\.peakBytes).max() ?? 0) >> 20)",
          ]))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    let first = name + String(repeating: " ", count: max(1, 18 - name.count))
    return first
      + zip(cells, [7, 26, 26, 7, 11, 9]).map { String(repeating: " ", count: max(1, $1 - $0.count)) + $0 }.joined()
  }

  private static func hundredths(_ value: Double) -> String {
    guard value.isFinite, value < 1e9 else { return "–" }
    let whole = Int((value * 100).rounded())
    return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
  }
}
