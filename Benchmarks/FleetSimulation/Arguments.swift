/// The command line.
struct Arguments {
  private(set) var instances = 100_000
  private(set) var rate = 600.0
  private(set) var seed: UInt64 = 1
  private(set) var svgPath: String?

  init(_ words: [String]) throws(UsageError) {
    var words = words[...]
    while let option = words.popFirst() {
      guard let value = words.popFirst() else { throw UsageError(problem: "\(option) has no value") }
      switch option {
      case "--instances":
        guard let number = Int(value), (1...10_000_000).contains(number) else { throw .invalid(value, for: option) }
        instances = number
      case "--rate":
        guard let number = Double(value), number >= 1, number <= 1e9 else { throw .invalid(value, for: option) }
        rate = number
      case "--seed":
        guard let number = UInt64(value) else { throw .invalid(value, for: option) }
        seed = number
      case "--svg": svgPath = value
      default: throw UsageError(problem: "unknown option \(option)")
      }
    }
  }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  let problem: String

  static func invalid(_ value: String, for option: String) -> UsageError {
    UsageError(problem: "\(value) will not do for \(option)")
  }

  var description: String {
    "\(problem)\nusage: FleetSimulation [--instances 1...10000000] [--rate 1...] [--seed N] [--svg PATH]"
  }
}
