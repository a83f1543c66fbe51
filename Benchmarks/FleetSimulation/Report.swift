/// The figures as a table.
struct Report {
  let scenario: Scenario
  let figures: [FleetFigures]

  private static let columns = [
    "policy", "peak at start", "peak later", "mean", "throttled", "rotations", "lapsed", "mean lapse", "longest",
    "recovery", "slowest start",
  ]

  var table: String {
    let head = """
      \(scenario.instances) instances started within \(Int(scenario.deployment)) s, credentials for \
      \(Int(scenario.lifetime)) s, \(Int(scenario.rate)) requests/s granted, outage from minute \
      \(Int(scenario.outage.lowerBound) / 60) to \(Int(scenario.outage.upperBound) / 60) of \
      \(Int(scenario.duration) / 60), seed \(scenario.seed).
      Requests per second; "lapsed": instances without unexpired credentials after their first.

      """
    let rows = [Self.columns, Self.columns.map { _ in "---" }] + figures.map(cells)
    let widths = Self.columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      "| "
        + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: " | ") + " |"
    }
    return ([head] + lines).joined(separator: "\n")
  }

  private func cells(_ run: FleetFigures) -> [String] {
    [
      run.policy.name,
      Self.grouped(run.peak(0..<scenario.startEnds)),
      Self.grouped(run.peak(scenario.startEnds..<scenario.duration)),
      Self.grouped(Int(run.mean.rounded())),
      Self.grouped(run.throttled),
      Self.grouped(run.rotations),
      Self.grouped(run.lapsed),
      run.lapsed == 0 ? "–" : Self.time(run.lapsedSeconds / Double(run.lapsed)),
      run.lapsed == 0 ? "–" : Self.time(run.longestLapse),
      run.recovery.map(Self.time) ?? "–",
      Self.time(run.longestStart),
    ]
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let rest = String(whole % 60)
    return "\(whole / 60):\(rest.count == 1 ? "0" : "")\(rest)"
  }

  private static func grouped(_ number: Int) -> String {
    var groups: [Substring] = []
    var digits = String(number)[...]
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    return ([digits] + groups.reversed()).joined(separator: ",")
  }
}
