import AWSS3Client
import ArgumentParser

/// Which files or objects a command is for.
struct S3FilterOptions: ParsableArguments, Sendable {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Leave out what matches: *, ?, [abc], [!abc], compared with the path below the source. The last of all --exclude and "
        + "--include that matches decides.", valueName: "pattern"))
  var exclude: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Take what matches, although an --exclude before it leaves it out.", valueName: "pattern"))
  var include: [String] = []

  @Option(
    name: .customLong("page-size"),
    help: ArgumentHelp("How many keys S3 returns with each page of a list, at most 1000.", valueName: "number"))
  var pageSize: Int?

  func validate() throws { try Self.check(pageSize: pageSize) }

  static func check(pageSize: Int?) throws {
    if let pageSize, !(1...1000).contains(pageSize) {
      throw ValidationError("--page-size is \(pageSize); it takes a number from 1 to 1000.")
    }
  }

  /// The filter, in which later patterns win.
  var filter: S3.KeyFilter {
    S3Words.patterns(in: Array(CommandLine.arguments.dropFirst())).reduce(.all) { filter, rule in
      rule.isExcluding ? filter.excluding(rule.pattern) : filter.including(rule.pattern)
    }
  }
}
