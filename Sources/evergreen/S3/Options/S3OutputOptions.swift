import ArgumentParser

/// What a transfer prints.
struct S3OutputOptions: ParsableArguments, Sendable {
  @Flag(help: "Print nothing, not even errors; the exit status tells.")
  var quiet = false

  @Flag(name: .customLong("only-show-errors"), help: "Print errors and warnings alone.")
  var onlyErrors = false

  @Flag(name: .customLong("no-progress"), help: "Show no progress on a terminal.")
  var hidesProgress = false

  var detail: S3Lines.Detail { quiet ? .nothing : onlyErrors ? .errors : hidesProgress ? .lines : .progress }
}
