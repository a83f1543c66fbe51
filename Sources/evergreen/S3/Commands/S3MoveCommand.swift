import ArgumentParser

/// `evergreen s3 mv`.
struct S3MoveCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "mv",
    abstract: "Move a file to S3, an object to a file, or an object within S3.",
    discussion: """
      The source is deleted when its copy is complete; with --recursive, when everything has been copied. What could not be copied \
      stays. Directories that become empty stay.
      """)

  @Flag(name: [.customLong("recursive"), .customShort("r")], help: "Move everything below the source.")
  var isRecursive = false

  @OptionGroup var options: S3TransferOptions

  @Argument(help: "The path of a file or directory, or s3://bucket/key.")
  var source: String

  @Argument(help: "The path of a file or directory, or s3://bucket/key.")
  var target: String

  func validate() throws {
    let (from, to) = try S3Place.pair(source, target)
    if from == .stream || to == .stream {
      throw ValidationError("A standard stream (-) cannot be moved: copy it with evergreen s3 cp.")
    }
    if isRecursive, options.keepsExisting {
      throw ValidationError(
        "--no-overwrite is not for mv --recursive: what stays and what is deleted would not be clear.")
    }
  }

  func perform() async throws -> S3Status {
    let (from, to) = try S3Place.pair(source, target)
    let transfer = try await options.transfer(from: from, to: to, moves: true)
    return isRecursive ? try await transfer.many(nil) : try await transfer.single(expectedSize: nil)
  }
}
