import AWSCore
import AWSS3Client
import ArgumentParser

/// The options of `cp`, `mv` and `sync`.
struct S3TransferOptions: ParsableArguments, Sendable {
  @Flag(name: .customLong("dryrun"), help: "Print what would be done, and do nothing.")
  var isDryRun = false

  @Flag(
    name: .customLong("follow-symlinks"), inversion: .prefixedNo,
    help: "Upload what symbolic links lead to, under their names.")
  var followsLinks = true

  @Flag(name: .customLong("no-overwrite"), help: "Leave what the target already has as it is.")
  var keepsExisting = false

  @Flag(
    name: .customLong("ignore-glacier-warnings"),
    help: "Say nothing of archived objects that have to be restored first, and do not count them.")
  var ignoresArchived = false

  @Flag(
    name: .customLong("force-glacier-transfer"),
    help: "Take an archived object that has to be restored first for a failure, not for one that is left out.")
  var failsForArchived = false

  @Option(
    name: .customLong("source-region"),
    help: ArgumentHelp("The region of the source, which the client also finds by itself.", valueName: "region"))
  var sourceRegion: String?

  @OptionGroup var filters: S3FilterOptions
  @OptionGroup var objects: S3ObjectOptions
  @OptionGroup var output: S3OutputOptions
  @OptionGroup var access: S3ClientOptions

  func validate() throws {
    if let sourceRegion { try RegionArgument.check(sourceRegion) }
    if ignoresArchived, failsForArchived {
      throw ValidationError("--ignore-glacier-warnings and --force-glacier-transfer contradict each other.")
    }
  }

  /// The transfer that a line asks for.
  func transfer(from source: S3Place, to target: S3Place, moves: Bool) async throws -> S3Transfer {
    if case .stream = source, moves { throw Self.streamRefusal }
    if case .stream = target, moves { throw Self.streamRefusal }
    let isStream = source == .stream || target == .stream
    let detail: S3Lines.Detail =
      if isStream, case .nothing = output.detail { .nothing } else if isStream { .errors } else { output.detail }
    return S3Transfer(
      client: try await access.client(needsCredentials: !isDryRun), source: source, target: target, moves: moves,
      options: self, settings: try objects.settings(), filter: filters.filter,
      lines: S3Lines(detail, clock: access.clock))
  }

  private static var streamRefusal: ValidationError {
    ValidationError("A standard stream (-) cannot be moved: copy it with evergreen s3 cp.")
  }
}
