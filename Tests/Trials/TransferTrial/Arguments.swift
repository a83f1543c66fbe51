/// The command line.
struct Arguments {
  /// What one process does.
  enum Task {
    /// Each of these, in a process of its own.
    case all([TransferTrial.Name])
    /// The part of a trial that a process of its own has.
    case part(ClientPart)
  }

  private(set) var task = Task.all(TransferTrial.Name.allCases)
  /// How much of each trial there is, from 0.01 to 1.
  private(set) var scale = 1.0
  /// What decides the random moments.
  private(set) var seed: UInt64 = 1
  /// The script that kills the gateway and starts it again.
  private(set) var gateway = "Tests/Servers/ceph-rgw.sh"

  init(_ words: [String]) throws(UsageError) {
    if words.first == ClientPart.option {
      guard let part = ClientPart(Array(words.dropFirst())) else { throw UsageError() }
      task = .part(part)
      return
    }
    var names: [TransferTrial.Name] = []
    var words = words[...]
    while let word = words.popFirst() {
      if let name = TransferTrial.Name(rawValue: word) {
        names.append(name)
        continue
      }
      guard let value = words.popFirst() else { throw UsageError() }
      switch word {
      case "--scale":
        guard let number = Double(value), (0.01...1).contains(number) else { throw UsageError() }
        scale = number
      case "--seed":
        guard let number = UInt64(value) else { throw UsageError() }
        seed = number
      case "--gateway": gateway = value
      default: throw UsageError()
      }
    }
    if !names.isEmpty { task = .all(names) }
  }

  /// The words that have a process of its own perform one trial of these.
  func words(for name: TransferTrial.Name) -> [String] {
    [name.rawValue, "--scale", "\(scale)", "--seed", "\(seed)", "--gateway", gateway]
  }

  /// A part of a number that stands for the whole trial.
  func scaled(_ number: Int64) -> Int64 { Int64((Double(number) * scale).rounded()) }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  var description: String {
    let names = TransferTrial.Name.allCases.map(\.rawValue).joined(separator: " | ")
    return """
      usage: TransferTrial [\(names)]... [--scale 0.01 to 1] [--seed N] [--gateway SCRIPT]
      Without a name: each of them. SCRIPT kills the gateway and starts it again; Tests/Servers/ceph-rgw.sh.
      """
  }
}
