import Benchmarking

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The figures, for a person or for a program.
struct Report {
  let rows: [Measurement]

  private struct Row: Encodable {
    let subject: String
    let way: String
    let tasks: Int
    let wallMicroseconds: [Double]
    let processorMicroseconds: [Double]

    // swift-format-ignore: AlwaysUseLowerCamelCase
    enum CodingKeys: String, CodingKey {
      case subject = "case"
      case way, tasks, wallMicroseconds, processorMicroseconds
    }
  }

  private struct Document: Encodable {
    let rows: [Row]
  }

  var json: String {
    get throws {
      let rows = rows.map { row in
        Row(
          subject: row.name.subject.rawValue, way: row.name.way.rawValue, tasks: row.tasks,
          wallMicroseconds: row.samples.map { Self.rounded($0.wallMicroseconds) },
          processorMicroseconds: row.samples.map { Self.rounded($0.processorMicroseconds) })
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(Document(rows: rows)), as: UTF8.self)
    }
  }

  var table: String {
    var lines = [
      "Medians of all rounds, quartiles in brackets. Processor time is that of this process.",
      "",
      Self.line("case", ["tasks", "µs", "processor µs", "MB/s", "time ÷ same", "processor ÷ same"]),
    ]
    for row in rows {
      let wall = row.samples.map(\.wallMicroseconds)
      let processor = row.samples.map(\.processorMicroseconds)
      let same = rows.first { $0.name == CaseName(subject: row.name.subject, way: .same) && $0.tasks == row.tasks }
      lines.append(
        Self.line(
          row.name.description,
          [
            "\(row.tasks)", Samples.quartiles(wall), Samples.quartiles(processor),
            row.name.subject.isLarge ? "\(Int((Double(Subject.largeSize) / Samples.median(wall)).rounded()))" : "",
            same.map { Self.ratio(wall, $0.samples.map(\.wallMicroseconds)) } ?? "",
            same.map { Self.ratio(processor, $0.samples.map(\.processorMicroseconds)) } ?? "",
          ]))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    let widths = [7, 26, 26, 7, 14, 18]
    let first = name + String(repeating: " ", count: max(1, 18 - name.count))
    return first
      + zip(cells, widths).map { String(repeating: " ", count: max(1, $1 - $0.count)) + $0 }.joined()
  }

  /// The median of the ratios of each round, whose two batches follow each other.
  private static func ratio(_ own: [Double], _ other: [Double]) -> String {
    let ratio = Samples.median(zip(own, other).map { $0 / $1 })
    guard ratio.isFinite, ratio < 1e6 else { return "–" }
    let hundredths = Int((ratio * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
