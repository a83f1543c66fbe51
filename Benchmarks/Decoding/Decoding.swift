/// Measures what it costs to read a response: a list page of 1,000 keys, an S3 error, a bulk response of 1,000 items.
///
///     Decoding                  a table: nanoseconds, and nanoseconds for each byte
///     Decoding --count CASE N   reads it so often and prints nothing: for a counter of instructions
///
/// The instructions of one reading are the difference of two runs, here of a list page:
///
///     swift build -c release --product Decoding
///     for n in 2 12; do valgrind --tool=callgrind --callgrind-out-file=/dev/null .build/release/Decoding --count list $n; done
@main
struct Decoding {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let cases = try DecodingCase.all()
    switch arguments.first {
    case nil: try measure(cases)
    case "--count":
      guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
        let found = cases.first(where: { $0.name == arguments[1] })
      else { throw UsageError(names: cases.map(\.name)) }
      try found.repeated(count)
    default: throw UsageError(names: cases.map(\.name))
    }
  }

  // The cases take turns, so that a slower processor clock slows all.
  private static func measure(_ cases: [DecodingCase]) throws {
    let clock = ContinuousClock()
    var best: [String: Double] = [:]
    for batch in 0..<40 {
      for found in cases {
        let start = clock.now
        try found.repeated(found.batch)
        let (seconds, attoseconds) = (clock.now - start).components
        let each = (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(found.batch)
        // The first batches warm the caches.
        if batch >= 4 { best[found.name] = min(best[found.name] ?? each, each) }
      }
    }
    for found in cases {
      guard let time = best[found.name] else { continue }
      let perByte = (time / Double(found.bytes) * 100).rounded() / 100
      print("\(found.name): \(Int(time)) ns, \(perByte) ns for each of \(found.bytes) bytes")
    }
  }
}

/// The command line names no case.
struct UsageError: Error, CustomStringConvertible {
  let names: [String]
  var description: String { "Usage: Decoding [--count CASE N]; the cases are \(names.joined(separator: ", "))." }
}
