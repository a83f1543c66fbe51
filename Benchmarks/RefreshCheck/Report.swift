#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The figures, for a person or for a program.
struct Report {
  let measurements: [Measurement]

  private struct Row: Encodable {
    let name: String
    let tasks: Int
    let medianNs: Double
    let minNs: Double
  }

  private struct Document: Encodable {
    let cases: [Row]
  }

  var json: String {
    get throws {
      let rows = measurements.map {
        Row(name: $0.name, tasks: $0.tasks, medianNs: Self.rounded($0.medianNs), minNs: Self.rounded($0.minNs))
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(Document(cases: rows)), as: UTF8.self)
    }
  }

  var table: String {
    var lines = [
      "Nanoseconds per check, \(Processors.count) processors. The best batch, and the median of all in brackets.",
      "",
      Self.line("case", ["1 task", "2 tasks", "8 tasks", "× floor"]),
    ]
    let floor = measurements.first { $0.name == "floor.atomic" }?.minNs ?? .nan
    for name in BenchmarkCase.names {
      let rows = measurements.filter { $0.name == name }
      let cells = rows.map { "\(Self.text($0.minNs)) (\(Self.text($0.medianNs)))" }
      let ratio = rows.first.map { Self.text($0.minNs / floor) } ?? ""
      lines.append(Self.line(name, cells + [ratio]))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    let first = name + String(repeating: " ", count: max(1, 18 - name.count))
    return first + cells.map { String(repeating: " ", count: max(1, 18 - $0.count)) + $0 }.joined()
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func text(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.isFinite, hundredths < 1e12 else { return "–" }
    let whole = Int(hundredths)
    let fraction = String(whole % 100)
    return "\(whole / 100).\(fraction.count == 1 ? "0" : "")\(fraction)"
  }
}
