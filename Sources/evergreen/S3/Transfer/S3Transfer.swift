import AWSCore
import AWSS3Client
import ArgumentParser

/// One run of `cp`, `mv` or `sync`.
struct S3Transfer: Sendable {
  let client: S3Client
  let source: S3Place
  let target: S3Place
  /// Whether what was copied is deleted from the source.
  let moves: Bool
  let options: S3TransferOptions
  let settings: S3ObjectSettings
  let filter: S3.KeyFilter
  let lines: S3Lines

  /// How many parts of one file or object are under way at once.
  private static let parts = 8

  private var parts: Int { min(Self.parts, options.access.concurrency) }

  func upload(partSize: Int64 = 8 << 20) -> S3.UploadOptions {
    S3.UploadOptions(partSize: partSize, concurrency: parts)
  }

  var download: S3.DownloadOptions {
    var download = S3.DownloadOptions(concurrency: parts)
    download.fileTime = .object
    return download
  }

  var copy: S3.CopyOptions { S3.CopyOptions(concurrency: parts) }

  // MARK: - Many

  /// How what is there already is compared with what is to be copied; `nil` to copy everything.
  enum Comparison: Sendable {
    case sync(S3.SyncComparison, S3.ExtraItems)
  }

  /// Transfers all files of a directory, or all objects of a prefix.
  func many(_ comparison: Comparison?) async throws -> S3Status {
    let (from, to) = (try location(source), try location(target))
    try checkDirectories()
    let progress = S3.TransferProgress()
    let printer = S3ItemPrinter(transfer: self, from: from, to: to)
    return try await lines.showing(progress) {
      // Before the call begins, so that nothing is missed.
      let items = progress.items
      async let printing: Void = { for await item in items { printer.show(item) } }()
      do {
        switch comparison {
        case nil where moves:
          _ = try await client.move(from: from, to: to, options: directories, progress: progress)
        case nil where options.keepsExisting:
          _ = try await client.sync(
            from: from, to: to, comparison: .existence, options: directories, progress: progress)
        case nil:
          _ = try await client.copy(from: from, to: to, options: directories, progress: progress)
        case .sync(let comparison, let extras):
          _ = try await client.sync(
            from: from, to: to, comparison: options.keepsExisting ? .existence : comparison, extras: extras,
            options: directories, progress: progress)
        }
      } catch let error as S3Error where error.kind == .invalidRequest && error.attempts == 0 {
        await printing
        throw ValidationError(error.message)
      } catch let error as S3Error {
        await printing
        lines.failure("fatal error: \(error)")
      }
      await printing
      return lines.status
    }
  }

  private var directories: S3.DirectoryOptions {
    var directories = S3.DirectoryOptions(
      filter: filter, concurrency: options.access.concurrency, failures: .collect,
      execution: options.isDryRun ? .dryRun : .real, symbolicLinks: options.followsLinks ? .followed : .skipped)
    directories.folderMarkers = .ignored
    directories.requestLimit = options.access.concurrency
    directories.pageSize = options.filters.pageSize
    directories.upload = upload()
    directories.download = download
    directories.copy = copy
    directories.prepareUpload = { [settings] in settings.apply(to: &$0, path: $1) }
    directories.prepareDownload = { [settings] in settings.apply(to: &$0) }
    directories.prepareCopy = { [settings] in settings.apply(to: &$0) }
    return directories
  }

  private func location(_ place: S3Place) throws(ValidationError) -> S3.Location {
    switch place {
    case .local(let path): .directory(path)
    case .objects(let url): .objects(bucket: url.bucket, prefix: url.key)
    case .stream:
      throw ValidationError("A standard stream (-) is one object: it cannot be copied with --recursive or sync.")
    }
  }

  private func checkDirectories() throws {
    if case .local(let path) = source {
      guard let status = FileStatus(FilePath(path)) else { throw S3LocalFailure.missing(path) }
      guard status.kind == .directory else {
        throw ValidationError("'\(path.printable(limit: 200))' is no directory: leave out --recursive to copy a file.")
      }
    }
    if case .local(let path) = target, let status = FileStatus(FilePath(path)), status.kind != .directory {
      throw ValidationError("'\(path.printable(limit: 200))' is no directory, so that nothing can be put into it.")
    }
  }

  // MARK: - Lines

  /// What a transfer is called in lines of output.
  enum Verb: String, Sendable { case upload, download, copy, move, delete }

  func done(_ verb: Verb, _ source: String, _ target: String?) {
    let place = target.map { "\(source) to \($0)" } ?? source
    lines.result("\(options.isDryRun ? "(dryrun) " : "")\(moves && verb != .delete ? "move" : verb.rawValue): \(place)")
  }

  /// Reports a transfer that failed, or that is left out.
  func failed(_ verb: Verb, _ source: String, _ target: String?, _ error: any Error) {
    switch (error as? S3Error)?.code {
    case .invalidObjectState? where !options.failsForArchived:
      guard !options.ignoresArchived else { return }
      return lines.warning("Skipping \(source). The object is archived, and has to be restored first. \(error)")
    case .preconditionFailed? where options.keepsExisting && verb != .delete: return
    default: break
    }
    if verb == .upload, (error as? S3Error)?.isUnavailableFile == true {
      return lines.warning("Skipping file \(source). \(error)")
    }
    let place = target.map { "\(source) to \($0)" } ?? source
    lines.failure("\(moves && verb != .delete ? "move" : verb.rawValue) failed: \(place) \(error)")
  }
}

/// A local file that cannot be used.
struct S3LocalFailure: Error, CustomStringConvertible {
  let description: String

  static func missing(_ path: String) -> S3LocalFailure {
    S3LocalFailure(
      description:
        "The local path '\(path.printable(limit: 400))' does not exist: write the path of a file or directory.")
  }
}
