import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Feeds the signer and the verifier with requests that are made wrong at random, and ends if one of them traps.
///
///     SignerFuzz [--seconds N] [--seed N] [--trace FILE]
///
/// The inputs follow from the seed, so a crash can be repeated; with `--trace` the input is written to a file before it is
/// used. Besides not crashing, what the signer accepts the verifier has to accept, and a changed signature it must not.
@main
struct SignerFuzz {
  static func main() throws {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    var random = SeededGenerator(seed: options.seed)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(options.seconds)
    var counts = Counts()
    while clock.now < end {
      for _ in 0..<100 {
        let input = FuzzInput(&random)
        if let trace = options.trace { try "\(input)".write(toFile: trace, atomically: true, encoding: .utf8) }
        try input.run(&counts)
      }
    }
    print(
      "fuzz: seed \(options.seed), \(counts.inputs) inputs, \(counts.signed) signed, \(counts.refused) refused, "
        + "\(counts.verified) verified, \(counts.rejected) rejected by the verifier, no crash")
  }
}

/// What became of the inputs.
struct Counts {
  var inputs = 0
  var signed = 0
  var refused = 0
  var verified = 0
  var rejected = 0
}

/// The command line.
struct Options {
  var seconds = 60
  var seed: UInt64 = 1
  var trace: String?

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: SignerFuzz [--seconds N] [--seed N] [--trace FILE]" }
  }

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Usage() }
      switch name {
      case "--seconds": seconds = try Self.number(value)
      case "--seed": seed = UInt64(try Self.number(value))
      case "--trace": trace = value
      default: throw Usage()
      }
    }
  }

  private static func number(_ text: String) throws -> Int {
    guard let value = Int(text), value >= 0 else { throw Usage() }
    return value
  }
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
