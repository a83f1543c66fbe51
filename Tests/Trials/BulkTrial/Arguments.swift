/// The command line.
struct Arguments {
  /// What one run is about.
  struct Run {
    let seed: UInt64
    let hasIDs: Bool
    let hasFaults: Bool
  }

  private(set) var documents = 50_000
  private(set) var server: String?
  private(set) var runs: [Run] = []

  init(_ words: [String]) throws(UsageError) {
    var seeds: [UInt64] = [1, 2, 3, 4, 5]
    var words = words[...]
    while let option = words.popFirst() {
      guard let value = words.popFirst() else { throw UsageError(problem: "\(option) has no value") }
      switch option {
      case "--documents":
        guard let number = Int(value), (100...10_000_000).contains(number) else { throw .invalid(value, for: option) }
        documents = number
      case "--seeds":
        seeds = value.split(separator: ",").compactMap { UInt64($0) }
        guard !seeds.isEmpty else { throw .invalid(value, for: option) }
      case "--server": server = value
      default: throw UsageError(problem: "unknown option \(option)")
      }
    }
    runs = [Run(seed: 0, hasIDs: true, hasFaults: false), Run(seed: 0, hasIDs: false, hasFaults: false)]
    for hasIDs in [true, false] { runs += seeds.map { Run(seed: $0, hasIDs: hasIDs, hasFaults: true) } }
  }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  let problem: String

  static func invalid(_ value: String, for option: String) -> UsageError {
    UsageError(problem: "\(value) will not do for \(option)")
  }

  var description: String {
    "\(problem)\nusage: BulkTrial [--documents N] [--seeds N,N,…] [--server URL of an Elasticsearch without signatures]"
  }
}
