import ArgumentParser

/// `evergreen s3 cp`.
struct S3CopyCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "cp",
    abstract: "Copy a file to S3, an object to a file, or an object within S3.",
    discussion: """
      A target that ends with a slash, or that is a directory or a bucket, keeps the name of the source. With --recursive the source \
      and the target are directories or prefixes, and everything below the source is copied.

      - is the standard input as the source, and the standard output as the target; so are pipes and devices.
      """)

  @Flag(name: [.customLong("recursive"), .customShort("r")], help: "Copy everything below the source.")
  var isRecursive = false

  @Option(
    name: .customLong("expected-size"),
    help: ArgumentHelp("How many bytes the standard input will have, if they are more than 50 GB.", valueName: "bytes"))
  var expectedSize: Int64?

  @OptionGroup var options: S3TransferOptions

  @Argument(help: "The path of a file or directory, s3://bucket/key, or - for the standard input.")
  var source: String

  @Argument(help: "The path of a file or directory, s3://bucket/key, or - for the standard output.")
  var target: String

  func validate() throws {
    _ = try S3Place.pair(source, target)
    if let expectedSize, !(0...50_000_000_000_000).contains(expectedSize) {
      throw ValidationError("--expected-size is \(expectedSize); an object has at most 50 TB.")
    }
  }

  func perform() async throws -> S3Status {
    let (from, to) = try S3Place.pair(source, target)
    let transfer = try await options.transfer(from: from, to: to, moves: false)
    return isRecursive ? try await transfer.many(nil) : try await transfer.single(expectedSize: expectedSize)
  }
}
