import AWSS3Client
import ArgumentParser

/// `evergreen s3 sync`.
struct S3SyncCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Copy what is new or changed below a directory or prefix.",
    discussion: """
      A file or object is copied if the target has none of its name, or one of another size. If the sizes are the same, it is copied \
      to S3 or within S3 if it was changed after the target was written; from S3, if the file of the target was changed after the \
      object was written: an object of the same size that is newer is copied with --exact-timestamps only, as with aws s3 sync.
      """)

  @Flag(help: "Delete what the target has and the source has not. What the filters leave out stays.")
  var delete = false

  @Flag(name: .customLong("size-only"), help: "Compare nothing but the sizes.")
  var sizeOnly = false

  @Flag(
    name: .customLong("exact-timestamps"), help: "From S3, copy also if the times differ in the other direction.")
  var exactTimestamps = false

  @Flag(name: .customLong("checksum"), help: "Compare sizes and contents, by checksums, in place of times.")
  var comparesChecksums = false

  @OptionGroup var options: S3TransferOptions

  @Argument(help: "The path of a directory, or s3://bucket/prefix.")
  var source: String

  @Argument(help: "The path of a directory, or s3://bucket/prefix.")
  var target: String

  func validate() throws {
    let (from, to) = try S3Place.pair(source, target)
    if from == .stream || to == .stream {
      throw ValidationError("A standard stream (-) cannot be synchronised: copy it with evergreen s3 cp.")
    }
    guard [sizeOnly, exactTimestamps, comparesChecksums].filter(\.self).count < 2 else {
      throw ValidationError("--size-only, --exact-timestamps and --checksum exclude each other.")
    }
  }

  func perform() async throws -> S3Status {
    let (from, to) = try S3Place.pair(source, target)
    let comparison: S3.SyncComparison =
      sizeOnly ? .size : comparesChecksums ? .checksum : exactTimestamps ? .commandLineExactTimestamps : .commandLine
    return try await options.transfer(from: from, to: to, moves: false)
      .many(.sync(comparison, delete ? .deleted : .kept))
  }
}
