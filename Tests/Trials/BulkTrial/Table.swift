#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints the outcomes.
struct Table {
  private static let columns: [(name: String, width: Int)] = [
    ("run", 14), ("acknowledged", 13), ("failed", 7), ("unknown", 8), ("unsent", 7), ("lost", 5), ("twice", 6),
    ("stored?", 8), ("no group", 9), ("requests", 9), ("keys", 5), ("seconds", 8),
  ]

  func printHead() {
    Swift.print(Self.columns.map { Self.pad($0.name, $0.width) }.joined())
  }

  func print(_ outcome: TrialOutcome) {
    let account = outcome.account
    let run = outcome.run.hasFaults ? "seed \(outcome.run.seed)" : "no faults"
    let values = [
      "\(run) \(outcome.run.hasIDs ? "ids" : "-")", "\(account.count(.acknowledged))", "\(account.count(.failed))",
      "\(account.count(.unknown))", "\(account.count(.unsent))", "\(outcome.lost)", "\(outcome.twice)",
      "\(outcome.storedAllTheSame)", "\(outcome.misplaced)", "\(account.requests)", "\(outcome.keys)",
      "\(outcome.duration.components.seconds)",
    ]
    Swift.print(zip(values, Self.columns).map { Self.pad($0, $1.width) }.joined())
    Self.list("faults", outcome.faults)
    Self.list("calls that threw", account.errors)
    for problem in outcome.problems { Swift.print("  PROBLEM: \(problem)") }
    fflush(nil)
  }

  private static func list(_ name: String, _ counts: [String: Int]) {
    guard !counts.isEmpty else { return }
    let text = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    Swift.print("  \(name): \(text)")
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
